"""Questions about viewings: what may be shown, what was arranged, what was read meanwhile, who looked without a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from cameras.choices import OutageCause
from cameras.models import Outage
from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date, start_of_day
from requests import policies
from requests.choices import AppointmentState, ViewingManner
from requests.models import ManagementViewing, ReviewRequest, ViewingAppointment, ViewingSession
from requests.selectors.cases import decision_of
from retention.choices import ReadingPurpose
from retention.models import CopyReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from cameras.models import Camera
    from retention.models import EvidenceCopy

DEFAULT_PLACE = "總務處"


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a case may be shown: which cameras, from when to when, in which manner, under which 附款."""

    cameras: Sequence[Camera]
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    manner: str
    conditions: str


def scope_of(case: ReviewRequest) -> Scope:
    """Return what was granted: of 部分核准 its own scope, else what was asked."""
    decision = decision_of(case)
    grant = getattr(decision, "grant", None)
    if grant is None:
        manner = ViewingManner.ACCOMPANIED.label
        return Scope(list(case.cameras.select_related("place")), case.starts_at, case.ends_at, manner, "")
    cameras = list(grant.cameras.select_related("place"))
    return Scope(cameras, grant.starts_at, grant.ends_at, grant.get_manner_display(), grant.conditions)


def planned_viewing(case: ReviewRequest) -> ViewingAppointment | None:
    """Return what is arranged for the case."""
    return case.appointments.filter(state=AppointmentState.PLANNED).prefetch_related("escorts").first()


def fault_numbers_of(case: ReviewRequest) -> list[str]:
    """Return the numbers of the faults that took the picture of a camera of the case within its period."""
    if case.starts_at is None or case.ends_at is None:
        return []
    overlapping = Q(until=None) | Q(until__gt=case.starts_at)
    outages = Outage.objects.filter(
        overlapping, camera__in=case.cameras.all(), cause=OutageCause.FAULT, since__lt=case.ends_at
    )
    return sorted({number for outage in outages for number in outage.numbers})


def is_being_viewed(copy: EvidenceCopy, user: User, now: dt.datetime) -> bool:
    """Say whether a viewing is open of the case `copy` was made for, or of one that asked for the same footage (他案已留存)."""
    same_footage = Q(
        review_request__cameras__in=copy.cameras.all(), review_request__starts_at__lt=copy.ends_at,
        review_request__ends_at__gt=copy.starts_at,
    )  # fmt: skip
    of_this = Q(review_request__draft_key=copy.hold.case_key) | same_footage
    known = policies.visible_to(user, now)
    return ViewingSession.objects.filter(of_this, ended_at=None, review_request__in=known).exists()


def readings_during(viewing: ViewingSession) -> QuerySet[CopyReading]:
    """Return how the case's copies were opened for 調閱 between the beginning and the end of `viewing`."""
    found = CopyReading.objects.filter(
        copy__hold__case_key=viewing.review_request.draft_key, purpose=ReadingPurpose.VIEWING,
        opened_at__gte=viewing.started_at,
    )  # fmt: skip
    found = found.filter(opened_at__lte=viewing.ended_at) if viewing.ended_at else found
    return found.select_related("copy").order_by("opened_at", "pk")


@dataclass(frozen=True, slots=True)
class TodayViewing:
    """A viewing of today as the guard is told of it: when, who escorts, how many come, which case (ruling 26)."""

    at: dt.datetime
    escort: str
    visitors: int
    number: str
    state: str


def viewings_on(day: dt.date, user: User) -> list[TodayViewing]:
    """Return the viewings of a Taipei day, held and arranged, for a guard.

    Not of a 限制案, nor of a case the guard must keep out of.
    """
    shown = Q(review_request__is_restricted=False) & ~Q(review_request__in=user.recusals.values("review_request"))
    start = start_of_day(day)
    within = (start, start + dt.timedelta(days=1) - dt.timedelta.resolution)
    held = ViewingSession.objects.filter(shown, started_at__range=within, entered_at=None)
    held = held.select_related("review_request")
    planned = ViewingAppointment.objects.filter(shown, at__range=within, state=AppointmentState.PLANNED)
    planned = planned.filter(review_request__status__in=policies.VIEWABLE).select_related("review_request")
    rows = [
        TodayViewing(
            one.started_at, one.escort_name, one.visitors, str(one.review_request.number),
            "已結束" if one.ended_at else "進行中",
        )
        for one in held
    ] + [
        TodayViewing(one.at, one.escort_names, one.visitors, str(one.review_request.number), "已約定") for one in planned
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.at, row.number))


def unfinished_viewings(case: ReviewRequest) -> list[str]:
    """Return what of the viewings of a case must be done or over before it can be closed."""
    said = []
    if case.viewings.filter(ended_at=None).exists():
        said.append("調閱進行中，請先結束調閱。")
    if planned_viewing(case):
        said.append("已約定調閱，請先調閱或取消約定。")
    if case.viewings.filter(entered_at__isnull=False, countersigned_at=None).exists():
        said.append("事後補登的調閱登記尚未經主管核章。")
    return said


def late_ratifications(cases: QuerySet[ReviewRequest], now: dt.datetime) -> list[ReviewRequest]:
    """Return those of `cases` that were shown on an oral consent which ran out, and are still not decided."""
    late = cases.filter(oral_consent__ratify_by__lt=now, status__in=policies.OPEN)
    return list(late.defer("id_number").select_related("oral_consent").order_by("oral_consent__ratify_by"))


def looks_of(user: User, now: dt.datetime) -> QuerySet[ManagementViewing]:
    """Return the 管理檢視 `user` may read, the newest first: a guard his own, who keeps the books all."""
    looks = ManagementViewing.objects.prefetch_related("cameras")
    return looks if policies.may_read_register(user, now) else looks.filter(person=user)


def look_facts(look: ManagementViewing) -> dict[str, object]:
    """Return the columns of a 管理檢視 and the codes of its cameras."""
    return row_facts(look) | {"cameras": sorted(camera.code for camera in look.cameras.all())}


MANAGEMENT_VIEWINGS = RowWitness(ManagementViewing.objects.prefetch_related("cameras"), subject=str, facts=look_facts)


def is_today(moment: dt.datetime, now: dt.datetime) -> bool:
    """Say whether `moment` lies on the Taipei day of `now`."""
    return local_date(moment) == local_date(now)

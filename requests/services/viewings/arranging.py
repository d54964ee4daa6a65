"""約定調閱: when, where, with whom; told to those who come. Optional: 「現在開始」 needs none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts import selectors as accounts
from ledger.choices import Verb
from printing.rules import long_moment, short_moment
from requests import policies, selectors
from requests.choices import AppointmentState
from requests.models import ViewingAppointment
from requests.services.chain.notices import send
from requests.services.records import locked
from requests.services.viewings.errors import NotAnEscort, ViewingRefused
from requests.services.viewings.starting import append, names_of, require_companions, require_viewable
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from requests.models import ReviewRequest


@dataclass(frozen=True)
class Arrangement:
    """When and where, who escorts, how many come."""

    at: dt.datetime
    place: str
    escorts: Collection[User]
    visitors: int = 1


@transaction.atomic
def arrange(*, case_id: int, wanted: Arrangement, actor: User, now: dt.datetime) -> ViewingAppointment:
    """Arrange a viewing; one that was planned before is moved. Raises ViewingRefused, NotAnEscort."""
    case = locked(case_id)
    if case.status not in policies.VIEWABLE:
        raise ViewingRefused("案件核准後才能約定調閱時間。")
    require_viewable(case, now)
    if not policies.may_escort(actor, case, now):
        raise NotAnEscort
    _check(case, wanted, now)
    words = accounts.in_words(actor, now)
    before = _planned(case)
    if before:
        before.state, before.ended_name, before.ended_at = AppointmentState.MOVED, words.name, now
        before.save(update_fields=["state", "ended_name", "ended_at"])
    made = ViewingAppointment.objects.create(
        review_request=case, at=wanted.at, place=wanted.place.strip(), escort_names=names_of(wanted.escorts, now),
        visitors=wanted.visitors, made_name=words.name, made_at=now,
    )  # fmt: skip
    made.escorts.set(wanted.escorts)
    _tell(
        case, wanted.escorts, f"{'改於' if before else '約定於'} {long_moment(made.at)} 在{made.place}調閱", actor, now
    )
    append(Verb.VIEWING_ARRANGED, case, actor, now, at=short_moment(made.at), place=made.place)
    return made


@transaction.atomic
def call_off(
    *, appointment_id: int, state: AppointmentState, reason: str, actor: User, now: dt.datetime
) -> ViewingAppointment:
    """Cancel a planned viewing, or write down that it was not held. Raises ViewingRefused, NotAnEscort."""
    case = locked(ViewingAppointment.objects.values_list("review_request_id", flat=True).get(pk=appointment_id))
    planned = ViewingAppointment.objects.select_for_update(no_key=True).get(pk=appointment_id)
    if planned.state != AppointmentState.PLANNED:
        raise ViewingRefused("這一次約定已經處理過。")
    if not policies.may_escort(actor, case, now):
        raise NotAnEscort
    if state not in (AppointmentState.CANCELLED, AppointmentState.NOT_HELD):
        raise ViewingRefused("請選擇取消或未調閱。", field="state")
    if state == AppointmentState.NOT_HELD and now < planned.at:
        raise ViewingRefused("約定時間還沒到，請選擇「取消」或改期。", field="state")
    if not reason.strip():
        raise ViewingRefused("請填寫原因，例如：申請人未到場。", field="reason")
    planned.state, planned.end_reason = state, reason.strip()
    planned.ended_name, planned.ended_at = accounts.in_words(actor, now).name, now
    planned.save(update_fields=["state", "end_reason", "ended_name", "ended_at"])
    word = AppointmentState(state).label
    _tell(case, list(planned.escorts.all()), f"原定 {long_moment(planned.at)} 的調閱{word}", actor, now)
    append(Verb.VIEWING_CALLED_OFF, case, actor, now, at=short_moment(planned.at), word=word)
    return planned


def _planned(case: ReviewRequest) -> ViewingAppointment | None:
    return case.appointments.filter(state=AppointmentState.PLANNED).first()


def _check(case: ReviewRequest, wanted: Arrangement, now: dt.datetime) -> None:
    if wanted.at <= now:
        raise ViewingRefused("約定時間須在現在之後；現在就要調閱時，請按「現在開始」。", field="at")
    if not wanted.place.strip():
        raise ViewingRefused("請填寫調閱地點。", field="place")
    require_companions(case, wanted.escorts, now)
    if not any(policies.may_escort(one, case, now) for one in wanted.escorts):
        raise ViewingRefused("至少一位陪同人員須為辦理本案的人員，才能開始調閱。", field="escorts")


def _tell(case: ReviewRequest, escorts: Collection[User], text: str, actor: User, now: dt.datetime) -> None:
    """Tell the applicant and the escorts; who may not open the case is told when and where, not which."""
    visible = [one for one in escorts if policies.visible_to(one, now).filter(pk=case.pk).exists()]
    knowing = {one.pk: one for one in (*selectors.asked_by(case, now), *visible) if one != actor}
    send(knowing.values(), case, f"調閱申請 {case.number} {text}", now)
    others = [one for one in escorts if one not in visible and one != actor]
    notify(recipients=others, text=f"請陪同調閱：{text}", url=reverse("home"), subject="陪同調閱", now=now)

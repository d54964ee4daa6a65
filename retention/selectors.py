"""Questions about kept footage: how long each recorder keeps it, what is held, and the footage clock of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from cameras.rules import Period, covers
from cameras.selectors import recorders_in_use, why_no_footage
from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from retention import rules
from retention.models import Finding, HandCheck, Hold
from retention.rules import FootageClock, FootageDay, FootageFacts, Seen, footage_clock, kept_days, most_urgent_first

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import SchoolPlan
    from cameras.models import Camera, Recorder


def hold_facts(hold: Hold) -> dict[str, object]:
    """Return the columns of a hold and the codes of its cameras."""
    return row_facts(hold) | {"cameras": sorted(camera.code for camera in hold.cameras.all())}


HOLDS = RowWitness(Hold.objects.prefetch_related("cameras"), subject=lambda hold: f"留存 {hold.pk}", facts=hold_facts)
HAND_CHECKS = RowWitness(
    HandCheck.objects.select_related("recorder"), subject=lambda check: f"主機 {check.recorder.code}（查核 {check.pk}）"
)
FINDINGS = RowWitness(Finding.objects.all(), subject=lambda finding: f"未符合事項 {finding.pk}")


@dataclass(frozen=True, slots=True)
class RecorderStanding:
    """One recorder: its newest hand check and what the plan asks of it. `required_days` is less while it is new."""

    recorder: Recorder
    check: HandCheck | None
    minimum_days: int
    required_days: int

    @property
    def days(self) -> int | None:
        """How many days it kept when it was last checked."""
        return kept_days(self.check.earliest_day, local_date(self.check.checked_at)) if self.check else None

    @property
    def is_short(self) -> bool:
        """Say whether it was seen to keep too few days."""
        return self.days is not None and self.days < self.required_days


def newest_check(recorder: Recorder) -> HandCheck | None:
    """Return the newest hand check of a recorder, or None."""
    return HandCheck.objects.filter(recorder=recorder).order_by("-checked_at", "-pk").first()


def newest_checks() -> dict[int, HandCheck]:
    """Return the newest hand check of every recorder that has one, by the recorder's key, in one query."""
    of_recorder = HandCheck.objects.filter(recorder=OuterRef("recorder")).order_by("-checked_at", "-pk")
    newest = HandCheck.objects.filter(pk=Subquery(of_recorder.values("pk")[:1]))
    return {check.recorder_id: check for check in newest}


def footage_days(now: dt.datetime, plan_minimum_days: int) -> list[FootageDay]:
    """Return the local days that a recorder in use still has, newest first, from the newest hand checks; two queries.

    Empty only while the school has no recorder in use.
    """
    today, checks = local_date(now), newest_checks()
    seen = [_seen(checks.get(recorder.pk)) for recorder in recorders_in_use(today)]
    return rules.footage_days(seen, today, plan_minimum_days)


def _seen(check: HandCheck | None) -> Seen | None:
    return Seen(local_date(check.checked_at), check.earliest_day) if check else None


def standings(plan: SchoolPlan, day: dt.date) -> list[RecorderStanding]:
    """Return how every recorder in use stands against the minimum of its cameras and of the plan (肆、三)."""
    return [_standing(recorder, plan) for recorder in recorders_in_use(day)]


def _standing(recorder: Recorder, plan: SchoolPlan) -> RecorderStanding:
    check = newest_check(recorder)
    cameras = recorder.cameras.filter(retired_on=None)
    minimum = max([plan.minimum_days, *(camera.minimum_days or 0 for camera in cameras)])
    first = min((camera.installed_on for camera in recorder.cameras.all()), default=None)
    age = (local_date(check.checked_at) - first).days if check and first else minimum
    return RecorderStanding(recorder, check, minimum, max(min(minimum, age), 0))


def holds_in_force() -> QuerySet[Hold]:
    """Return the holds nobody has released, newest first."""
    return Hold.objects.filter(released_at=None).prefetch_related("cameras")


def open_findings() -> QuerySet[Finding]:
    """Return what was found wanting and is not put right."""
    return Finding.objects.filter(closed_at=None)


def footage_clock_for(
    cameras: Iterable[Camera], starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime, plan_minimum_days: int
) -> list[FootageClock]:
    """Return the footage clock of each camera for [starts_at, ends_at), the most urgent first (ruling 12).

    The first is what a case page shows large; the list is empty without cameras. Three queries a camera.
    """
    facts = [_facts(camera, starts_at, ends_at, plan_minimum_days) for camera in cameras]
    return most_urgent_first([footage_clock(fact, now) for fact in facts])


def _facts(camera: Camera, starts_at: dt.datetime, ends_at: dt.datetime, minimum_days: int) -> FootageFacts:
    holds = list(Hold.objects.filter(released_at=None, cameras=camera, starts_at__lt=ends_at, ends_at__gt=starts_at))
    outages = list(why_no_footage(camera, starts_at, ends_at))
    is_dark = covers([Period(row.since, row.until) for row in outages], starts_at, ends_at)
    check = newest_check(camera.recorder)
    return FootageFacts(
        starts_at=starts_at,
        ends_at=ends_at,
        minimum_days=max(camera.minimum_days or 0, minimum_days),
        seen=_seen(check),
        is_held=covers([Period(hold.starts_at, hold.ends_at) for hold in holds], starts_at, ends_at),
        hold="、".join(dict.fromkeys(hold.reference for hold in holds if hold.reference)),
        outage="、".join(_in_words(row.get_cause_display(), row.reference) for row in outages) if is_dark else "",
    )


def _in_words(cause: str, reference: str) -> str:
    return f"{cause}（{reference}）" if reference else cause

"""Questions about kept footage: how long each recorder keeps it, what is held, and the footage clock of a case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from cameras.rules import Period, covers
from cameras.selectors import outages_during, recorders_in_use
from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from retention import rules
from retention.choices import HoldKind
from retention.models import Finding, HandCheck, Hold
from retention.rules import FootageClock, FootageDay, FootageFacts, Seen, footage_clock, kept_days, most_urgent_first
from work.policies import naming_secrets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from accounts.models import SchoolPlan, User
    from cameras.models import Camera, Outage, Recorder


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


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A hold as somebody sees it. Who may not know its case sees what must not be overwritten, not for whom."""

    hold: Hold
    is_known: bool


def shown_holds(user: User, now: dt.datetime) -> list[ShownHold]:
    """Return the holds in force as `user` sees them; a 暫時留存 that names no case is one of a 限制案."""
    holds = list(holds_in_force())
    secret = naming_secrets(user, {hold.reference for hold in holds if hold.reference}, now)
    return [
        ShownHold(hold, hold.reference not in secret and (bool(hold.reference) or hold.kind == HoldKind.LEGAL))
        for hold in holds
    ]


def open_findings(user: User, now: dt.datetime) -> list[Finding]:
    """Return what was found wanting and is not put right, and names no case `user` may not know of."""
    findings = list(Finding.objects.filter(closed_at=None))
    secret = naming_secrets(user, {finding.text for finding in findings}, now)
    return [finding for finding in findings if finding.text not in secret]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose footage a case asks for: of `cameras`, over [starts_at, ends_at), kept `plan_minimum_days` at least."""

    cameras: Sequence[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    plan_minimum_days: int


def footage_clocks_for(asked: Sequence[Asked], now: dt.datetime) -> list[FootageClock | None]:
    """Return for each of `asked` the clock of its worst camera, None where it has no camera (ruling 12).

    Three queries, whatever is asked: a list shows the clock of every case.
    """
    return [clocks[0] if clocks else None for clocks in _clocks_of_each(asked, now)]


def footage_clock_for(
    cameras: Iterable[Camera], starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime, plan_minimum_days: int
) -> list[FootageClock]:
    """Return the footage clock of each camera for [starts_at, ends_at), the most urgent first (ruling 12).

    The first is what a case page shows large; the list is empty without cameras. Three queries.
    """
    (clocks,) = _clocks_of_each([Asked(list(cameras), starts_at, ends_at, plan_minimum_days)], now)
    return clocks


@dataclass(frozen=True, slots=True)
class _Known:
    """All that bears on some cameras over some time: holds and outages by camera, the newest check by recorder."""

    holds: Mapping[int, Sequence[Hold]]
    outages: Mapping[int, Sequence[Outage]]
    checks: Mapping[int, HandCheck]


def _clocks_of_each(asked: Sequence[Asked], now: dt.datetime) -> list[list[FootageClock]]:
    known = _known_of(asked)
    return [
        most_urgent_first([footage_clock(_facts(camera, one, known), now) for camera in one.cameras]) for one in asked
    ]


def _known_of(asked: Sequence[Asked]) -> _Known:
    cameras = {camera.pk for one in asked for camera in one.cameras}
    if not cameras:
        return _Known({}, {}, {})
    start, end = min(one.starts_at for one in asked), max(one.ends_at for one in asked)
    in_force = Hold.cameras.through.objects.filter(
        camera__in=cameras, hold__released_at=None, hold__starts_at__lt=end, hold__ends_at__gt=start
    )
    holds = defaultdict(list)
    for link in in_force.select_related("hold").order_by("-hold__placed_at", "-hold"):
        holds[link.camera_id].append(link.hold)
    outages = defaultdict(list)
    for outage in outages_during(start, end).filter(camera__in=cameras):
        outages[outage.camera_id].append(outage)
    return _Known(holds, outages, newest_checks())


def _facts(camera: Camera, asked: Asked, known: _Known) -> FootageFacts:
    start, end = asked.starts_at, asked.ends_at
    holds = [hold for hold in known.holds.get(camera.pk, ()) if hold.starts_at < end and hold.ends_at > start]
    outages = [
        row for row in known.outages.get(camera.pk, ()) if row.since < end and (row.until is None or row.until > start)
    ]
    is_dark = covers([Period(row.since, row.until) for row in outages], start, end)
    return FootageFacts(
        starts_at=start,
        ends_at=end,
        minimum_days=max(camera.minimum_days or 0, asked.plan_minimum_days),
        seen=_seen(known.checks.get(camera.recorder_id)),
        is_held=covers([Period(hold.starts_at, hold.ends_at) for hold in holds], start, end),
        hold="、".join(dict.fromkeys(hold.reference for hold in holds if hold.reference)),
        outage="、".join(_in_words(row.get_cause_display(), row.reference) for row in outages) if is_dark else "",
    )


def _in_words(cause: str, reference: str) -> str:
    return f"{cause}（{reference}）" if reference else cause

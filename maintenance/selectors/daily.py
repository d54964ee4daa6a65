"""Questions about the daily check: which turns are owed, how each stands, what is known to be broken, what was handed over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.once import once
from cameras.models import Outage
from cameras.selectors import cameras_in_use
from ledger.witnesses import RowWitness, row_facts
from maintenance import rules
from maintenance.choices import UNREPAIRED, TurnState
from maintenance.models import DailyCheck, Fault, Shift
from maintenance.rules.shifts import ONE_DAY
from maintenance.selectors.faults import open_first
from printing.rules import TAIPEI, local_date, long_date
from retention.choices import DayState
from retention.selectors import camera_days
from work.selectors import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from cameras.models import Camera
    from maintenance.rules import ShiftTerms, Turn
    from retention.selectors import CameraDays

SCAN_IS_FRESH_FOR = dt.timedelta(hours=3)
"""Coverage says nothing about now when nobody looked into the folder for longer."""
SILENT_MINUTES = 60
"""A camera whose footage has been missing for so long, up to the last scan, has no picture."""

SHIFTS = RowWitness(Shift.objects.all(), subject=lambda shift: f"班別 {shift.pk}（{shift.name}）")


def _facts(check: DailyCheck) -> dict[str, object]:
    return row_facts(check) | {"faults": sorted(fault.number for fault in check.faults.all())}


# Who is named here is a guard; the random key of the form stands in the digest and salts it.
DAILY_CHECKS = RowWitness(
    DailyCheck.objects.select_related("shift").prefetch_related("faults"),
    subject=lambda check: f"{long_date(check.day)}{check.shift.name}的每日檢查",
    facts=_facts,
)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn, how it stands, and its check if there is one."""

    turn: Turn
    state: TurnState
    check: DailyCheck | None
    may_enter: bool

    @property
    def is_open(self) -> bool:
        """Whether it is to be checked now."""
        return self.state is TurnState.OPEN


def shift_terms() -> list[ShiftTerms]:
    """Return the terms of every shift, ended ones too: past days keep their calendar."""
    return [shift.terms for shift in _shifts()]


def shifts_in_use(day: dt.date) -> list[Shift]:
    """Return the shifts that apply on `day` or will."""
    return [shift for shift in _shifts() if shift.until is None or shift.until >= day]


@once
def _shifts() -> tuple[Shift, ...]:
    return tuple(Shift.objects.all())


def turns_between(first: dt.date, last: dt.date, now: dt.datetime) -> list[ShownTurn]:
    """Return the turns owed from the day `first` to `last`, and what was checked though no longer owed; in order."""
    checks = {
        (check.shift_id, check.day): check
        for check in DailyCheck.objects.filter(day__range=(first, last)).select_related("shift", "entered_by")
    }
    owed = rules.turns_between(shift_terms(), first, last, calendar())
    keys = {(turn.shift.key, turn.day) for turn in owed}
    extra = [rules.Turn(check.shift.terms, check.day) for key, check in checks.items() if key not in keys]
    turns = sorted([*owed, *extra], key=lambda turn: (turn.starts_at, turn.shift.key))
    return [shown_turn(turn, checks.get((turn.shift.key, turn.day)), now) for turn in turns]


def shown_turn(turn: Turn, check: DailyCheck | None, now: dt.datetime) -> ShownTurn:
    """Return how one turn stands."""
    state = rules.state_of(turn, check.entered_at if check else None, now)
    return ShownTurn(turn, state, check, check is None and rules.may_enter(turn, now))


def turn_of(shift_id: int, day: dt.date, now: dt.datetime) -> ShownTurn | None:
    """Return the turn of a shift on a day, or None when none is owed and none was checked."""
    found = (one for one in turns_between(day, day, now) if one.turn.shift.key == shift_id)
    return next(found, None)


def turns_now(now: dt.datetime) -> list[ShownTurn]:
    """Return the turns of now: today's that have begun, and yesterday's that go over midnight and are not over."""
    today = local_date(now)
    shown = turns_between(today - ONE_DAY, today, now)
    return [
        one for one in shown if one.state is not TurnState.TO_COME and (one.turn.day == today or now < one.turn.ends_at)
    ]


def turn_ends_at(now: dt.datetime) -> dt.datetime | None:
    """Return when the last of the turns of now ends, None when none runs."""
    return max((one.turn.ends_at for one in turns_now(now) if now < one.turn.ends_at), default=None)


def next_turn(now: dt.datetime) -> ShownTurn | None:
    """Return the next turn to come within two weeks, or None."""
    today = local_date(now)
    shown = turns_between(today, today + 14 * ONE_DAY, now)
    return next((one for one in shown if one.state is TurnState.TO_COME), None)


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is known to be wrong before anybody looks: where, what, and its fault if it has one."""

    code: str
    place: str
    words: str
    fault: Fault | None = None
    camera_id: int | None = None
    is_dark: bool = True
    """Whether the camera shows nothing: then nobody can say that it is well."""

    @property
    def in_words(self) -> str:
        """Return for instance C14 黑畫面（F115-0004）."""
        return f"{self.code} {self.words}（{self.fault.number}）" if self.fault else f"{self.code} {self.words}"


def known_troubles(at: dt.datetime) -> list[Known]:
    """Return what is known to be broken: unrepaired faults, outages that go on, cameras whose folder stays empty.

    Of a moment that is past (事後補登) it is what was known then; a folder nobody had looked into by then says nothing.
    """
    unrepaired = Q(status__in=UNREPAIRED) | Q(repaired_at__gt=at)
    dark_then = Outage.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)
    dark = set(dark_then.values_list("camera", flat=True))
    known = [
        Known(
            fault.code, fault.place, str(fault.get_symptom_display()), fault, fault.camera_id,
            is_dark=fault.has_no_picture and fault.camera_id in dark,
        )
        for fault in open_first(Fault.objects.filter(unrepaired, reported_at__lte=at))
    ]  # fmt: skip
    told = {one.camera_id for one in known}
    cameras = {camera.pk: camera for camera in cameras_in_use(local_date(at)) if camera.pk not in told}
    causes: dict[int, list[str]] = {}
    for outage in dark_then.filter(camera__in=cameras).order_by("since", "pk"):
        cause = outage.get_cause_display()
        causes.setdefault(outage.camera_id, []).append(f"{cause}，{outage.reference}" if outage.reference else cause)
    known += [_of(cameras.pop(pk), f"影像中斷：{'；'.join(words)}") for pk, words in causes.items()]
    return sorted(
        [*known, *(_of(each, "沒有新的錄影") for each in _silent(cameras.values(), at))], key=lambda one: one.code
    )


def _of(camera: Camera, words: str) -> Known:
    return Known(camera.code, f"{camera.place} {camera.name}", words, camera_id=camera.pk)


def _silent(cameras: Iterable[Camera], now: dt.datetime) -> list[Camera]:
    """Return the cameras of which a fresh scan found no new footage."""
    today = local_date(now)
    return [each.camera for each in camera_days(list(cameras), today, today) if _is_silent(each, now)]


def _is_silent(days: CameraDays, now: dt.datetime) -> bool:
    scanned_at = days.source.scanned_at if days.source and not days.source.problem else None
    if scanned_at is None or not now - SCAN_IS_FRESH_FOR <= scanned_at <= now:
        return False
    cell = days.cells[-1]
    local = scanned_at.astimezone(TAIPEI)
    last = cell.gaps[-1] if cell.gaps else None
    runs_on = last is not None and last.minutes >= SILENT_MINUTES and last.end >= local.hour * 60 + local.minute
    return cell.state is DayState.MISSING or runs_on


def handovers_for(user: User, now: dt.datetime) -> list[DailyCheck]:
    """Return what was handed over and nobody has taken note of yet; one's own only when one's turn is over."""
    waiting = DailyCheck.objects.filter(seen_at=None).exclude(handover="").select_related("shift", "entered_by")
    return [
        check
        for check in waiting.order_by("entered_at")
        if check.entered_by_id != user.pk or rules.Turn(check.shift.terms, check.day).ends_at <= now
    ]

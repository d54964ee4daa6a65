"""How long each recorder keeps footage, from the newest hand checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, FilteredRelation, Max, Min, OuterRef, Q, Subquery

from accounts.once import once
from cameras.models import Camera, Recorder
from cameras.selectors import is_in_use, recorders_in_use
from ledger.witnesses import RowWitness
from printing.rules import local_date
from retention import rules
from retention.models import FolderCamera, FootageSource, HandCheck
from retention.rules import FootageDay, Seen, kept_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import SchoolPlan

HAND_CHECKS = RowWitness(
    HandCheck.objects.select_related("recorder"), subject=lambda check: f"主機 {check.recorder.code}（查核 {check.pk}）"
)


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


class _Looked(NamedTuple):
    """A recorder, what was seen last when somebody looked at it, and whether it writes into a folder that is scanned.

    Of its cameras the longest minimum one of them has of its own, and since when there are any.
    """

    recorder: Recorder
    check: HandCheck | None
    is_scanned: bool
    longest: int | None
    since: dt.date | None


@once
def _looked_at() -> list[_Looked]:
    """Return every recorder by its code and its newest hand check, in one query: a look into the index each."""
    of_recorder = HandCheck.objects.filter(recorder=OuterRef("pk")).order_by("-checked_at", "-pk")
    folders = FootageSource.objects.filter(retired_on=None, recorder=OuterRef("pk"))
    is_newest = Q(hand_checks__pk=Subquery(of_recorder.values("pk")[:1]))
    cameras = Camera.objects.filter(recorder=OuterRef("pk")).order_by().values("recorder")
    rows = Recorder.objects.annotate(
        newest=FilteredRelation("hand_checks", condition=is_newest),
        scanned=Exists(folders),
        longest=Subquery(cameras.filter(retired_on=None).annotate(found=Max("minimum_days")).values("found")),
        since=Subquery(cameras.annotate(found=Min("installed_on")).values("found")),
    )
    rows = rows.select_related("newest").order_by("code")  # type: ignore[misc]  # the stubs know no FilteredRelation
    return [_Looked(row, getattr(row, "newest", None), row.scanned, row.longest, row.since) for row in rows]


def newest_checks() -> Mapping[int, HandCheck]:
    """Return the newest hand check of every recorder that has one, by the recorder's key, in one query."""
    return {one.recorder.pk: one.check for one in _looked_at() if one.check}


def footage_days(now: dt.datetime, plan_minimum_days: int) -> list[FootageDay]:
    """Return the local days that a recorder in use still has, newest first, from the newest hand checks and scans; three queries.

    Empty only while the school has no recorder in use.
    """
    today, seen = local_date(now), seen_of_recorders()
    return rules.footage_days([seen.get(each.pk) for each in recorders_in_use(today)], today, plan_minimum_days)


def seen_of_recorders() -> dict[int, Seen]:
    """Return what was seen last of how long each recorder keeps footage: by a scan of its folder, else by hand; two queries."""
    by_hand = {
        recorder: Seen(local_date(check.checked_at), check.earliest_day) for recorder, check in newest_checks().items()
    }
    return by_hand | _newest_scans()


def _newest_scans() -> dict[int, Seen]:
    """Return what the last scan saw of each recorder that writes into a folder: its earliest day."""
    folders = FolderCamera.objects.filter(source__retired_on=None).exclude(earliest_day=None)
    rows = folders.values("source__recorder", "source__scanned_at").annotate(earliest=Min("earliest_day"))
    return {
        row["source__recorder"]: Seen(local_date(row["source__scanned_at"]), row["earliest"])
        for row in rows
        if row["source__recorder"] and row["source__scanned_at"]
    }


def seen_by(check: HandCheck | None) -> Seen | None:
    """Return what a hand check saw, as the rules want it."""
    return Seen(local_date(check.checked_at), check.earliest_day) if check else None


def standings(plan: SchoolPlan, day: dt.date) -> list[RecorderStanding]:
    """Return how every recorder in use that has no folder here stands against the minimum (肆、三).

    What a folder holds is scanned; nobody needs to look at such a recorder every week.
    """
    by_hand = [one for one in _looked_at() if not one.is_scanned and is_in_use(one.recorder, day)]
    return [_standing(one, plan) for one in by_hand]


def _standing(one: _Looked, plan: SchoolPlan) -> RecorderStanding:
    minimum = max(plan.minimum_days, one.longest or 0)
    age = (local_date(one.check.checked_at) - one.since).days if one.check and one.since else minimum
    return RecorderStanding(one.recorder, one.check, minimum, max(min(minimum, age), 0))

"""備份工作: what still owes a school copy, and until when it can be made (rulings 12, 13)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Window

from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from retention.models import BackupTask
from retention.rules import first_loss
from retention.selectors.scans import coverage_of, days_between
from retention.selectors.standing import seen_of_recorders

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from cameras.models import Camera
    from retention.models import Hold
    from retention.rules import Loss
    from retention.selectors.scans import Coverage

MEASURED = ("due_at", "is_estimate", "too_late_at")
"""Columns that follow the hand checks and the clock; they are no act, so no entry witnesses them."""
NAMED = 3


def backup_facts(task: BackupTask) -> dict[str, object]:
    """Return what people did about a 備份工作."""
    return row_facts(task, without=MEASURED)


BACKUPS = RowWitness(
    BackupTask.objects.all(), subject=lambda task: f"留存 {task.hold_id}（備份工作 {task.pk}）", facts=backup_facts
)


def open_backups() -> QuerySet[BackupTask]:
    """Return what still owes a copy, what is lost first on top."""
    return BackupTask.objects.filter(closed_at=None).select_related("hold").prefetch_related("hold__cameras")


def first_backups(most: int) -> tuple[Sequence[BackupTask], int]:
    """Return the `most` that are lost first of what still owes a copy, and how many there are in all: one query."""
    found = list(open_backups().annotate(in_all=Window(Count("pk")))[:most])
    return found, found[0].in_all if found else 0


IN_A_ROW = (
    "due_at", "is_estimate", "too_late_at", "outcome", "copy", "closed_at", "closed_by", "hold__starts_at", "hold__ends_at",
    "hold__kind", "hold__origin", "hold__reference", "hold__case_key", "hold__is_coded",
)  # fmt: skip
"""What a list of them draws, and what says who may know for which case."""


def backups_listed(closed: int) -> tuple[list[BackupTask], list[BackupTask]]:
    """Return what still owes a copy, what is lost first on top, and the `closed` that ended last: one query, an index each."""
    newest = BackupTask.objects.exclude(closed_at=None).order_by("-closed_at", "-pk")[:closed]
    rows = BackupTask.objects.select_related("hold").only(*IN_A_ROW).order_by()
    found = list(rows.filter(closed_at=None).union(rows.filter(pk__in=newest.values("pk")), all=True))
    found.sort(key=lambda task: (task.closed_at or task.due_at, task.pk))
    return [task for task in found if not task.closed_at], [task for task in found if task.closed_at][::-1]


def losses(holds: Iterable[Hold], now: dt.datetime) -> dict[int, Loss | None]:
    """Return by hold from when a recorder overwrites its footage: None where all of it lies in folders of our own.

    By the newest scan or hand check of each recorder, else the minimum of camera and plan, as an estimate. What a scan did
    not find in a folder of ours is not kept by it. Five queries.
    """
    found = list(holds)
    recorders, today = seen_of_recorders(), local_date(now)
    plan_days, coverage = _plan_days(today), _coverage_of(found)

    def keeps(hold: Hold) -> Iterator[tuple[int, bool]]:
        for camera in hold.cameras.all():
            is_there = coverage.has_footage(camera, hold.starts_at, hold.ends_at)
            if not coverage.is_ours(camera) or is_there is False:
                seen = recorders.get(camera.recorder_id)
                least = max(camera.minimum_days or 0, plan_days)
                yield (seen.days, seen.is_old(today)) if seen else (least, True)

    return {hold.pk: first_loss(hold.starts_at, keeps(hold)) for hold in found}


def _coverage_of(holds: Iterable[Hold]) -> Coverage:
    """Return what scans saw of the cameras of some holds on the days they keep."""
    wanted: dict[Camera, set[dt.date]] = defaultdict(set)
    for hold in holds:
        for camera in hold.cameras.all():
            wanted[camera].update(days_between(hold.starts_at, hold.ends_at))
    return coverage_of(wanted)


def _plan_days(today: dt.date) -> int:
    """The minimum of the plan; before set-up, that of the ministry's text."""
    try:
        return plan_on(today).minimum_days
    except SchoolPlan.DoesNotExist:
        return SchoolPlan().minimum_days


def cameras_in_words(hold: Hold) -> str:
    """Return the codes of a hold's cameras for a notice: three of them, and how many there are."""
    codes = sorted(camera.code for camera in hold.cameras.all())
    named = "、".join(codes[:NAMED])
    return f"{named} 等 {len(codes)} 支" if len(codes) > NAMED else named


def footage_in_words(hold: Hold) -> str:
    """Return for instance C01 的影像, or C01、C02、C03 等 8 支的影像: a space only after a code."""
    named = cameras_in_words(hold)
    return f"{named}的影像" if named.endswith("支") else f"{named} 的影像"

"""Kept footage over a period: what was found wanting, copied, destroyed, held by law (肆、三; 肆、四; 伍、三)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from printing.rules import start_of_day
from retention.choices import BackupOutcome, CopyMedium, CopyState, HoldKind, ListState
from retention.models import (
    BackupTask,
    CopyReading,
    Destruction,
    DestructionList,
    EvidenceCopy,
    Finding,
    FolderCamera,
    Hold,
)
from retention.rules import ONE_DAY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from django.db.models import QuerySet


def findings_during(start: dt.datetime, end: dt.datetime) -> Mapping[str, list[Finding]]:
    """Return by kind what stood as 未符合 at any time of [start, end), also what was put right since; one query."""
    stood = Q(closed_at=None) | Q(closed_at__gt=start)
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(stood, opened_at__lt=end).order_by("opened_at", "pk"):
        found[finding.kind].append(finding)
    return found


def copies_made(start: dt.datetime, end: dt.datetime) -> QuerySet[EvidenceCopy]:
    """Return the copies that became 已備份 within [start, end)."""
    return EvidenceCopy.objects.filter(finished_at__gte=start, finished_at__lt=end)


def copies_destroyed(start: dt.datetime, end: dt.datetime) -> QuerySet[EvidenceCopy]:
    """Return the copies destroyed within [start, end)."""
    return EvidenceCopy.objects.filter(state=CopyState.DESTROYED, destroyed_at__gte=start, destroyed_at__lt=end)


def readings_between(start: dt.datetime, end: dt.datetime) -> QuerySet[CopyReading]:
    """Return who played or downloaded a copy within [start, end)."""
    return CopyReading.objects.filter(opened_at__gte=start, opened_at__lt=end)


def first_copies(case_keys: Collection[UUID]) -> dict[UUID, dt.datetime]:
    """Return when the first copy of each case was 已備份, or destroyed since."""
    made = EvidenceCopy.objects.filter(hold__case_key__in=case_keys).exclude(finished_at=None)
    rows = made.values("hold__case_key").annotate(first=Min("finished_at")).order_by()
    return {row["hold__case_key"]: row["first"] for row in rows if row["hold__case_key"]}


def destructions_between(start: dt.datetime, end: dt.datetime) -> QuerySet[Destruction]:
    """Return the destructions of recordings planned within [start, end)."""
    return Destruction.objects.filter(planned_at__gte=start, planned_at__lt=end).select_related("source")


def lists_until(end: dt.datetime) -> QuerySet[DestructionList]:
    """Return the 銷毀清冊 written before `end` which the system carried out, and two people were to sign for afterwards."""
    waiting = [ListState.OWED, ListState.HALF, ListState.SIGNED]
    return DestructionList.objects.filter(opened_at__lt=end, countersign_by__isnull=False, state__in=waiting)


def legal_holds_during(start: dt.datetime, end: dt.datetime) -> QuerySet[Hold]:
    """Return the 法定留存 in force at any time of [start, end)."""
    stood = Q(released_at=None) | Q(released_at__gte=start)
    return Hold.objects.filter(stood, kind=HoldKind.LEGAL, placed_at__lt=end).prefetch_related("cameras")


def first_covered_day() -> dt.date | None:
    """Return the earliest day of which any folder of recordings in use holds anything; None without such a folder."""
    folders = FolderCamera.objects.filter(source__retired_on=None).exclude(camera=None)
    day: dt.date | None = folders.aggregate(day=Min("earliest_day"))["day"]
    return day


def young_when_destroyed(destruction: Destruction, minimum_days: int) -> bool:
    """Say whether a destruction took a recording that was younger than the minimum when it was planned (肆、三)."""
    return destruction.destroyed_files > 0 and destruction.last_at > destruction.planned_at - minimum_days * ONE_DAY


def is_countersigned_late(row: DestructionList, day: dt.date) -> bool:
    """Say whether the second signature was missing after its time, as things stood on the evening of `day`."""
    if row.countersign_by is None or row.countersign_by >= day:
        return False
    signed_in_time = row.witness_at is not None and row.witness_at < start_of_day(row.countersign_by + ONE_DAY)
    return not signed_in_time


def settled_backups(case_keys: Collection[UUID]) -> set[UUID]:
    """Return the cases of which a 備份工作 ended: its copy was made elsewhere, or a reason is recorded why there is none."""
    done = BackupTask.objects.filter(hold__case_key__in=case_keys).exclude(closed_at=None)
    keys = done.exclude(outcome=BackupOutcome.OURS).values_list("hold__case_key", flat=True)
    return {key for key in keys if key}


def copies_in_numbers(start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """Return how many copies are kept now as files and as media, and how many [start, end) made and destroyed; one query."""
    kept = Q(state=CopyState.FINISHED)
    within = {"gte": start, "lt": end}
    return EvidenceCopy.objects.aggregate(
        files=Count("pk", filter=kept & Q(medium=CopyMedium.FILE)),
        media=Count("pk", filter=kept & Q(medium=CopyMedium.MEDIUM)),
        made=Count("pk", filter=Q(**{f"finished_at__{name}": at for name, at in within.items()})),
        destroyed=Count("pk", filter=Q(**{f"destroyed_at__{name}": at for name, at in within.items()})),
    )

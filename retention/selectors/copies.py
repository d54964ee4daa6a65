"""The school's copies (留存檔): which there are, what they cover, what a case still owes (伍、三; rulings 12, 13)."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Prefetch, Q, Sum, Value, When

from accounts.once import once
from cameras.models import Camera
from cameras.rules import Period, covers
from cameras.selectors import keys_of_lines, replacement_lines
from ledger.witnesses import RowWitness, row_facts
from retention.choices import INCOMPLETE, BackupOutcome, CopyKind, CopyState
from retention.models import BackupTask, CopyReading, EvidenceCopy, FolderCamera, Hold
from retention.selectors.holds import legal_holds

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

NO_ACT = ("identity", "checked_at", "not_before")
"""Columns that are secret, or follow a duty; no entry witnesses them."""
AS_OPENED = (
    "id", "number", "key", "hold_id", "medium", "kind", "original_id", "way", "starts_at", "ends_at", "made_by",
    "made_account", "opened_at", "due_on",
)  # fmt: skip
"""What was said when a copy began. The rest changes by itself while bytes come in, and is witnessed from the finish on."""


def copy_facts(copy: EvidenceCopy) -> dict[str, object]:
    """Return what people and the finishing job said of a copy, and the codes of its cameras."""
    facts = row_facts(copy, without=NO_ACT)
    if copy.state in INCOMPLETE:
        return {name: facts[name] for name in AS_OPENED}
    return facts | {"cameras": sorted(camera.code for camera in copy.cameras.all())}


def reading_facts(reading: CopyReading) -> dict[str, object]:
    """Return who opened a copy and why; how far he read is no act."""
    return row_facts(reading, without=("last_at",))


COPIES = RowWitness(EvidenceCopy.objects.prefetch_related("cameras"), subject=str, facts=copy_facts)
READINGS = RowWitness(
    CopyReading.objects.select_related("copy"),
    subject=lambda reading: f"{reading.copy}（閱覽 {reading.pk}）",
    facts=reading_facts,
)


def copies() -> QuerySet[EvidenceCopy]:
    """Return every copy with what a list shows, the newest first."""
    cameras = Prefetch("cameras", Camera.objects.select_related("place"))
    return EvidenceCopy.objects.select_related("hold", "recorder", "original").prefetch_related(cameras)


def copies_of_case(case_key: uuid.UUID) -> QuerySet[EvidenceCopy]:
    """Return the copies made for a case, but those given up, the newest first."""
    return copies().filter(hold__case_key=case_key).exclude(state=CopyState.ABANDONED)


class BookCopy(NamedTuple):
    """As much of a copy as a register says: its number, until when it is kept, when it was destroyed."""

    number: str
    due_on: dt.date
    destroyed_at: dt.datetime | None


def copies_by_case(case_keys: Collection[uuid.UUID]) -> dict[uuid.UUID | None, list[BookCopy]]:
    """Return the copies made for each case by the case's key, the oldest first, but those given up; one query."""
    rows = EvidenceCopy.objects.filter(hold__case_key__in=case_keys).exclude(state=CopyState.ABANDONED).order_by("pk")
    found: dict[uuid.UUID | None, list[BookCopy]] = defaultdict(list)
    for key, *said in rows.values_list("hold__case_key", *BookCopy._fields):
        found[key].append(BookCopy(*said))
    return found


def cases_with_copies(case_keys: Collection[uuid.UUID]) -> set[uuid.UUID | None]:
    """Return those of some cases, by their keys, of which a copy was neither given up nor destroyed."""
    left = EvidenceCopy.objects.exclude(state__in=[CopyState.ABANDONED, CopyState.DESTROYED])
    return set(left.filter(hold__case_key__in=case_keys).order_by().values_list("hold__case_key", flat=True))


def copies_left(case_key: uuid.UUID) -> int:
    """Return how many copies of a case are not destroyed yet: so long its personal data stays (ruling 17)."""
    return copies_of_case(case_key).exclude(state=CopyState.DESTROYED).count()


class Kept(NamedTuple):
    """The half-open period of a camera's footage that a finished copy keeps."""

    copy: int
    number: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def copies_that_keep(
    cameras: Collection[int], *periods: tuple[dt.datetime, dt.datetime]
) -> QuerySet[EvidenceCopy.cameras.through]:  # type: ignore[name-defined]
    """Return which finished copies keep anything of what `cameras` recorded within half-open `periods`, a row a camera.

    A masked copy keeps nothing that its original does not; a damaged one keeps nothing for sure.
    """
    within = [Q(evidencecopy__starts_at__lt=end, evidencecopy__ends_at__gt=start) for start, end in periods]
    return EvidenceCopy.cameras.through.objects.filter(
        functools.reduce(operator.or_, within),
        camera__in=cameras,
        evidencecopy__state=CopyState.FINISHED,
        evidencecopy__kind=CopyKind.ORIGINAL,
        evidencecopy__damaged_at=None,
    )


def backed_up(cameras: Collection[int], start: dt.datetime, end: dt.datetime) -> dict[int, list[Kept]]:
    """Return by the key of a camera what finished copies keep of what it recorded within [start, end), the oldest first."""
    columns = ("evidencecopy", "evidencecopy__number", "evidencecopy__starts_at", "evidencecopy__ends_at")
    found: dict[int, list[Kept]] = defaultdict(list)
    for camera, *kept in (
        copies_that_keep(cameras, (start, end)).order_by("evidencecopy").values_list("camera", *columns)
    ):
        found[camera].append(Kept(*kept))
    return found


def covering(copies: Iterable[Kept], start: dt.datetime, end: dt.datetime) -> list[Kept]:
    """Return those of one camera's copies that together keep the whole of [start, end); none when they do not."""
    within = [copy for copy in copies if copy.starts_at < end and copy.ends_at > start]
    return within if covers([Period(copy.starts_at, copy.ends_at) for copy in within], start, end) else []


@once
def not_backed_up(hold: Hold) -> list[Camera]:
    """Return the cameras of a hold of which no copies keep the whole period."""
    cameras = list(hold.cameras.all())
    made = backed_up([camera.pk for camera in cameras], hold.starts_at, hold.ends_at)
    return [one for one in cameras if not covering(made.get(one.pk, ()), hold.starts_at, hold.ends_at)]


@once
def copy_debt(case_key: uuid.UUID) -> list[str]:
    """Return what copies a case still owes, in words; empty when all are made or a reason is recorded (ruling 13).

    A hold whose footage only we delete has no 備份工作, because nothing is urgent; a copy it owes all the same.
    """
    holds = Hold.objects.filter(case_key=case_key, released_at=None).prefetch_related("cameras").order_by("pk")
    tasks = {task.hold_id: task for task in BackupTask.objects.filter(hold__in=holds)}
    return [said for hold in holds if (said := _owed(hold, tasks))]


def _owed(hold: Hold, tasks: Mapping[int, BackupTask]) -> str:
    task = tasks.get(hold.pk)
    if task and task.closed_at and task.outcome != BackupOutcome.OURS:
        return ""
    codes = "、".join(sorted(camera.code for camera in not_backed_up(hold)))
    if codes:
        return f"{codes} 的影像尚未製作留存檔"
    return "備份工作尚未結束" if task and task.closed_at is None else ""


def lies_in_folders(cameras: Collection[Camera]) -> bool:
    """Say whether any of `cameras`, or what hung there before it, has a folder of recordings a job can copy from."""
    keys = keys_of_lines(cameras, replacement_lines())
    return FolderCamera.objects.filter(camera__in=keys, source__retired_on=None).exists()


def may_be_given_up(copy: EvidenceCopy) -> bool:
    """Say whether a copy on its way is not whole yet, or is and cannot be read (its problem says why)."""
    is_unread = copy.state == CopyState.FINISHING and copy.problem != ""
    return is_unread or copy.state in {CopyState.WAITING, CopyState.RECEIVING}


def copies_on_their_way() -> QuerySet[EvidenceCopy]:
    """Return the copies being taken in or verified, the oldest first."""
    return copies().filter(state__in=INCOMPLETE).order_by("opened_at", "pk")


def bytes_still_to_come(but: int | None = None) -> int:
    """Return how many bytes other copies on their way were promised room for."""
    waiting = EvidenceCopy.objects.filter(state__in=INCOMPLETE)
    waiting = waiting.exclude(pk=but) if but else waiting
    promised: int = waiting.aggregate(total=Sum("declared_size"))["total"] or 0
    taken: int = waiting.aggregate(total=Sum("parts__size"))["total"] or 0
    return max(promised - taken, 0)


def legal_holds_on(copy: EvidenceCopy) -> list[Hold]:
    """Return the 法定留存 in force that keep any of what a copy shows: only they pass the year (ruling 14).

    A hold on what hung there before or after a camera keeps its copies, as it keeps its folders.
    """
    cameras = keys_of_lines(copy.cameras.all(), replacement_lines())
    overlapping = Q(starts_at__lt=copy.ends_at, ends_at__gt=copy.starts_at, cameras__in=cameras) | Q(pk=copy.hold_id)
    return list(legal_holds().filter(overlapping).distinct())


def copies_found(text: str, most: int) -> list[EvidenceCopy]:
    """Return the first `most` copies whose number contains `text`, newest first: what each is of is for few to know."""
    is_it = Case(When(number__iexact=text, then=Value(0)), default=Value(1))
    return list(copies().filter(number__icontains=text).order_by(is_it, "-opened_at", "-pk")[:most])

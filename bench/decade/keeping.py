"""What retention keeps of the cases: holds, 備份工作, copies until their end, the lists by which they went, reminders."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ledger.choices import Verb
from printing.rules import local_date, long_moment, roc_year
from requests.choices import Need, Status
from retention.choices import (
    BackupOutcome,
    CopyMedium,
    CopyState,
    CopyWay,
    DestructionMethod,
    HoldKind,
    ListKind,
    ListState,
    MediumKind,
    ReminderKind,
)
from retention.models import (
    BackupTask,
    CopyNumber,
    DestructionItem,
    DestructionList,
    EvidenceCopy,
    Hold,
    Reminder,
)
from retention.rules import anniversary
from work.models import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.decade.cases import Told
    from bench.decade.world import World

BATCH = 2_000
WITH_A_COPY = 0.8
HANDLER, SUPERVISOR = "事務組長 游承堃", "總務主任 方瑀彤"


def keep(world: World, told: Sequence[Told]) -> None:
    """Write what is kept of every case, and tell the ledger."""
    counts = Counter({one.roc_year: one.last for one in CopyNumber.objects.all()})
    going: dict[dt.date, list[EvidenceCopy]] = defaultdict(list)
    for start in range(0, len(told), BATCH):
        batch = told[start : start + BATCH]
        holds = dict(zip((one.row.pk for one in batch), _holds(world, batch), strict=True))
        made = _copies(world, batch, holds, counts)
        _backups(world, batch, holds, made)
        _remind(batch, holds)
        _notices(world, batch)
        for copy in made.values():
            if copy.state == CopyState.DESTROYED:
                going[copy.due_on - dt.timedelta(days=copy.due_on.weekday())].append(copy)
    CopyNumber.objects.all().delete()
    CopyNumber.objects.bulk_create(CopyNumber(roc_year=year, last=last) for year, last in counts.items())
    for found in going.values():
        _list(world, found)


def _needed_until(one: Told) -> dt.datetime | None:
    """Ruling 14, in short: to the end of the case; 45 days after a refusal, 14 after 撤回."""
    if one.over is None:
        return None
    days = {Status.REFUSED: 45, Status.PARTLY_APPROVED: 45, Status.WITHDRAWN: 14}.get(one.end, 1)
    return one.over + dt.timedelta(days=days)


def _holds(world: World, told: Sequence[Told]) -> list[Hold]:
    rows = []
    for one in told:
        ends = _needed_until(one)
        is_over = ends is not None and ends < world.now
        assert one.row.starts_at
        assert one.row.ends_at
        rows.append(
            Hold(
                kind=HoldKind.TEMPORARY, starts_at=one.row.starts_at, ends_at=one.row.ends_at, reason="調閱申請送出",
                reference="" if one.row.is_restricted else str(one.row.number), is_coded=one.row.is_restricted,
                case_key=one.row.draft_key, placed_by=HANDLER if one.erased else world.actor(one.account).name,
                placed_at=one.sent, released_at=ends if is_over else None, released_by="系統" if is_over else "",
                release_reason="案件已結束，留存檔已製作，救濟期間已滿（計畫伍、三）" if is_over else "",
            )
        )  # fmt: skip
    holds = Hold.objects.bulk_create(rows)
    link = Hold.cameras.through
    link.objects.bulk_create(
        link(hold_id=hold.pk, camera_id=camera) for one, hold in zip(told, holds, strict=True) for camera in one.cameras
    )
    for one, hold in zip(told, holds, strict=True):
        words = {"cameras": f"{len(one.cameras)} 支（{hold.reference}）", "reason": hold.reason}
        world.did(one.sent, Verb.HOLD_PLACED, one.account, f"留存 {hold.pk}", **words)
        if hold.released_at:
            world.did(hold.released_at, Verb.HOLD_RELEASED, "", f"留存 {hold.pk}", reason=hold.release_reason)
    return holds


def _copies(
    world: World, told: Sequence[Told], holds: dict[int, Hold], counts: Counter[int]
) -> dict[int, EvidenceCopy]:
    wanted = [one for one in told if one.viewed and world.chance.random() < WITH_A_COPY]
    rows = [_copy(world, one, holds[one.row.pk], counts) for one in wanted]
    EvidenceCopy.objects.bulk_create(rows)
    link = EvidenceCopy.cameras.through
    link.objects.bulk_create(
        link(evidencecopy_id=copy.pk, camera_id=camera)
        for one, copy in zip(wanted, rows, strict=True)
        for camera in one.cameras
    )
    return dict(zip((one.row.pk for one in wanted), rows, strict=True))


def _copy(world: World, one: Told, hold: Hold, counts: Counter[int]) -> EvidenceCopy:
    """A labelled medium while it stands: of a file the duty would read bytes again that were never there."""
    assert one.viewed
    made, due = one.viewed - dt.timedelta(hours=2), anniversary(local_date(hold.starts_at), 1)
    year = roc_year(made.date())
    counts[year] += 1
    is_gone = due < local_date(world.now)
    copy = EvidenceCopy(
        number=f"E{year}-{counts[year]:04d}", key=world.key(), hold=hold, starts_at=hold.starts_at, ends_at=hold.ends_at,
        made_by=HANDLER, made_account="handler", opened_at=made, finished_at=made, due_on=due,
        state=CopyState.DESTROYED if is_gone else CopyState.FINISHED,
        destroyed_at=dt.datetime.combine(due, dt.time(2, 30), world.now.tzinfo) if is_gone else None,
    )  # fmt: skip
    if is_gone:
        size = world.chance.randint(10**7, 10**9)
        copy.medium, copy.way, copy.content_type = CopyMedium.FILE, CopyWay.UPLOAD, "video/mp4"
        copy.size = copy.declared_size = size
        copy.original_name, copy.sha256 = "C01.mp4", hashlib.sha256(str(size).encode()).hexdigest()
    else:
        copy.medium, copy.way = CopyMedium.MEDIUM, CopyWay.SAFE
        copy.medium_kind, copy.medium_serial, copy.kept_at = MediumKind.USB, f"總務-{copy.number}", "總務處保險櫃"
    what = f"製作人 {HANDLER}，{copy.size} 位元組"
    world.did(made, Verb.COPY_MADE, "handler", str(copy), what=what)
    return copy


def _backups(world: World, told: Sequence[Told], holds: dict[int, Hold], made: dict[int, EvidenceCopy]) -> None:
    rows = []
    for one in told:
        hold, copy = holds[one.row.pk], made.get(one.row.pk)
        due = hold.starts_at + dt.timedelta(days=14)
        task = BackupTask(hold=hold, opened_at=one.sent, due_at=due, is_estimate=False)
        if copy:
            task.outcome, task.copy, task.closed_at = BackupOutcome.COPIED, copy.number, copy.finished_at
        elif one.over:
            task.outcome, task.reason, task.closed_at = BackupOutcome.OVERWRITTEN, "結案時登錄", one.over
        task.closed_by = HANDLER if task.closed_at else ""
        rows.append(task)
    for one, task in zip(told, BackupTask.objects.bulk_create(rows), strict=True):
        subject = f"留存 {task.hold_id}（備份工作 {task.pk}）"
        world.did(one.sent, Verb.BACKUP_OPENED, one.account, subject, due=long_moment(task.due_at))
        if task.closed_at:
            world.did(task.closed_at, Verb.BACKUP_CLOSED, "handler", subject, word=BackupOutcome(task.outcome).label)


def _remind(told: Sequence[Told], holds: dict[int, Hold]) -> None:
    Reminder.objects.bulk_create(
        Reminder(hold=holds[one.row.pk], kind=ReminderKind.BACKUP_DAILY, day=local_date(at), sent_at=at)
        for one in told
        if (at := one.sent + dt.timedelta(days=3)) and one.viewed
    )


def _notices(world: World, told: Sequence[Told]) -> None:
    """What the chain and the applicant were told: read long ago, but for the last days'."""
    rows = []
    for one in told:
        people = ("handler", "supervisor", "principal")[: len(one.acts) + 1]
        moments = (one.sent, *one.acts)
        told_of = [*zip(people, moments, strict=False)]
        if one.need in (Need.OWN, Need.DUTY):
            told_of += [(one.user.username, at) for at in one.acts[-1:]]
        for account, at in told_of:
            is_old = at < world.now - dt.timedelta(days=3)
            rows.append(
                Notice(
                    recipient=world.crew[account], text=f"請審核調閱申請 {one.row.number}", subject=str(one.row),
                    url=f"/requests/{one.row.number}/", created_at=at, mailed_at=at, read_at=at if is_old else None,
                )
            )  # fmt: skip
    Notice.objects.bulk_create(rows)


def _list(world: World, found: Sequence[EvidenceCopy]) -> None:
    """One 銷毀清冊 a week of what came due in it, signed by two."""
    at = min(one.destroyed_at for one in found if one.destroyed_at) - dt.timedelta(days=3)
    row = DestructionList.objects.create(
        kind=ListKind.DUE, state=ListState.SIGNED, opened_at=at, executor=HANDLER, executor_account="handler",
        executor_at=at, witness=SUPERVISOR, witness_account="supervisor", witness_at=at + dt.timedelta(hours=3),
    )  # fmt: skip
    DestructionItem.objects.bulk_create(
        DestructionItem(
            list=row, copy=copy, method=DestructionMethod.KEY, started_at=copy.destroyed_at,
            destroyed_at=copy.destroyed_at, ended_at=copy.destroyed_at,
        )
        for copy in found
    )  # fmt: skip
    numbers = "、".join(copy.number for copy in found[:20])
    world.did(at, Verb.COPY_LIST_OPENED, "handler", str(row), kind="屆期銷毀", copies=numbers)
    world.did(at + dt.timedelta(hours=3), Verb.COPY_LIST_SIGNED, "supervisor", str(row))
    for copy in found:
        assert copy.destroyed_at
        words = {"ground": f"屆期銷毀，{row}", "method": "銷毀金鑰並刪除加密檔", "people": HANDLER}
        world.did(copy.destroyed_at, Verb.COPY_DESTROYED, "", str(copy), **words)

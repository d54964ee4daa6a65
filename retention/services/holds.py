"""Holds on footage. Whoever needs footage kept asks here; destruction asks one table one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention.choices import HoldKind, HoldOrigin
from retention.models import Hold
from retention.selectors import HOLDS, lies_in_folders
from retention.services.backups import open_backup, record_opened
from retention.services.copies.opening import record_started, write_folder_copy
from retention.services.locks import lock_against_destruction
from retention.services.people import HoldError
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Iterable

    from cameras.models import Camera
    from ledger.services import Actor
    from retention.models import BackupTask


CODED = "限制案"


@transaction.atomic
def place_hold(
    *,
    cameras: Iterable[Camera],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    reference: str,
    actor: Actor,
    now: dt.datetime,
    case_key: uuid.UUID | None = None,
) -> Hold:
    """Place a 暫時留存 on the half-open period of `cameras`, open its 備份工作 and record both (rulings 12, 14).

    `reference` is the number of the case it is for; without one it is for a 限制案. `case_key` is the key by which the
    room above knows the case, also when nobody may read its number here.
    """
    columns = {"starts_at": starts_at, "ends_at": ends_at, "reason": reason, "reference": reference}
    hold, backup = write_hold(cameras, actor, now, case_key=case_key, **columns)
    record_placed(hold, backup, actor, now)
    return hold


@transaction.atomic
def place_from_shell(
    *,
    cameras: Collection[Camera],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> Hold:
    """Place a 暫時留存 for no case, as the operator of the shell. Raises HoldError."""
    if not reason.strip():
        raise HoldError("請填寫事由。", field="reason")
    if ends_at <= starts_at:
        raise HoldError("迄必須晚於起。", field="ends_at")
    columns = {"starts_at": starts_at, "ends_at": ends_at, "reason": reason.strip(), "origin": HoldOrigin.SHELL}
    hold, backup = write_hold(cameras, actor, now, **columns)
    record_placed(hold, backup, actor, now)
    return hold


def write_hold(
    cameras: Iterable[Camera], actor: Actor, now: dt.datetime, **columns: Any
) -> tuple[Hold, BackupTask | None]:
    """Write a 暫時留存 and what it owes, inside the caller's transaction; `record_placed` comes last.

    Takes the lock that destruction takes: a folder being emptied finishes its step first, and asks again after it.
    """
    lock_against_destruction()
    hold = Hold.objects.create(kind=HoldKind.TEMPORARY, placed_by=actor.name, placed_at=now, **columns)
    hold.cameras.set(cameras)
    ring("retention.tasks.check_footage")
    return hold, open_backup(hold, now)


def record_placed(hold: Hold, backup: BackupTask | None, actor: Actor, now: dt.datetime) -> None:
    """Append that a hold was placed and which 備份工作 it opened; from a folder source the copy begins by itself."""
    in_folders = backup is not None and lies_in_folders(hold.cameras.all())
    copy = write_folder_copy(hold, ledger.SYSTEM, now) if in_folders else None
    codes = "、".join(hold.cameras.values_list("code", flat=True))
    words = {"cameras": f"{codes}（{hold.reference}）" if hold.reference else codes, "reason": hold.reason}
    ledger.append(verb=Verb.HOLD_PLACED, actor=actor, detail=words, now=now, **HOLDS.said(hold))
    if backup:
        record_opened(backup, actor, now)
    if copy:
        record_started(copy, ledger.SYSTEM, now)


@transaction.atomic
def code_hold(*, reference: str, actor: Actor, now: dt.datetime) -> int:
    """Take the case `reference`, which became a 限制案, out of what its holds say; return how many there were.

    What is kept stays kept; released holds are coded, too. Where free text names the case, 「限制案」 stands instead.
    The entries of before say what they said: who may not know the case does not read them. Raises ValueError for an
    empty reference, which is that of every hold coded before.
    """
    if not reference:
        raise ValueError("請指定案號。")
    holds = list(Hold.objects.select_for_update(no_key=True).filter(reference=reference).order_by("pk"))
    free_text = ("reason", "confirm_note", "release_reason")
    for hold in holds:
        hold.reference, hold.is_coded = "", True
        for name in free_text:
            setattr(hold, name, getattr(hold, name).replace(reference, CODED))
        hold.save(update_fields=["reference", "is_coded", *free_text])
    for hold in holds:
        ledger.append(verb=Verb.HOLD_CODED, actor=actor, now=now, **HOLDS.said(hold))
    return len(holds)


@transaction.atomic
def release_hold(*, hold_id: int, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    """End a hold with a reason and record it; one that is released, or waits for 校長, stays as it is.

    Asks nobody who may: the system calls it at the year, and ruling 14's own ending (case closed, its copy made, the
    appeal period over) will, once there are copies. People release by `release_by_hand` and by a decided proposal.
    """
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.released_at is None and not hold.proposals.filter(decided_at=None).exists():
        write_release(hold, reason, actor, now)
        ledger.append(verb=Verb.HOLD_RELEASED, actor=actor, detail={"reason": reason}, now=now, **HOLDS.said(hold))
    return hold


def write_release(hold: Hold, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Write that a locked hold has ended."""
    hold.released_at, hold.released_by, hold.release_reason = now, actor.name, reason
    hold.save(update_fields=["released_at", "released_by", "release_reason"])

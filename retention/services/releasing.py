"""Ending a 暫時留存 by hand: an act with a reason, refused while a case still needs the footage (ruling 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention import policies
from retention.choices import BackupOutcome, HoldKind, HoldOrigin, ReleaseGround
from retention.models import BackupTask, Hold
from retention.selectors import HOLDS
from retention.services.alarms import keep_no_copy, keep_unconfirmed
from retention.services.backups import record_closed, write_closed
from retention.services.holds import write_release
from retention.services.people import HoldError, as_actor

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.services import Actor


class StillNeeded(HoldError):
    """A case still needs the footage."""


@transaction.atomic
def release_by_hand(*, hold_id: int, ground: ReleaseGround, reason: str, user: User, now: dt.datetime) -> Hold:
    """End a 暫時留存 as 承辦人 or 處室主管. Raises HoldError, StillNeeded, NotYourHold.

    What else holds the same footage goes on holding it.
    """
    hold = _in_force(hold_id)
    by = policies.require(policies.makes_copies(user, hold, now), policies.COPY_MAKERS, "解除暫時留存")
    return _release(hold, ground, reason.strip(), as_actor(by, now), now)


@transaction.atomic
def release_from_shell(*, hold_id: int, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    """End a 暫時留存 as the operator of the shell. Raises HoldError, StillNeeded; Hold.DoesNotExist."""
    return _release(_in_force(hold_id), ReleaseGround.NOT_NEEDED, reason.strip(), actor, now)


def _in_force(hold_id: int) -> Hold:
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.released_at:
        raise HoldError("這件留存已經解除。")
    if hold.kind == HoldKind.LEGAL:
        raise HoldError("法定留存由處室主管提出解除、校長核定，不能直接解除。")
    if hold.proposals.filter(decided_at=None).exists():
        raise HoldError("這件留存的提案尚待校長核定，決定前不能解除。")
    return hold


def _release(hold: Hold, ground: ReleaseGround, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    if not reason:
        raise HoldError("請填寫解除事由。", field="reason")
    _require_free(hold, ground, now)
    words = f"{ReleaseGround(ground).label}：{reason}"
    write_release(hold, words, actor, now)
    task = BackupTask.objects.select_for_update(no_key=True).filter(hold=hold, closed_at=None).first()
    if task:
        write_closed(task, BackupOutcome.RELEASED, words[:200], actor, now)
    keep_no_copy(now)
    keep_unconfirmed(now)
    ledger.append(verb=Verb.HOLD_RELEASED, actor=actor, detail={"reason": words}, now=now, **HOLDS.said(hold))
    if task:
        record_closed(task, actor, now)
    return hold


def _require_free(hold: Hold, ground: ReleaseGround, now: dt.datetime) -> None:
    if ground == ReleaseGround.MISTAKE:
        if hold.origin != HoldOrigin.EMERGENCY:
            raise HoldError("「誤按」只用於緊急留存。", field="ground")
        return
    if is_of_a_hidden_case(hold):
        raise StillNeeded("這件留存屬於限制案，隨該案結束，不能逕行解除。")
    case = policies.case_of_hold(hold.reference, now) if hold.reference else None
    if case and case.needs_footage and ground != ReleaseGround.ELSEWHERE:
        raise StillNeeded(
            f"案 {hold.reference} 尚未結案或續留期間未滿，影像仍須留存；確已另案留存者，請選「他案已留存」並寫明。",
            field="ground",
        )


def is_of_a_hidden_case(hold: Hold) -> bool:
    """Say whether a 暫時留存 was placed for a case it does not name: a 限制案."""
    return hold.is_coded or (not hold.reference and not hold.origin and hold.kind == HoldKind.TEMPORARY)

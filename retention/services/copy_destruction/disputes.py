"""爭議註記: who sees one on a copy leaves it alone; only 處室主管 or 校長 takes it away (ruling 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention import policies
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.selectors import COPIES
from retention.services.copy_destruction.errors import ListError
from retention.services.people import as_actor

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def dispute_copy(*, copy_id: int, reason: str, user: User, now: dt.datetime) -> EvidenceCopy:
    """Mark that somebody disputes what a copy is about: it does not go, whoever signed. Raises ListError, NotYourHold."""
    copy = _locked(copy_id)
    by = policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "註記留存檔有爭議")
    if copy.disputed_at:
        raise ListError("這件留存檔已有爭議註記。")
    if not reason.strip():
        raise ListError("請填寫爭議事由。", field="reason")
    actor = as_actor(by, now)
    copy.disputed_at, copy.disputed_by, copy.dispute_reason = now, actor.name, reason.strip()
    copy.save(update_fields=["disputed_at", "disputed_by", "dispute_reason"])
    ledger.append(verb=Verb.COPY_DISPUTED, actor=actor, now=now, **COPIES.said(copy))
    return copy


@transaction.atomic
def settle_dispute(*, copy_id: int, reason: str, user: User, now: dt.datetime) -> EvidenceCopy:
    """Take the mark away; no party to the case does. Raises ListError, NotYourHold."""
    copy = _locked(copy_id)
    lifter = policies.lifts_disputes(user, now) if policies.may_open_copy(user, copy, now) else None
    by = policies.require(lifter, policies.LIFTER, "解除爭議註記")
    if copy.disputed_at is None:
        raise ListError("這件留存檔沒有爭議註記。")
    if not reason.strip():
        raise ListError("請填寫解除的理由。", field="reason")
    copy.disputed_at, copy.disputed_by, copy.dispute_reason = None, "", ""
    copy.save(update_fields=["disputed_at", "disputed_by", "dispute_reason"])
    words = {"reason": reason.strip()}
    ledger.append(verb=Verb.COPY_UNDISPUTED, actor=as_actor(by, now), detail=words, now=now, **COPIES.said(copy))
    return copy


def _locked(copy_id: int) -> EvidenceCopy:
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.state != CopyState.FINISHED:
        raise ListError(f"這件留存檔目前是「{copy.get_state_display()}」，不適用爭議註記。")
    return copy

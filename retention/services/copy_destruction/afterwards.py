"""What the system destroyed on its day without a signature: its list, and the two who sign for it afterwards (ruling 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention.choices import ListAction, ListKind, ListState
from retention.models import DestructionItem, DestructionList
from retention.rules import COUNTERSIGN_DAYS, ONE_DAY
from retention.selectors import LISTS
from retention.services.copy_destruction.carrying_out import BY_SYSTEM
from retention.services.copy_destruction.lists import (
    locked_list,
    record_opened,
    tell_witnesses,
    write_items,
    write_step,
)
from retention.services.people import as_actor, people_in
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from retention.models import EvidenceCopy


@transaction.atomic
def countersign_list(*, list_id: int, user: User, now: dt.datetime) -> DestructionList:
    """Sign afterwards for what the system destroyed on its day: first 執行人, then 監銷人 (ruling 15). Raises ListError, NotYourHold."""
    row, by = locked_list(list_id, ListAction.COUNTERSIGN, user, now)
    actor, is_first = as_actor(by, now), row.state == ListState.OWED
    part = "executor" if is_first else "witness"
    setattr(row, part, actor.name)
    setattr(row, f"{part}_account", user.username)
    setattr(row, f"{part}_at", now)
    write_step(row, ListAction.COUNTERSIGN, part, f"{part}_account", f"{part}_at")
    if is_first:
        tell_witnesses(row, "請以監銷人補簽", now)
    words = {"part": "執行人" if is_first else "監銷人"}
    ledger.append(verb=Verb.COPY_LIST_COUNTERSIGNED, actor=actor, detail=words, now=now, **LISTS.said(row))
    return row


@transaction.atomic
def open_system_list(found: Sequence[EvidenceCopy], now: dt.datetime) -> DestructionList:
    """Write the list of what goes by itself on its day; two people sign for it afterwards (ruling 15)."""
    row = DestructionList.objects.create(
        kind=ListKind.SYSTEM, state=ListState.OWED, reason=BY_SYSTEM, opened_at=now,
        countersign_by=local_date(now) + COUNTERSIGN_DAYS * ONE_DAY,
    )  # fmt: skip
    write_items(row, found)
    notify(
        recipients=people_in(Role.HANDLER, Role.SUPERVISOR, now=now),
        text=f"{row}：留存檔 {len(found)} 件屆期由系統執行，請於 {COUNTERSIGN_DAYS} 日內補簽",
        url=reverse("retention:copy-list", args=[row.pk]),
        subject=str(row),
        now=now,
    )
    record_opened(row, found, ledger.SYSTEM, now)
    return row


@transaction.atomic
def take_off(item_id: int, reason: str, now: dt.datetime) -> None:
    """Take a copy off a list nobody signed; one on which nothing is left, and by which nothing went, is over."""
    item = DestructionItem.objects.select_for_update(no_key=True, of=("self",)).select_related("copy").get(pk=item_id)
    item.ended_at, item.why_not = now, reason
    item.save(update_fields=["ended_at", "why_not"])
    row = DestructionList.objects.select_for_update(no_key=True).get(pk=item.list_id)
    if not row.items.filter(Q(ended_at=None) | ~Q(destroyed_at=None)).exists():
        row.ended_by, row.ended_at, row.end_reason = ledger.SYSTEM.name, now, reason
        write_step(row, ListAction.WITHDRAW, "ended_by", "ended_at", "end_reason")
    words = {"copy": item.copy.number, "reason": reason}
    ledger.append(
        verb=Verb.COPY_TAKEN_OFF, actor=ledger.SYSTEM, detail=words, now=now, **LISTS.said(row)
    )  # fmt: skip

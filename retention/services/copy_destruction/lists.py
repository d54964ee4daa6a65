"""銷毀清冊: written and signed by 執行人, signed by 監銷人, or sent back, or withdrawn; signed afterwards for the system's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from ledger import services as ledger
from ledger.choices import Verb
from retention import policies, transitions
from retention.choices import CopyMedium, DestructionMethod, ListAction, ListKind, ListState
from retention.models import DestructionItem, DestructionList, EvidenceCopy
from retention.selectors import LISTS, numbers
from retention.services.copy_destruction.choosing import WantedList, chosen, require_unchanged
from retention.services.copy_destruction.errors import ListError
from retention.services.people import as_actor, people_in
from work.services import notify, ring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from accounts.selectors import Signatory
    from ledger.services import Actor

DUTY = "retention.tasks.destroy_copies"
ONLY = {
    ListAction.SIGN: (policies.LIST_WITNESS, "以監銷人簽署銷毀清冊"),
    ListAction.RETURN: (policies.LIST_WITNESS, "退回銷毀清冊"),
    ListAction.WITHDRAW: ("造冊的執行人", "撤回銷毀清冊"),
    ListAction.COUNTERSIGN: ("承辦人及處室主管（執行人）、另一位處室主管或校長（監銷人）", "補簽銷毀清冊"),
}
NAMED = 20


@transaction.atomic
def open_list(*, wanted: WantedList, user: User, now: dt.datetime) -> DestructionList:
    """Write a list and sign it as 執行人; a 遮蔽版 goes with its original. Raises ListError, NotYourHold."""
    by = policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "造具銷毀清冊")
    found = chosen(wanted, user, now)
    if wanted.kind != ListKind.DUE and not wanted.reason.strip():
        raise ListError("請填寫事由。", field="reason")
    actor = as_actor(by, now)
    row = DestructionList.objects.create(
        kind=wanted.kind, state=ListState.PROPOSED, reason=wanted.reason.strip(), opened_at=now,
        executor=actor.name, executor_account=user.username, executor_at=now,
    )  # fmt: skip
    write_items(row, [one.copy for one in found])
    tell_witnesses(row, "請以監銷人簽署", now)
    record_opened(row, [one.copy for one in found], actor, now)
    return row


def write_items(row: DestructionList, found: Iterable[EvidenceCopy]) -> None:
    """Put copies on a list. Raises ListError when one stands on another by now."""
    items = [
        DestructionItem(
            list=row, copy=copy, method="" if copy.medium == CopyMedium.MEDIUM else DestructionMethod.KEY
        )
        for copy in found
    ]  # fmt: skip
    try:
        with transaction.atomic():
            DestructionItem.objects.bulk_create(items)
    except IntegrityError as error:
        raise ListError("所選的留存檔剛才已列入另一份銷毀清冊，請重新整理頁面。", field="copies") from error


def record_opened(row: DestructionList, found: Sequence[EvidenceCopy], actor: Actor, now: dt.datetime) -> None:
    """Append that a list was written, with what stands on it."""
    words = {"kind": row.get_kind_display(), "copies": numbers(found, NAMED)}
    ledger.append(verb=Verb.COPY_LIST_OPENED, actor=actor, detail=words, now=now, **LISTS.said(row))


@transaction.atomic
def sign_list(*, list_id: int, user: User, now: dt.datetime) -> DestructionList:
    """Sign a list as 監銷人: from now on its copies go on their day, and at once where there is none. Raises ListError, NotYourHold."""
    row, by = locked_list(list_id, ListAction.SIGN, user, now)
    require_unchanged(row, user, now)
    actor = as_actor(by, now)
    row.witness, row.witness_account, row.witness_at = actor.name, user.username, now
    write_step(row, ListAction.SIGN, "witness", "witness_account", "witness_at")
    _tell_executor(row, f"監銷人已簽署{row}", now)
    ring(DUTY)
    ledger.append(verb=Verb.COPY_LIST_SIGNED, actor=actor, now=now, **LISTS.said(row))
    return row


@transaction.atomic
def end_list(*, list_id: int, action: ListAction, reason: str, user: User, now: dt.datetime) -> DestructionList:
    """Send a list back as 監銷人, or withdraw it as 執行人, with the reason: nothing on it goes. Raises ListError, NotYourHold."""
    row, by = locked_list(list_id, action, user, now)
    if not reason.strip():
        raise ListError(f"請填寫{action.label}的理由。", field="reason")
    actor = as_actor(by, now)
    row.ended_by, row.ended_at, row.end_reason = actor.name, now, reason.strip()
    write_step(row, action, "ended_by", "ended_at", "end_reason")
    why = f"清冊已{action.label}：{row.end_reason}"[:200]
    row.items.filter(ended_at=None).update(ended_at=now, why_not=why)
    is_returned = action == ListAction.RETURN
    if is_returned:
        _tell_executor(row, f"監銷人退回{row}", now)
    verb = Verb.COPY_LIST_RETURNED if is_returned else Verb.COPY_LIST_WITHDRAWN
    ledger.append(verb=verb, actor=actor, detail={"reason": row.end_reason}, now=now, **LISTS.said(row))
    return row


def tell_witnesses(row: DestructionList, text: str, now: dt.datetime) -> None:
    """Tell who may be 監銷人 of a list; where nobody above is left, the other 承辦人."""
    people = people_in(Role.SUPERVISOR, Role.PRINCIPAL, Role.HANDLER, now=now)
    notify(
        recipients=[one for one in people if policies.witnesses(one, row.executor_account, now)],
        text=f"{text}{row}",
        url=reverse("retention:copy-list", args=[row.pk]),
        subject=str(row),
        now=now,
    )


def _tell_executor(row: DestructionList, text: str, now: dt.datetime) -> None:
    notify(
        recipients=User.objects.filter(username=row.executor_account),
        text=text,
        url=reverse("retention:copy-list", args=[row.pk]),
        subject=str(row),
        now=now,
    )


def locked_list(list_id: int, action: ListAction, user: User, now: dt.datetime) -> tuple[DestructionList, Signatory]:
    """Lock the list, check the order, then the person."""
    row = DestructionList.objects.select_for_update(no_key=True).get(pk=list_id)
    try:
        transitions.step(ListState(row.state), action)
    except transitions.WrongOrder as error:
        raise ListError(str(error)) from error
    return row, policies.require(policies.acts_on_list(user, row, now).get(action), *ONLY[action])


def write_step(row: DestructionList, action: ListAction, *columns: str) -> None:
    row.state = transitions.step(ListState(row.state), action)
    row.save(update_fields=["state", *columns])

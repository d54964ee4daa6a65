"""What becomes of a fault before it is repaired: confirmed, dismissed, put into somebody's hands (陸、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger.choices import Verb
from maintenance import policies, transitions
from maintenance.choices import FaultAction, FaultOrigin, FaultStatus
from maintenance.models import Fault
from maintenance.services.faults.errors import FaultError
from maintenance.services.faults.outages import begin_outages_of, withdraw_outages
from maintenance.services.faults.telling import record, tell
from printing.rules import local_date, long_date, long_moment
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.services import Actor


def lock(fault_id: int) -> Fault:
    """Return the fault with its row locked."""
    rows = Fault.objects.select_for_update(of=("self",), no_key=True).select_related("camera", "recorder", "reporter")
    return rows.get(pk=fault_id)


def require_may(user: User, action: FaultAction, now: dt.datetime) -> None:
    """Raise FaultError when the person's role does not allow the act."""
    if not policies.may_act(user, action, local_date(now)):
        raise FaultError(f"您的角色不能{action.label}。")


@transaction.atomic
def confirm_fault(*, fault_id: int, user: User, now: dt.datetime) -> Fault:
    """Confirm what nobody of the school saw yet; only now it explains missing footage. Raises WrongOrder, FaultError."""
    fault = lock(fault_id)
    status = transitions.step(FaultStatus(fault.status), FaultAction.CONFIRM)
    require_may(user, FaultAction.CONFIRM, now)
    confirm(fault, status, in_words(user, now), now)
    return fault


def confirm(fault: Fault, status: FaultStatus, actor: Actor, now: dt.datetime) -> None:
    """Write that somebody of the school saw it."""
    fault.status = status
    fault.save(update_fields=["status"])
    begin_outages_of(fault, actor, now)
    record(Verb.FAULT_CONFIRMED, fault, actor, now)
    if fault.origin == FaultOrigin.COVERAGE:
        ring("retention.tasks.check_minimum_retention")  # the finding closes now, not tomorrow


@transaction.atomic
def dismiss_fault(*, fault_id: int, reason: str, user: User, now: dt.datetime) -> Fault:
    """Say why it is no fault; its outage is taken back. Raises WrongOrder, FaultError."""
    fault = lock(fault_id)
    status = transitions.step(FaultStatus(fault.status), FaultAction.DISMISS)
    require_may(user, FaultAction.DISMISS, now)
    dismiss(fault, status, reason=reason, actor=in_words(user, now), now=now)
    return fault


def dismiss(fault: Fault, status: FaultStatus, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Write that the fault is none. A gap that runs ends here: what is missing later is another."""
    fault.status, fault.measures = status, reason
    fault.gaps = [[since, until or now.isoformat()] for since, until in fault.gaps]
    fault.save(update_fields=["status", "measures", "gaps"])
    withdraw_outages(fault, f"{fault.number} 判定非故障", actor, now)
    record(Verb.FAULT_DISMISSED, fault, actor, now, reason=reason)


@transaction.atomic
def assign_fault(
    *,
    fault_id: int,
    owner: User,
    vendor: str,
    visit_on: dt.date | None,
    interim: str,
    user: User,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> Fault:
    """Say who looks after it, which firm comes when, what is done meanwhile; may be said again (派工).

    `since` is a moment before the report from which there was no picture already: then the outage begins there.
    Raises WrongOrder, FaultError.
    """
    fault = lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.ASSIGN)
    require_may(user, FaultAction.ASSIGN, now)
    _require_sense(fault, owner, visit_on, since, now)
    is_told = owner not in {user, fault.owner}
    fault.owner, fault.vendor, fault.visit_on, fault.interim = owner, vendor, visit_on, interim
    is_earlier = since is not None and since < fault.began_at
    fault.since = since if is_earlier else fault.since
    fault.save(update_fields=["status", "owner", "vendor", "visit_on", "interim", "since"])
    actor = in_words(user, now)
    if is_told:
        tell(fault, [owner], f"故障 {fault.number} 已派工，由您承辦", now)
    if is_earlier:
        begin_outages_of(fault, actor, now)
    record(Verb.FAULT_ASSIGNED, fault, actor, now, to=_hands(fault))
    return fault


def _require_sense(
    fault: Fault, owner: User, visit_on: dt.date | None, since: dt.datetime | None, now: dt.datetime
) -> None:
    reported_on = local_date(fault.reported_at)
    if not policies.may_own(owner, local_date(now)):
        raise FaultError("請從名單選擇承辦人。", field="owner")
    if visit_on and visit_on < reported_on:
        raise FaultError(f"預定到場日不可早於通報日（{long_date(reported_on)}）。", field="visit_on")
    if since and fault.camera and local_date(since) < fault.camera.installed_on:
        words = f"不可早於攝影機 {fault.camera.code} 的啟用日（{long_date(fault.camera.installed_on)}）；請核對年月日。"
        raise FaultError(words, field="since")
    if since and since > fault.began_at:
        raise FaultError(f"只能改得更早；目前登錄自{long_moment(fault.began_at)}起。", field="since")


def _hands(fault: Fault) -> str:
    """Return who has it, by firm and day; the ledger names no third person."""
    parts = [fault.owner.name if fault.owner else "", fault.vendor]
    if fault.visit_on:
        parts.append(f"預定 {long_date(fault.visit_on)}到場")
    return "，".join(part for part in parts if part)

"""What becomes of a fault: confirmed or dismissed, repaired (陸、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger.choices import Verb
from maintenance import policies, rules, transitions
from maintenance.choices import FaultAction, FaultStatus
from maintenance.models import Fault
from maintenance.services.faults.errors import FaultError
from maintenance.services.faults.outages import begin_outages, end_outages
from maintenance.services.faults.telling import record, tell
from printing.rules import local_date, long_moment

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def confirm_fault(*, fault_id: int, user: User, now: dt.datetime) -> Fault:
    """Confirm what nobody of the school saw yet. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.CONFIRM)
    _require_may(user, FaultAction.CONFIRM, now)
    fault.save(update_fields=["status"])
    actor = in_words(user, now)
    begin_outages(fault, actor, now)
    record(Verb.FAULT_CONFIRMED, fault, actor, now)
    return fault


@transaction.atomic
def dismiss_fault(*, fault_id: int, reason: str, user: User, now: dt.datetime) -> Fault:
    """Say why a report without an account is no fault. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.DISMISS)
    _require_may(user, FaultAction.DISMISS, now)
    fault.measures = reason
    fault.save(update_fields=["status", "measures"])
    record(Verb.FAULT_DISMISSED, fault, in_words(user, now), now, reason=reason)
    return fault


@transaction.atomic
def repair_fault(*, fault_id: int, measures: str, repaired_at: dt.datetime, user: User, now: dt.datetime) -> Fault:
    """Record what was done and since when the camera works again; its outage ends then. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.REPAIR)
    _require_may(user, FaultAction.REPAIR, now)
    repaired_at = rules.moment_of_repair(repaired_at, fault.reported_at)
    if repaired_at < fault.reported_at:
        raise FaultError(f"修復時間不可早於通報時間（{long_moment(fault.reported_at)}）。", field="repaired_at")
    if repaired_at > now:
        raise FaultError("修復時間不可晚於現在。", field="repaired_at")
    actor = in_words(user, now)
    fault.measures, fault.repaired_at, fault.repaired_by = measures, repaired_at, actor.name
    fault.save(update_fields=["status", "measures", "repaired_at", "repaired_by"])
    if fault.reporter and fault.reporter != user:
        tell(fault, [fault.reporter], f"故障 {fault.number} 已修復", now)
    end_outages(fault, actor, now)
    record(Verb.FAULT_REPAIRED, fault, actor, now)
    return fault


def _lock(fault_id: int) -> Fault:
    rows = Fault.objects.select_for_update(of=("self",), no_key=True).select_related("camera", "recorder", "reporter")
    return rows.get(pk=fault_id)


def _require_may(user: User, action: FaultAction, now: dt.datetime) -> None:
    if not policies.may_act(user, action, local_date(now)):
        raise FaultError(f"您的角色不能{action.label}。")

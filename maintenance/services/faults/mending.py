"""A fault is repaired, and another person says that it is (陸、一)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.choices import Role
from accounts.selectors import in_words
from cameras.services import OutageError
from ledger.choices import Verb
from maintenance import policies, rules, transitions
from maintenance.choices import FaultAction, FaultStatus, PhotoStage, Symptom
from maintenance.selectors import open_fault_of
from maintenance.services.faults.errors import FaultError
from maintenance.services.faults.life import lock, require_may
from maintenance.services.faults.outages import end_outages_of, reopen_outages_of
from maintenance.services.faults.photos import attach
from maintenance.services.faults.telling import record, tell, tell_roles
from printing.rules import local_date, long_moment
from work.selectors import holders_of

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from ledger.services import Actor
    from maintenance.models import Fault

OF_THE_REPAIR = (
    "status", "measures", "repaired_at", "repaired_by", "repair_account", "cost", "under_warranty", "warranty_until",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What a repair cost and who stands for it."""

    cost: int | None = None
    under_warranty: bool | None = None
    warranty_until: dt.date | None = None


@transaction.atomic
def repair_fault(
    *,
    fault_id: int,
    measures: str,
    repaired_at: dt.datetime,
    user: User,
    now: dt.datetime,
    bill: Bill | None = None,
    photo: StoredFile | None = None,
) -> Fault:
    """Record what was done and since when it works again; its outage ends then, 複驗 is owed.

    Raises WrongOrder, FaultError.
    """
    fault = lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.REPAIR)
    require_may(user, FaultAction.REPAIR, now)
    repaired_at = rules.moment_of_repair(repaired_at, fault.reported_at)
    if repaired_at < fault.reported_at:
        raise FaultError(f"修復時間不可早於通報時間（{long_moment(fault.reported_at)}）。", field="repaired_at")
    if repaired_at > now:
        raise FaultError("修復時間不可晚於現在。", field="repaired_at")
    actor, bill = in_words(user, now), bill or Bill()
    fault.measures, fault.repaired_at, fault.repaired_by = measures, repaired_at, actor.name
    fault.repair_account, fault.cost = user, bill.cost
    fault.under_warranty, fault.warranty_until = bill.under_warranty, bill.warranty_until
    fault.save(update_fields=OF_THE_REPAIR)
    attach(fault, photo, PhotoStage.REPAIR, actor, now)
    _tell_of_the_repair(fault, user, now)
    _end_outages(fault, repaired_at, actor, now)
    record(Verb.FAULT_REPAIRED, fault, actor, now)
    return fault


def _end_outages(fault: Fault, repaired_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    try:
        end_outages_of(fault, repaired_at, actor, now)
    except OutageError as error:  # it was dark once more after the report
        raise FaultError(str(error), field="repaired_at") from error


@transaction.atomic
def pass_fault(*, fault_id: int, note: str, user: User, now: dt.datetime) -> Fault:
    """Say that it is repaired indeed: the fault is closed. Raises WrongOrder, FaultError."""
    fault = lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.PASS)
    _require_another(fault, user, FaultAction.PASS, now)
    actor = in_words(user, now)
    fault.rechecked_by, fault.rechecked_at, fault.recheck_note = actor.name, now, note
    fault.save(update_fields=["status", "rechecked_by", "rechecked_at", "recheck_note"])
    record(Verb.FAULT_PASSED, fault, actor, now)
    return fault


@transaction.atomic
def fail_fault(*, fault_id: int, note: str, user: User, now: dt.datetime) -> Fault:
    """Say that it is not repaired: back to 處理中, and the outage runs as if it had never ended.

    Raises WrongOrder, FaultError.
    """
    fault = lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.FAIL)
    _require_another(fault, user, FaultAction.FAIL, now)
    if not note:
        raise FaultError("請寫明不合格的情形。", field="note")
    _require_no_newer(fault)
    actor, claimed = in_words(user, now), fault.repaired_at
    fault.repaired_at, fault.repaired_by, fault.repair_account = None, "", None
    fault.recheck_note = note
    fault.save(update_fields=["status", "repaired_at", "repaired_by", "repair_account", "recheck_note"])
    if claimed:
        reopen_outages_of(fault, claimed, actor, now)
    tell_roles(fault, Role.HANDLER, text=f"故障 {fault.number} 複驗不合格，請再處理", now=now)
    record(Verb.FAULT_FAILED, fault, actor, now, reason=note)
    return fault


def _require_another(fault: Fault, user: User, action: FaultAction, now: dt.datetime) -> None:
    require_may(user, action, now)
    if not policies.is_another(user, fault):
        raise FaultError("複驗須由登錄修復以外的人辦理。")


def _require_no_newer(fault: Fault) -> None:
    """Refuse to bring back a fault whose cause was reported anew meanwhile: one cause is one fault."""
    newer = open_fault_of(fault.camera, fault.recorder, fault.symptom) if fault.symptom != Symptom.OTHER else None
    if newer:
        raise FaultError(f"同一狀況已另開故障單 {newer.number} 處理中，這張請登錄複驗合格，並在複驗情形註明。")


def _tell_of_the_repair(fault: Fault, user: User, now: dt.datetime) -> None:
    """Tell who may re-check where the cameras are, and who reported it."""
    guards = [person for person in holders_of(Role.GUARD, day=local_date(now)) if person != user]
    tell(fault, guards, f"故障 {fault.number} 已修復，請複驗", now)
    if fault.reporter and fault.reporter not in {user, *guards}:
        tell(fault, [fault.reporter], f"故障 {fault.number} 已修復", now)

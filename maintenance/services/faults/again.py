"""What stands already is said again: it stays one fault, but who sees no picture now is believed (參、三; ruling 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role
from maintenance import transitions
from maintenance.choices import UNREPAIRED, FaultAction, FaultStatus
from maintenance.services.faults.life import confirm, lock
from maintenance.services.faults.outages import begin_where_none_runs
from maintenance.services.faults.telling import in_short, tell_roles

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor
    from maintenance.models import Fault


def say_again(fault: Fault, *, since: dt.datetime, may_confirm: bool, actor: Actor, now: dt.datetime) -> bool:
    """Confirm a fault that waits for it, and let an outage run where none does; return whether that changed anything.

    A fault whose gap is over, or that waits for 待確認, says nothing of today. What waits is confirmed by who may only.
    """
    if not fault.has_no_picture:
        return False
    fault = lock(fault.pk)
    if fault.status not in UNREPAIRED or (fault.status == FaultStatus.UNCONFIRMED and not may_confirm):
        return False
    is_new = fault.status == FaultStatus.UNCONFIRMED
    if is_new:
        confirm(fault, transitions.step(FaultStatus.UNCONFIRMED, FaultAction.CONFIRM), actor, now)
    if begin_where_none_runs(fault, since, actor, now):
        tell_roles(fault, Role.HANDLER, text=f"故障 {fault.number} 再次通報：{in_short(fault)}，目前沒有影像", now=now)
        is_new = True
    return is_new

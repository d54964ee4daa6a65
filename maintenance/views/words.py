"""How a fault stands in a list: how old it is, who acts next, whether a visit did not come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance import rules
from maintenance.choices import FaultStatus
from printing.rules import local_date, short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from maintenance.models import Fault

NEXT = {
    FaultStatus.UNCONFIRMED: "承辦人或警衛確認",
    FaultStatus.OPEN: "承辦人處理",
    FaultStatus.REPAIRED: "另一人複驗",
}


@dataclass(frozen=True)
class FaultRow:
    """A fault with what a list says beside it; `is_late` when the firm did not come on its day."""

    fault: Fault
    lasted: str
    waits_for: str
    is_late: bool


def fault_rows(faults: Iterable[Fault], now: dt.datetime) -> list[FaultRow]:
    """Return `faults` as a list shows them."""
    return [FaultRow(fault, lasted(fault, now), waits_for(fault), is_late(fault, local_date(now))) for fault in faults]


def lasted(fault: Fault, now: dt.datetime) -> str:
    """Return how long it lasted from the report to the repair, or until now."""
    return rules.in_words(rules.downtime(fault.reported_at, fault.repaired_at or now))


def waits_for(fault: Fault) -> str:
    """Return who acts next; empty when nobody has to."""
    status = FaultStatus(fault.status)
    if status is not FaultStatus.IN_PROGRESS:
        return NEXT.get(status, "")
    visit = f"{fault.vendor or '預定'} {short_date(fault.visit_on)} 到場" if fault.visit_on else fault.vendor
    return "，".join(part for part in (fault.owner.name if fault.owner else "承辦人", visit) if part)


def is_late(fault: Fault, today: dt.date) -> bool:
    """Say whether the firm should have come before today."""
    return fault.status == FaultStatus.IN_PROGRESS and fault.visit_on is not None and fault.visit_on < today

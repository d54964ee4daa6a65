"""What may follow what in the life of a fault and of a stock-take. Deny by default."""

from __future__ import annotations

from maintenance.choices import FaultAction, FaultStatus, StockTakeAction, StockTakeStatus

TABLE = {
    (FaultStatus.UNCONFIRMED, FaultAction.CONFIRM): FaultStatus.OPEN,
    (FaultStatus.UNCONFIRMED, FaultAction.DISMISS): FaultStatus.DISMISSED,
    (FaultStatus.OPEN, FaultAction.ASSIGN): FaultStatus.IN_PROGRESS,
    (FaultStatus.OPEN, FaultAction.REPAIR): FaultStatus.REPAIRED,
    (FaultStatus.OPEN, FaultAction.DISMISS): FaultStatus.DISMISSED,
    (FaultStatus.IN_PROGRESS, FaultAction.ASSIGN): FaultStatus.IN_PROGRESS,
    (FaultStatus.IN_PROGRESS, FaultAction.REPAIR): FaultStatus.REPAIRED,
    (FaultStatus.IN_PROGRESS, FaultAction.DISMISS): FaultStatus.DISMISSED,
    (FaultStatus.REPAIRED, FaultAction.PASS): FaultStatus.CLOSED,
    (FaultStatus.REPAIRED, FaultAction.FAIL): FaultStatus.IN_PROGRESS,
}
"""A small school may leave out 派工; 複驗 is owed but blocks nothing: a repair ends the outage."""


class WrongOrder(Exception):
    """The thing does not stand where this act is possible; the message says where it stands."""


def step(status: FaultStatus, action: FaultAction) -> FaultStatus:
    """Return the status after `action`. Raises WrongOrder."""
    try:
        return TABLE[status, action]
    except KeyError:
        raise WrongOrder(f"這張故障單目前是「{status.label}」，不能{action.label}；請重新整理頁面。") from None


def possible(status: FaultStatus) -> frozenset[FaultAction]:
    """Return what can be done to a fault in `status`."""
    return frozenset(action for before, action in TABLE if before is status)


STOCK_TAKE = {
    (StockTakeStatus.OPEN, StockTakeAction.TICK): StockTakeStatus.OPEN,
    (StockTakeStatus.OPEN, StockTakeAction.CLOSE): StockTakeStatus.CLOSED,
    (StockTakeStatus.CLOSED, StockTakeAction.RETURN): StockTakeStatus.OPEN,
    (StockTakeStatus.CLOSED, StockTakeAction.SIGN): StockTakeStatus.SIGNED,
}


def stock_take_step(status: StockTakeStatus, action: StockTakeAction) -> StockTakeStatus:
    """Return the status of a stock-take after `action`. Raises WrongOrder."""
    try:
        return STOCK_TAKE[status, action]
    except KeyError:
        raise WrongOrder(f"這次盤點目前是「{status.label}」，不能{action.label}；請重新整理頁面。") from None


def possible_in_stock_take(status: StockTakeStatus) -> frozenset[StockTakeAction]:
    """Return what can be done to a stock-take in `status`."""
    return frozenset(action for before, action in STOCK_TAKE if before is status)

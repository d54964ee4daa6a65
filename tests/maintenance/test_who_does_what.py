"""Who reports, inspects, keeps the books and signs for them: by the post of that day (參、三; 陸; rulings 21, 24, 27)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.services import SYSTEM
from maintenance import policies
from maintenance.choices import FaultAction, FaultStatus, StockTakeAction, StockTakeStatus
from maintenance.models import Fault, Inspection, StockTake
from tests.maintenance.test_life_of_a_fault import reported

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

BEFORE = dt.date(2026, 7, 31)
"""Nobody was appointed yet."""
READERS = {"handler", "supervisor", "principal", "guard", "administrator", "auditor"}

QUESTIONS: list[tuple[Callable[[User, dt.date], bool], set[str]]] = [
    (policies.may_own, {"handler", "supervisor", "guard", "administrator"}),
    (policies.may_see_downtime, READERS),
    (policies.may_record_outages, {"handler"}),
    (policies.may_print_stickers, {"handler", "administrator"}),
    (policies.may_see_inspections, READERS),
    (policies.may_inspect, {"handler"}),
    (policies.may_see_equipment, READERS - {"guard"}),
    (policies.may_keep_equipment, {"handler"}),
    (policies.may_check, {"handler", "guard"}),
    (policies.may_set_shifts, {"handler"}),
]


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_may_by_the_post_of_the_day(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.date], bool], names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, now.date())) == names
    assert cast.those(lambda user: may(user, BEFORE)) == set()


def test_who_is_no_reader_sees_the_faults_he_reported(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    for camera, reporter in zip(cameras, (cast.teacher, cast.colleague), strict=False):
        reported(camera, reporter, now)

    def seen(user: User, day: dt.date) -> list[str]:
        return [fault.reporter.username for fault in policies.visible_to(user, day).order_by("pk") if fault.reporter]

    assert cast.those(lambda user: seen(user, now.date()) == ["teacher", "colleague"]) == READERS
    assert seen(cast.teacher, now.date()) == ["teacher"]
    assert seen(cast.dean, now.date()) == []
    assert seen(cast.handler, BEFORE) == []


ACTS = {
    FaultAction.CONFIRM: {"handler", "guard"},
    FaultAction.DISMISS: {"handler"},
    FaultAction.ASSIGN: {"handler"},
    FaultAction.REPAIR: {"handler"},
    FaultAction.PASS: {"handler", "guard", "supervisor"},
    FaultAction.FAIL: {"handler", "guard", "supervisor"},
}
POSSIBLE = {
    FaultStatus.UNCONFIRMED: {FaultAction.CONFIRM, FaultAction.DISMISS},
    FaultStatus.OPEN: {FaultAction.ASSIGN, FaultAction.REPAIR, FaultAction.DISMISS},
    FaultStatus.REPAIRED: {FaultAction.PASS, FaultAction.FAIL},
    FaultStatus.CLOSED: set[FaultAction](),
}


@pytest.mark.parametrize("action", FaultAction)
def test_whose_role_allows_the_act(cast: Cast, now: dt.datetime, action: FaultAction) -> None:
    assert cast.those(lambda user: policies.may_act(user, action, now.date())) == ACTS[action]
    assert cast.those(lambda user: policies.may_act(user, action, BEFORE)) == set()


@pytest.mark.parametrize(("status", "possible"), POSSIBLE.items())
def test_one_may_do_what_the_role_allows_and_the_fault_still_needs(
    cast: Cast, now: dt.datetime, status: FaultStatus, possible: set[FaultAction]
) -> None:
    fault = Fault(status=status, repair_account=cast.principal)

    for name in vars(cast):
        acts = policies.acts_on(getattr(cast, name), fault, now.date())
        assert acts == {action for action in possible if name in ACTS[action]}
        assert policies.acts_on(getattr(cast, name), fault, BEFORE) == frozenset()


def test_who_recorded_the_repair_rechecks_it_not_but_still_mends_what_came_back(cast: Cast, now: dt.datetime) -> None:
    repaired = Fault(status=FaultStatus.REPAIRED, repair_account=cast.handler)
    again = Fault(status=FaultStatus.IN_PROGRESS, repair_account=cast.handler)

    assert cast.those(lambda user: policies.acts_on(user, repaired, now.date())) == {"guard", "supervisor"}
    assert policies.acts_on(cast.handler, again, now.date()) == {
        FaultAction.ASSIGN, FaultAction.REPAIR, FaultAction.DISMISS,
    }  # fmt: skip
    assert cast.those(lambda user: not policies.is_another(user, repaired)) == {"handler"}


@pytest.mark.parametrize(
    ("recorded_by", "inspector", "names"),
    [
        ("handler", "游承堃", {"supervisor"}),
        ("handler", "方瑀彤", {"principal"}),
        ("supervisor", "外聘廠商", {"handler"}),
        ("principal", "外聘廠商", {"handler", "supervisor"}),
    ],
)
def test_neither_who_inspected_nor_who_recorded_it_rechecks_an_inspection(
    cast: Cast, now: dt.datetime, recorded_by: str, inspector: str, names: set[str]
) -> None:
    inspection = Inspection(recorded_by=getattr(cast, recorded_by), inspector=inspector)

    assert cast.those(lambda user: policies.may_recheck(user, inspection, now.date())) == names
    assert cast.those(lambda user: policies.may_recheck(user, inspection, BEFORE)) == set()


TAKES = {StockTakeAction.TICK, StockTakeAction.CLOSE}
SIGNS = {StockTakeAction.SIGN, StockTakeAction.RETURN}


def test_the_handler_takes_stock_and_another_supervisor_signs(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.dean, role=Role.SUPERVISOR, title="教務主任", since=now.date(), actor=SYSTEM, now=now)
    running = StockTake(status=StockTakeStatus.OPEN)
    closed = StockTake(status=StockTakeStatus.CLOSED, closed_by=cast.supervisor)
    signed = StockTake(status=StockTakeStatus.SIGNED, closed_by=cast.handler)

    def acts(user: User, stock_take: StockTake, day: dt.date) -> frozenset[StockTakeAction]:
        return policies.acts_on_stock_take(user, stock_take, day)

    assert cast.those(lambda user: acts(user, running, now.date()) == TAKES) == {"handler"}
    assert cast.those(lambda user: acts(user, closed, now.date()) == SIGNS) == {"dean"}
    for stock_take, acting in ((running, {"handler"}), (closed, {"dean"}), (signed, set())):
        assert cast.those(lambda user, one=stock_take: acts(user, one, now.date())) == acting  # type: ignore[misc]
        assert cast.those(lambda user, one=stock_take: acts(user, one, BEFORE)) == set()  # type: ignore[misc]

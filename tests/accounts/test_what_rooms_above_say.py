"""This room does not know cases, shifts or pages of the guard room: the rooms above say, each for itself."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import policies
from accounts.models import SchoolPlan

HERE = f"{__name__}."
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    for registry in ("_plan_users", "_shift_ends", "_open_to_guards"):
        monkeypatch.setattr(policies, registry, set())


def works_by_the_first(plan: SchoolPlan) -> bool:
    return plan.title == "第一"


def works_by_none(plan: SchoolPlan) -> bool:
    return plan.title == ""


def at_ten(now: dt.datetime) -> dt.datetime:
    return now + HOUR


def at_eleven(now: dt.datetime) -> dt.datetime:
    return now + 2 * HOUR


def no_shift(_: dt.datetime) -> None:
    return None


def test_a_plan_is_used_when_any_room_works_by_it() -> None:
    first, second = SchoolPlan(title="第一"), SchoolPlan(title="第二")
    assert not policies.is_plan_used(first)

    policies.register_plan_users(HERE + "works_by_none")
    policies.register_plan_users(HERE + "works_by_the_first")

    assert policies.is_plan_used(first)
    assert not policies.is_plan_used(second)


def test_a_sign_in_in_the_guard_room_lasts_until_the_last_shift_ends() -> None:
    assert policies.shift_ends_at(NOW) is None
    policies.register_shift_ends(HERE + "no_shift")
    assert policies.shift_ends_at(NOW) is None

    for ends in ("at_eleven", "at_ten"):
        policies.register_shift_ends(HERE + ends)

    assert policies.shift_ends_at(NOW) == NOW + 2 * HOUR


def test_a_code_opens_what_rooms_opened_and_nothing_else() -> None:
    policies.open_in_guard_room("home", "maintenance:fault-new")
    policies.open_in_guard_room("retention:emergency")

    opened = {"home", "maintenance:fault-new", "retention:emergency"}
    asked = opened | {"review:list", "maintenance:fault-list"}
    assert {route for route in asked if policies.is_open_in_guard_room(route)} == opened

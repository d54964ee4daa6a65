"""Who works with deadlines reads the holidays; 承辦人 and 系統管理 keep them (行程法 §48: holidays are data)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.services import appoint
from ledger.services import SYSTEM
from work import policies

if TYPE_CHECKING:
    from tests.conftest import Cast

BEFORE = dt.date(2026, 7, 31)
"""Nobody was appointed yet."""
READERS = {"handler", "supervisor", "principal", "administrator", "auditor"}


def test_plain_staff_and_guards_need_no_holidays(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_see_holidays(user, now.date())) == READERS
    assert cast.those(lambda user: policies.may_see_holidays(user, BEFORE)) == set()


def test_a_guard_who_is_staff_too_still_needs_none(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.guard, role=Role.STAFF, title="工友", since=now.date(), actor=SYSTEM, now=now)

    assert not policies.may_see_holidays(cast.guard, now.date())


def test_two_posts_keep_them(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_change_holidays(user, now.date())) == {"handler", "administrator"}
    assert cast.those(lambda user: policies.may_change_holidays(user, BEFORE)) == set()

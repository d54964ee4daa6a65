"""Plain staff meet cameras on their own forms only; 承辦人 and 系統管理 keep their register (參、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cameras import policies

if TYPE_CHECKING:
    from tests.conftest import Cast

BEFORE = dt.date(2026, 7, 31)
"""Nobody was appointed yet."""


def test_who_works_with_the_system_sees_the_cameras(cast: Cast, now: dt.datetime) -> None:
    seeing = cast.those(lambda user: policies.may_see_cameras(user, now.date()))

    assert seeing == {"handler", "supervisor", "principal", "guard", "administrator", "auditor"}
    assert cast.those(lambda user: policies.may_see_cameras(user, BEFORE)) == set()


def test_two_of_them_keep_the_register(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_edit_cameras(user, now.date())) == {"handler", "administrator"}
    assert cast.those(lambda user: policies.may_edit_cameras(user, BEFORE)) == set()

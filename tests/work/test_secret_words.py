"""Which words name what somebody may not know of is asked of every room that said it knows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.models import User
from work import policies

if TYPE_CHECKING:
    from collections.abc import Collection

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TEXTS = ["案 115-0001", "案 115-0002", "故障 F115-0001"]
TEACHER = User(username="teacher")


@pytest.fixture(autouse=True)
def two_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_registry", set())
    for room in ("cases", "faults"):
        policies.register_secrets(f"{__name__}.{room}")


def cases(user: User, texts: Collection[str], now: dt.datetime) -> set[str]:
    return {text for text in texts if "0002" in text and user is TEACHER and now == NOW}


def faults(user: User, texts: Collection[str], now: dt.datetime) -> set[str]:
    assert texts, "nobody is asked about nothing"
    return {text for text in texts if text.startswith("故障")}


def test_what_any_room_keeps_secret_is_secret() -> None:
    assert policies.naming_secrets(TEACHER, TEXTS, NOW) == {"案 115-0002", "故障 F115-0001"}
    assert policies.naming_secrets(User(), TEXTS, NOW) == {"故障 F115-0001"}


def test_about_nothing_nobody_is_asked() -> None:
    assert policies.naming_secrets(TEACHER, [], NOW) == set()

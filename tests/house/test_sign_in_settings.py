"""A setting of sign-in that is too weak, or names no role, is refused before anything starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cctv_admin.checks import sign_in_is_safe

if TYPE_CHECKING:
    from pytest_django import Settings


def test_the_defaults_are_safe() -> None:
    assert sign_in_is_safe() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECOND_FACTOR_ROLES", ["administrator", "boss"], "boss"),
        ("PASSWORD_LENGTH", 11, "CCTV_PASSWORD_LENGTH"),
        ("PASSWORD_HISTORY", -1, "CCTV_PASSWORD_HISTORY"),
        ("PASSWORD_DAYS", -1, "CCTV_PASSWORD_DAYS"),
        ("IDLE_MINUTES", 0, "CCTV_IDLE_MINUTES"),
        ("IDLE_MINUTES", 61, "CCTV_IDLE_MINUTES"),
        ("SESSION_HOURS", 13, "CCTV_SESSION_HOURS"),
    ],
)
def test_a_weaker_one_is_refused_with_what_to_set(settings: Settings, name: str, value: object, said: str) -> None:
    setattr(settings, name, value)

    [error] = sign_in_is_safe()

    assert (error.id, said in str(error.msg)) == ("cctv_admin.E003", True)

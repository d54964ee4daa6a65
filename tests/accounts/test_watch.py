"""When a sign-in locks and when it is over: 30 minutes idle, 12 hours in all, a guard awake until the shift ends."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.rules import Times, Watch, is_device_code, is_easy_code, watch_of

BEGAN = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
IDLE, LONGEST = dt.timedelta(minutes=30), dt.timedelta(hours=12)


def at(minutes: float) -> dt.datetime:
    return BEGAN + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("seen", "awake_until", "now", "watch"),
    [
        (0, None, 29.9, Watch.OPEN),
        (0, None, 30, Watch.LOCKED),
        (600, None, 629, Watch.OPEN),
        (719, None, 720, Watch.OVER),
        (0, None, 720, Watch.OVER),
        (0, 240, 269, Watch.OPEN),
        (0, 240, 270, Watch.LOCKED),
        (300, 240, 329, Watch.OPEN),
        (0, 900, 719, Watch.OPEN),
        (0, 900, 720, Watch.OVER),
        (0, None, -0.5, Watch.OPEN),
        (0, None, -2, Watch.OVER),
    ],
)
def test_a_sign_in_is_open_locked_or_over(seen: float, awake_until: float | None, now: float, watch: Watch) -> None:
    times = Times(BEGAN, at(seen), None if awake_until is None else at(awake_until))
    assert watch_of(times, at(now), idle=IDLE, longest=LONGEST) is watch


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "", "１２３４５６", "123 45"])
def test_a_code_is_six_digits(code: str) -> None:
    assert not is_device_code(code)


@pytest.mark.parametrize("code", ["000000", "112112", "123456", "654321", "121212", "110011", "481481"])
def test_codes_somebody_would_try_first_are_easy(code: str) -> None:
    assert is_device_code(code)
    assert is_easy_code(code)


@pytest.mark.parametrize("code", ["480915", "135790", "998877"])
def test_others_are_not(code: str) -> None:
    assert not is_easy_code(code)

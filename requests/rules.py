"""Arithmetic of a case: its number, its 身分證號, how it is shown. Pure functions, no database."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from requests.choices import Status

LONG_PERIOD = dt.timedelta(hours=2)
OBJECTION_PERIOD = dt.timedelta(days=7)
"""How long one may object to a paper signature recorded in one's name (ruling 4)."""
LETTER_VALUES = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33),
        strict=True,
    )
)
SHAPE = re.compile(r"[A-Z][A-Z0-9][0-9]{8}")
NEW_NUMBER = re.compile(r"[A-Z][1289][0-9]{8}")
OLD_RESIDENCE_NUMBER = re.compile(r"[A-Z][A-D][0-9]{8}")


def case_number(roc_year: int, serial: int) -> str:
    """Return for instance 115-0037."""
    return f"{roc_year}-{serial:04d}"


def looks_like_identity_number(text: str) -> bool:
    """Say whether `text` has the shape of a 身分證統一編號 or 居留證號; a passport number has not."""
    return bool(SHAPE.fullmatch(text))


def is_identity_number(text: str) -> bool:
    """Say whether `text` is a 身分證統一編號 or a 居留證號 (new or old) whose checksum is right (domain §3)."""
    if NEW_NUMBER.fullmatch(text):
        second = int(text[1])
    elif OLD_RESIDENCE_NUMBER.fullmatch(text):
        second = LETTER_VALUES[text[1]] % 10
    else:
        return False
    tens, ones = divmod(LETTER_VALUES[text[0]], 10)
    digits = [tens, ones, second, *(int(digit) for digit in text[2:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def masked(number: str) -> str:
    """Return for instance A12****789; another document's number shows its last three characters only."""
    if not number:
        return ""
    if is_identity_number(number):
        return f"{number[:3]}****{number[-3:]}"
    return f"****{number[-3:]}"


def is_long_period(starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Say whether the period asks for a sentence of explanation (ruling 8: over two hours)."""
    return ends_at - starts_at > LONG_PERIOD


class Shown(NamedTuple):
    """How a case's state is shown: words, tone of the tag, icon."""

    text: str
    tone: str
    icon: str


PLAIN = {
    Status.DRAFT: Shown("草稿", "", "pencil"),
    Status.RETURNED: Shown("待補正", "warn", "exclamation-triangle"),
    Status.REFUSED: Shown("不予核准", "bad", "x-mark"),
    Status.WITHDRAWN: Shown("已撤回", "", "arrow-uturn-left"),
    Status.CLOSED: Shown("已結案", "", "check"),
}


def shown_as(status: Status, step_title: str, *, viewed: bool, viewing: bool) -> Shown:
    """Return what people read: one function over status, step and what is still owed; never stored."""
    if status in PLAIN:
        return PLAIN[status]
    if status == Status.IN_REVIEW:
        return Shown(f"待{step_title}", "wait", "clock")
    if viewing:
        return Shown("調閱中", "wait", "video-camera")
    if viewed:
        return Shown("已調閱", "ok", "check-circle")
    return Shown("部分核准，待調閱" if status == Status.PARTLY_APPROVED else "已核准，待調閱", "ok", "check-circle")

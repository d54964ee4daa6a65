"""Numbers as people write them and as they are kept: 案號, 身分證號, 查詢碼."""

from __future__ import annotations

import re
import unicodedata

LETTER_VALUES = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33),
        strict=True,
    )
)
CASE_NUMBER = r"\d{2,3}-\d{4,6}"
"""What a whole 案號 looks like, of any year and however many cases a year has."""
SHAPE = re.compile(r"[A-Z][A-Z0-9][0-9]{8}")
NEW_NUMBER = re.compile(r"[A-Z][1289][0-9]{8}")
OLD_RESIDENCE_NUMBER = re.compile(r"[A-Z][A-D][0-9]{8}")
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a 查詢碼 is made of: nothing that is read for something else (0 and O, 1 and I and L)."""
CODE_LENGTH = 12


def case_number(roc_year: int, serial: int) -> str:
    """Return for instance 115-0037."""
    return f"{roc_year}-{serial:04d}"


def is_case_number(text: str) -> bool:
    """Say whether `text` is a whole 案號."""
    return bool(re.fullmatch(CASE_NUMBER, text))


def plain_case_number(text: str) -> str:
    """Return a case number as it is kept, of one typed with full-width digits, blanks or another dash."""
    return re.sub(r"[\s]", "", re.sub(r"[‐‑–—−－]", "-", unicodedata.normalize("NFKC", text)))


def plain_number(text: str) -> str:
    """Return a 身分證號 as it is compared and kept: half-width capitals without blanks and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


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


def code_in_groups(code: str) -> str:
    """Return a 查詢碼 as it is printed, for instance 7Q4K-M2XR-9TCA."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

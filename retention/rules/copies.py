"""Arithmetic of copies: parts, ranges, what a video is by its first bytes. Pure functions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

COPY_NUMBER = r"E\d{2,3}-\d{4,}"
"""How the number of a copy is written: E115-0012. Nothing else has a page."""
PART_BYTES = 16 * 2**20
"""The plain bytes of a part, the last one less (house, "Evidence copies")."""
HEAD_BYTES = 64
RECORDING_CLOSED_AFTER = dt.timedelta(minutes=2)
"""So long after a period its last recording may still be written to."""
MP4 = "video/mp4"
WEBM = "video/webm"
OTHER = "application/octet-stream"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_count(size: int) -> int:
    """Return in how many parts a stream of `size` bytes is kept."""
    return -(-size // PART_BYTES)


def part_length(size: int, number: int) -> int:
    """Return how many bytes part `number` of such a stream has; -1 for a number there is none of."""
    if not 1 <= number <= part_count(size):
        return -1
    return min(PART_BYTES, size - (number - 1) * PART_BYTES)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a range takes of one part: its number, and [start, end) within it."""

    number: int
    start: int
    end: int


def pieces(first: int, last: int) -> list[Piece]:
    """Return the pieces of a stream's bytes `first` to `last`, both included, part by part."""
    numbers = range(first // PART_BYTES, last // PART_BYTES + 1)
    return [
        Piece(number + 1, max(first - number * PART_BYTES, 0), min(last - number * PART_BYTES + 1, PART_BYTES))
        for number in numbers
    ]


class WrongRange(ValueError):
    """The Range header asks for what there is none of, or for several ranges at once."""


def byte_range(header: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte a Range header asks for, of `size` (RFC 9110, 14.1.2). Raises WrongRange."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        raise WrongRange
    if match[1] == "":
        first, last = max(size - int(match[2]), 0), size - 1
    else:
        first, last = int(match[1]), min(int(match[2]), size - 1) if match[2] else size - 1
    if not 0 <= first <= last:
        raise WrongRange
    return first, last


def video_type(head: bytes) -> str:
    """Return what a file is by its first bytes: MP4 and WebM play in a browser, anything else is only kept and handed out."""
    if head[4:8] == b"ftyp":
        return MP4
    is_matroska = head.startswith(b"\x1a\x45\xdf\xa3")
    return WEBM if is_matroska and b"webm" in head else OTHER

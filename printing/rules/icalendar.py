"""Writing a calendar file (RFC 5545): events with reminders, of whole days or between two moments. Pure functions.

Lines end with CRLF and are folded at 75 octets, never inside a character; text escapes backslash, comma, semicolon and
line ends.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_LINE = 75
ONE_DAY = dt.timedelta(days=1)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day, or from one moment `until` another. `uid` is the same whenever it is written, so a calendar
    replaces what it had.

    `remind_before` are days: of a whole day a calendar rings at nine in the morning so many days before.
    """

    uid: str
    day: dt.date
    summary: str
    description: str = ""
    url: str = ""
    remind_before: tuple[int, ...] = field(default=())
    until: dt.datetime | None = None
    place: str = ""


def as_icalendar(name: str, events: Iterable[Event], now: dt.datetime) -> bytes:
    """Return the calendar `name` with `events`, as it is sent."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cctv-admin//ZH-TW",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    """Return `text` as a TEXT value."""
    return text.translate(ESCAPES)


def folded(line: str) -> bytes:
    """Return one content line, folded where it is longer than 75 octets."""
    return b"\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[bytes]:
    piece, room = b"", LONGEST_LINE
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece, room = b"", LONGEST_LINE - 1  # the space that marks a folded line counts
        piece += octets
    yield piece


def _event(event: Event, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if isinstance(event.day, dt.datetime) and event.until:
        yield f"DTSTART:{event.day.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTEND:{event.until.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:OPAQUE" if event.until else "TRANSP:TRANSPARENT"
    for days in event.remind_before:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.summary)}")
        yield f"TRIGGER:{_trigger(days)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _trigger(days: int) -> str:
    """Nine in the morning so many days before an event that begins at midnight."""
    return f"-P{days - 1}DT15H" if days else "PT9H"

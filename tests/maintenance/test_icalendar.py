"""The calendar file, by RFC 5545: CRLF, lines of 75 octets, escaped text; and what the school's calendar is told."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.rules import Event, as_icalendar
from maintenance.services import record_inspection
from printing.rules import TAIPEI
from printing.rules.icalendar import escaped, folded

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=TAIPEI)
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n,;\\"))


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


@given(TEXT)
def test_a_line_is_folded_within_75_octets_and_never_inside_a_character(text: str) -> None:
    line = folded(f"SUMMARY:{escaped(text)}")
    pieces = line.split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    for piece in pieces:
        piece.decode()
    assert line.replace(b"\r\n ", b"").decode() == f"SUMMARY:{escaped(text)}"


@given(TEXT)
def test_escaped_text_is_one_line_and_reads_back(text: str) -> None:
    assert "\n" not in escaped(text)
    assert unescaped(escaped(text)) == text


def test_a_carriage_return_is_dropped() -> None:
    assert escaped("上\r\n下") == "上\\n下"


def test_an_appointment_is_from_one_moment_until_another_in_a_place() -> None:
    at = dt.datetime(2026, 11, 24, 10, tzinfo=TAIPEI)
    event = Event("viewing-1@cctv", at, "陪同調閱", until=at + dt.timedelta(hours=1), place="總務處; 2樓")
    lines = unfolded(as_icalendar("瑞豐國小", [event], NOW))
    assert lines[lines.index("DTSTART:20261124T020000Z") + 1] == "DTEND:20261124T030000Z"
    assert "LOCATION:總務處\\; 2樓" in lines
    assert "TRANSP:OPAQUE" in lines
    assert not [line for line in lines if "VALUE=DATE" in line or line.startswith(("TRIGGER", "URL", "DESCRIPTION"))]


def test_an_event_is_a_whole_day_with_alarms_and_the_moment_in_utc() -> None:
    event = Event("inspection-1@cctv", dt.date(2028, 2, 29), "檢查, 保養", "一；二\n三", "https://x.tw/", (7, 1, 0))
    lines = unfolded(as_icalendar("瑞豐國小", [event], NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "UID:inspection-1@cctv" in lines
    assert "DTSTAMP:20261122T163000Z" in lines, "half past midnight in Taipei is the day before in UTC"
    assert "DTSTART;VALUE=DATE:20280229" in lines
    assert "DTEND;VALUE=DATE:20280301" in lines
    assert "SUMMARY:檢查\\, 保養" in lines
    assert "DESCRIPTION:一；二\\n三" in lines
    assert [line for line in lines if line.startswith("TRIGGER")] == [
        "TRIGGER:-P6DT15H",
        "TRIGGER:-P0DT15H",
        "TRIGGER:PT9H",
    ]
    assert lines.count("BEGIN:VALARM") == lines.count("END:VALARM") == 3


def test_an_event_may_say_no_more_than_its_day() -> None:
    lines = unfolded(as_icalendar("校", [Event("1@x", dt.date(2026, 1, 1), "檢查")], NOW))
    assert not [line for line in lines if line.startswith(("DESCRIPTION", "URL", "BEGIN:VALARM"))]


@pytest.mark.usefixtures("at_now")
def test_who_reads_appendix_2_takes_the_next_inspection_into_a_calendar(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    address = "/maintenance/calendar/inspections.ics"
    client.force_login(cast.supervisor)
    assert b"VEVENT" not in client.get(address).content, "nothing is due before the first inspection"
    record_inspection(
        inspected_on=dt.date(2026, 8, 31), recorder_works=True, equipment_works=True, picture_is_clear=True,
        inspector="游承堃", remarks="", form_key=uuid.uuid4(), user=cast.handler, now=now,
    )  # fmt: skip
    answer = client.get(address)
    lines = unfolded(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20270228",
        "DTSTART;VALUE=DATE:20270201",
    ]
    assert [line for line in unfolded(client.get(address).content) if line.startswith("UID")] == [
        line for line in lines if line.startswith("UID")
    ], "a calendar replaces what it had"

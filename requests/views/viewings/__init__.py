"""Viewings: arranged, started, ended, set right, entered later; the urgent ones; who looked without a case."""

from __future__ import annotations

from requests.views.viewings.arranging import arrange, calendar_file, call_off
from requests.views.viewings.book import back_enter, correct, countersign
from requests.views.viewings.looks import look_list, new_look
from requests.views.viewings.papers import blank_notice, notice
from requests.views.viewings.running import end, one, start
from requests.views.viewings.urgent import emergency, emergency_of_case

__all__ = [
    "arrange",
    "back_enter",
    "blank_notice",
    "calendar_file",
    "call_off",
    "correct",
    "countersign",
    "emergency",
    "emergency_of_case",
    "end",
    "look_list",
    "new_look",
    "notice",
    "one",
    "start",
]

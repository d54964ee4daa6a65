"""Until when, and since when: periods, deadlines and terms of a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from printing.rules import TAIPEI
from requests.choices import Priority, Verdict
from retention.rules import anniversary
from work.rules import END_OF_DAY, after_working_days, next_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from work.rules import Calendar

LONG_PERIOD = dt.timedelta(hours=2)
OBJECTION_PERIOD = dt.timedelta(days=7)
"""How long one may object to a paper signature recorded in one's name (ruling 4)."""
DRAFT_KEPT = dt.timedelta(days=7)
"""How long a draft nobody sends is kept."""
ENTERED_AT_MOST = dt.timedelta(days=30)
"""How long after its receipt a request on paper may still be typed in (代填, ruling 7)."""
CONSENT_RECORDED_WITHIN = dt.timedelta(days=1)
"""How long after it was given an oral consent may still be recorded."""
VIEWINGS_ENTERED_AT_MOST = dt.timedelta(days=30)
"""How long after a viewing its paper row may still be entered (事後補登)."""
WORKING_DAYS: Mapping[Priority, int] = {Priority.MOST_URGENT: 1, Priority.URGENT: 3, Priority.ORDINARY: 6}
"""Within how many working days a letter is answered that sets no 限期 of its own (文書處理手冊; domain §2.2)."""
LETTER_DAYS = 3
"""Within how many working days an officer's letter follows, where the plan does not say (ruling 11)."""


def is_long_period(starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Say whether the period asks for a sentence of explanation (ruling 8: over two hours)."""
    return ends_at - starts_at > LONG_PERIOD


def letter_due_at(
    received_at: dt.datetime, priority: Priority, reply_by: dt.date | None, calendar: Calendar
) -> dt.datetime:
    """Return until when a public body's letter is to be answered: its own 限期, else what its 速別 means (ruling 11)."""
    if reply_by is not None:
        return dt.datetime.combine(reply_by, END_OF_DAY, TAIPEI)
    return after_working_days(received_at, WORKING_DAYS[priority], calendar)


def may_be_received(received_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a request on paper may be typed in at `now` as received at `received_at`: not later, not long ago."""
    return now - ENTERED_AT_MOST <= received_at <= now


def may_be_consented(consented_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a consent given at `consented_at` may be recorded at `now`: not of the future, not of long ago."""
    return now - CONSENT_RECORDED_WITHIN <= consented_at <= now


def ratify_by(consented_on: dt.date, calendar: Calendar) -> dt.datetime:
    """Return until when the chain follows an oral consent (補核): the end of the next working day (ruling 10)."""
    return dt.datetime.combine(next_working_day(consented_on, calendar), END_OF_DAY, TAIPEI)


def was_held_lately(started_at: dt.datetime, ended_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a viewing on paper may be entered at `now`: over, in the order of time, not long ago."""
    return now - VIEWINGS_ENTERED_AT_MOST <= started_at <= ended_at <= now


def footage_needed_until(
    verdict: Verdict | None,
    *,
    decided_at: dt.datetime | None,
    withdrawn_at: dt.datetime | None,
    closed_at: dt.datetime | None,
    appeal_days: int,
    withdrawn_days: int,
) -> dt.datetime | None:
    """Return until when a case needs its 暫時留存 (ruling 14); None while it is neither closed nor withdrawn.

    After full approval nothing follows 結案; after any other decision, whoever may appeal has the plan's days.
    """
    if withdrawn_at is not None:
        return withdrawn_at + dt.timedelta(days=withdrawn_days)
    if closed_at is None or decided_at is None or verdict == Verdict.EVERYTHING:
        return closed_at
    return max(closed_at, decided_at + dt.timedelta(days=appeal_days))


def erasable_from(over_on: dt.date, years: int) -> dt.date:
    """Return the first day on which the term of 伍、五 is over for a case closed or withdrawn on `over_on`.

    The day it began is not counted and the last one counts whole (民法第120條第2項、第121條).
    """
    return anniversary(over_on, years) + dt.timedelta(days=1)

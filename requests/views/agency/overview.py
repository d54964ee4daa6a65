"""公文: what public bodies asked for by letter, what is due first on top; and what they seized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from requests import policies, selectors
from requests.choices import OVER, Priority
from requests.rules import letter_due_at
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import AgencyLetter
    from requests.rules import Shown
    from requests.selectors.rows import CaseInState

SETTLED = 20
"""How many settled letters the page shows; the rest is in the list of cases."""


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One case of a public body: its letter or what is owed of it, how it stands."""

    case: CaseInState
    letter: AgencyLetter
    shown: Shown
    missing: tuple[str, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class SecretRow:
    """One 密件 and until when it is to be answered."""

    letter: AgencyLetter
    due_at: dt.datetime | None
    is_late: bool


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The letters still to be answered, the 密件, what was seized, and the last that are settled."""
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_read_letters(user, now)
    context = {
        "rows": [_row(case, now) for case in selectors.open_letters(user, now)],
        "settled": [_row(case, now) for case in selectors.settled_letters(user, now, SETTLED)],
        "secrets": _secrets(now),
        "seizures": selectors.seizures(user, now),
        "may_enter": policies.may_enter(user, now),
        "now": now,
    }
    return render(request, "requests/agency/letters.html", context)


def _row(case: CaseInState, now: dt.datetime) -> LetterRow:
    letter = case.agency_letter
    is_open = case.status not in OVER and letter.no_reply_at is None and not case.is_replied  # type: ignore[attr-defined]
    late = is_open and case.due_at is not None and case.due_at < now
    return LetterRow(case, letter, selectors.shown_of(case), selectors.missing_items(letter), late)


def _secrets(now: dt.datetime) -> list[SecretRow]:
    rows = []
    for letter in selectors.secret_letters(SETTLED):
        due_at = letter.received_at and letter_due_at(
            letter.received_at, Priority(letter.priority), letter.reply_by, calendar()
        )
        is_late = letter.settled_on is None and due_at is not None and due_at < now
        rows.append(SecretRow(letter, due_at, is_late))
    return rows

"""匯出: a list as a sheet. Taking it out is an entry, written before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from accounts.selectors import in_words
from files.views import SHEET_KINDS, sheet_response
from ledger import services as ledger
from printing.rules import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.http import HttpResponse

    from accounts.models import User
    from ledger.choices import Verb


@dataclass(frozen=True)
class Export:
    """A list as it leaves: what it is called, its columns, its rows of text, and the act as the ledger knows it."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    verb: Verb


def export(what: Export, kind: str, user: User, now: dt.datetime) -> HttpResponse:
    """Return the list as ods or csv, named by its day. Who asks for it has been allowed to. Raises Http404 for another kind."""
    if kind not in SHEET_KINDS:
        raise Http404
    ledger.append_reading(verb=what.verb, actor=in_words(user, now), subject=what.title, now=now)
    title = f"{what.title} {short_date(now).replace('/', '')}"
    return sheet_response(title, what.headings, list(what.rows), kind)

"""What pages of a report share: results with the links their reader may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from reports import policies
from reports.selectors.reporting import by_part

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from accounts.models import User
    from reports.choices import Part
    from reports.rules import Breach, Proof, Question, Result

Linked = tuple[Any, str]


class Links:
    """The addresses a reader may open, each asked once."""

    def __init__(self, user: User, now: dt.datetime) -> None:
        self._user, self._now = user, now
        self._may: dict[str, bool] = {}

    def of(self, one: Proof | Breach | Question) -> str:
        """Return the address a line leads to, "" where it leads nowhere its reader may go."""
        if not one.page or one.query.startswith("#"):  # a part of this very page
            return one.query
        if one.page not in self._may:
            self._may[one.page] = policies.may_follow(self._user, one.page, self._now)
        query = f"?{one.query}" if one.query else ""
        return f"{reverse(one.page, args=one.args)}{query}" if self._may[one.page] else ""

    def parts(self, results: Iterable[Result]) -> list[tuple[Part, list[tuple[Result, list[Linked], list[Linked]]]]]:
        """Return the plan's duties and the school's own, each with its evidence and what was not as it had to be, linked."""
        return [
            (part, [(one, self._linked(one.found.proofs), self._linked(one.found.breaches)) for one in found])
            for part, found in by_part(results)
        ]

    def questions(self, asked: Sequence[Question]) -> list[Linked]:
        """Return questions with the page that shows more."""
        return self._linked(asked)

    def _linked(self, lines: Iterable[Proof | Breach | Question]) -> list[Linked]:
        return [(line, self.of(line)) for line in lines]

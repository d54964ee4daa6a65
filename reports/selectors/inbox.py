"""What the head of every page counts: what is unread, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.rules import case_numbers_in
from reports.selectors.secrecy import hidden_among, hidden_and_waiting
from work.selectors import Inbox, words_of_unread

if TYPE_CHECKING:
    from requests.selectors import Desk


def inbox_of(desk: Desk) -> Inbox:
    """Return what is unread and waits for the person of `desk`; two queries."""
    named = [case_numbers_in(text) for text in words_of_unread(desk.user)]
    numbers, waiting = set().union(*named), desk.to_count
    if waiting is None:
        hidden, number = hidden_among(numbers, desk.cases), desk.number_waiting
    else:
        hidden, number = hidden_and_waiting(numbers, desk.cases, waiting)
    return Inbox(sum(hidden.isdisjoint(of_one) for of_one in named), number)

"""What a page asks again and again it asks once: who holds which post, the school, the plan.

Only while somebody reads: an act, a duty or a command asks each time, because what it just did may have changed the answer.
"""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page that only reads: the key of its reader, None where nobody is signed in, and what was asked for it."""

    reader: int | None
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)


_page: ContextVar[_Page | None] = ContextVar("page", default=None)


@contextmanager
def while_reading(reader: int | None = None) -> Iterator[None]:
    """Keep the answers of `once` inside the block: one page that only reads, and the key of the account it is for."""
    token = _page.set(_Page(reader))
    try:
        yield
    finally:
        _page.reset(token)


def reader() -> int | None:
    """Return the key of the account a page is read by; None in an act, and where nobody is signed in."""
    page = _page.get()
    return page.reader if page else None


def is_reading() -> bool:
    """Say whether answers are kept: then one question about everybody is cheaper than one about each."""
    return _page.get() is not None


def once(question: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Ask the database `question` once a page; its arguments are hashable and by position, nobody changes its answer."""

    @functools.wraps(question)
    def ask(*args: Args.args, **named: Args.kwargs) -> Answer:
        page = _page.get()
        if page is None or named:
            return question(*args, **named)
        key = (question, *args)
        if key not in page.known:
            page.known[key] = question(*args, **named)
        answer: Answer = page.known[key]
        return answer

    return ask

"""What a page asks again and again it asks once: who holds which post, the school, the plan.

Only while somebody reads: an act, a duty or a command asks each time, because what it just did may have changed the answer.
"""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

_known: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("known", default=None)


@contextmanager
def while_reading() -> Iterator[None]:
    """Keep the answers of `once` inside the block: one page that only reads."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def is_reading() -> bool:
    """Say whether answers are kept: then one question about everybody is cheaper than one about each."""
    return _known.get() is not None


def once(question: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Ask the database `question` once a page; its arguments are hashable and by position, nobody changes its answer."""

    @functools.wraps(question)
    def ask(*args: Args.args, **named: Args.kwargs) -> Answer:
        known = _known.get()
        if known is None or named:
            return question(*args, **named)
        key = (question, *args)
        if key not in known:
            known[key] = question(*args, **named)
        answer: Answer = known[key]
        return answer

    return ask

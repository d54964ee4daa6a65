"""From where the current act comes: a property of the running request or command, not of the act."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_origin: ContextVar[str] = ContextVar("origin", default="系統")


def current() -> str:
    """Return the address of the running web request, or 系統 for tasks and commands."""
    return _origin.get()


@contextmanager
def from_where(place: str) -> Iterator[None]:
    """Name the origin of every entry appended inside the block."""
    token = _origin.set(place[:60])
    try:
        yield
    finally:
        _origin.reset(token)

"""What people are told of their own posts and deputies: notices are the room above's, so it says how one is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User

_tellers: set[str] = set()


def register_teller(path: str) -> None:
    """Let the room above leave notices: the dotted `path` of a callable with the arguments of `tell`."""
    _tellers.add(path)


def tell(*, recipients: Iterable[User], text: str, url: str, subject: str, now: dt.datetime) -> None:
    """Leave a notice for each of `recipients`; before anything is appended to the ledger, which is locked last."""
    people = list(recipients)
    for path in _tellers:
        import_string(path)(recipients=people, text=text, url=url, subject=subject, now=now)

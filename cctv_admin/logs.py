"""What a log line may not carry: the values of a row, an address of mail, the address of a one-time link."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.db import Error
from django.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator


ATTACHED = ("request", "data")
"""What Django and Celery hang on a record, which the JSON line writes whole: an address with what was searched for, a traceback."""


class Discreet(logging.Filter):
    """Shortens what a database or a mail server says of an error, and names a page instead of its address.

    PostgreSQL goes on with `DETAIL:` and the values of the row; a refusal of a mail server names the recipients; a path may
    be the key of a link that is still open.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; every one is written."""
        for error in _chain(record.exc_info[1] if record.exc_info else None):
            if isinstance(error, SMTPException):
                error.args = ()
            elif isinstance(error, Error) or hasattr(error, "pgcode"):
                error.args = (str(error).partition("\n")[0],)
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(_page_of(request) if arg == _as_logged(request.path) else arg for arg in record.args)
        for name in ATTACHED:
            vars(record).pop(name, None)
        return True


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _as_logged(path: str) -> str:
    """Return a path as Django writes it into a line."""
    return path.encode("unicode_escape").decode("ascii")


def _page_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else "no page"

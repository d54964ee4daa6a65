"""Reading, printing and downloading personal data are acts too (個資法施行細則 §12; issue 2, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from ledger.selectors import reading_since
from ledger.services.appending import append, lock_head

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ledger.choices import Verb
    from ledger.rules import Actor


def append_reading(
    *, verb: Verb, actor: Actor, subject: str, now: dt.datetime, detail: Mapping[str, str] | None = None
) -> int:
    """Record that `actor` reads `subject`, once per account, subject, verb and 10 minutes; return the entry's number.

    Call before anything personal is shown. When it raises (LedgerError, DatabaseError), show nothing. Who has no
    account (the shell, the system) is recorded every time.
    """
    if number := _standing(verb, actor, subject, now):
        return number
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        lock_head(cursor)  # two windows of one person opened at once are one reading
        return _standing(verb, actor, subject, now) or append(
            verb=verb, actor=actor, subject=subject, now=now, detail=detail
        )


def _standing(verb: Verb, actor: Actor, subject: str, now: dt.datetime) -> int | None:
    if not actor.account:
        return None
    return reading_since(account=actor.account, subject=subject, verb=verb, now=now)

"""Copies that were begun and never finished: what came in of them does not stay past the year either (肆、四)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import local_date
from retention.selectors import copies_on_their_way, legal_holds_on, may_be_given_up
from retention.services.copies import give_up_from_shell

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor
    from retention.models import EvidenceCopy

PAST = "已屆應銷毀日而未完成（計畫肆、四）"


def never_finished(now: dt.datetime) -> list[EvidenceCopy]:
    """Return the copies on their way whose day has come and that no 法定留存 keeps."""
    begun = copies_on_their_way().filter(due_on__lte=local_date(now))
    return [copy for copy in begun if may_be_given_up(copy) and not legal_holds_on(copy)]


def give_up_late(now: dt.datetime, actor: Actor) -> list[str]:
    """Give up what never became a copy and whose day has come; return the numbers."""
    late = never_finished(now)
    for copy in late:
        give_up_from_shell(copy_id=copy.pk, reason=PAST, actor=actor, now=now)
    return [copy.number for copy in late]

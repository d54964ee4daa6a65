"""What can go wrong with a copy, and how a refusal becomes an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from retention.services.people import HoldError

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from retention.choices import Refusal
    from retention.models import EvidenceCopy


class CopyError(HoldError):
    """The copy cannot be made or used that way; the message says what to do. `field` names the field it belongs to."""


class CopyRefused(CopyError):
    """What was asked of a copy is refused, and stands in the ledger; `refusal` says why."""

    def __init__(self, message: str, refusal: Refusal) -> None:
        super().__init__(message)
        self.refusal = refusal


class NotYourCopy(PermissionDenied):
    """Who may not know what a copy shows does not open it."""

    def __init__(self) -> None:
        super().__init__("只有辦理本案的人員可以開啟這份留存檔。")


def record_refusal(copy: EvidenceCopy, refusal: Refusal, user: User, now: dt.datetime) -> None:
    """Append that `user` was refused. Outside any transaction that the refusal will undo."""
    actor, words = in_words(user, now), {"reason": refusal.label}
    ledger.append(verb=Verb.COPY_REFUSED, actor=actor, subject=str(copy), detail=words, now=now)


def refuse(copy: EvidenceCopy, refusal: Refusal, message: str, user: User, now: dt.datetime) -> CopyRefused:
    """Record a refusal and return the error to raise."""
    record_refusal(copy, refusal, user, now)
    return CopyRefused(message, refusal)

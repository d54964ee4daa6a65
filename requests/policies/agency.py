"""Who reads the list of 公文."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from requests.policies.seeing import is_in_chain

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


class MayNotReadLetters(PermissionDenied):
    """Only who signs cases reads what public bodies asked for."""

    def __init__(self) -> None:
        super().__init__("只有承辦、審核及核定調閱的人員可以查閱公務機關來文。")


def require_may_read_letters(user: User, now: dt.datetime) -> None:
    """Raises MayNotReadLetters for who is not of the chain now."""
    if not is_in_chain(user, now):
        raise MayNotReadLetters

"""Who may send a 附錄1 in the browser (伍、一), and who types in what was asked on paper (代填)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role
from requests.policies.seeing import is_in_chain

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


MAY_ASK = frozenset({Role.STAFF, Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR})


def may_ask(user: User, now: dt.datetime) -> bool:
    """Staff of the school may send a 附錄1 in the browser (伍、一); a guard asks on paper through 承辦人."""
    return bool(people.roles_of(user, timezone.localdate(now)) & MAY_ASK)


class MayNotAsk(PermissionDenied):
    """The person's account cannot send a 附錄1."""

    def __init__(self) -> None:
        super().__init__("您的帳號不能在線上提出調閱申請，請填寫紙本附錄1 交承辦人。")


def require_may_ask(user: User, now: dt.datetime) -> None:
    """Raises MayNotAsk."""
    if not may_ask(user, now):
        raise MayNotAsk


def may_enter(user: User, now: dt.datetime, *, is_emergency: bool = False) -> bool:
    """承辦人, by appointment or as deputy, types in what was asked on paper (代填, ruling 7).

    In an emergency whoever signs cases does: 承辦人 may have gone home (ruling 10).
    """
    return (is_emergency and is_in_chain(user, now)) or accounts.seating(Role.HANDLER, now).signatory(
        user, excluded=()
    ) is not None


class MayNotEnter(PermissionDenied):
    """The person does not handle requests now."""

    def __init__(self) -> None:
        super().__init__("只有承辦人可以代填申請；您自己的申請請用「新增調閱」。")


def require_may_enter(user: User, now: dt.datetime, *, is_emergency: bool = False) -> None:
    """Raises MayNotEnter."""
    if not may_enter(user, now, is_emergency=is_emergency):
        raise MayNotEnter

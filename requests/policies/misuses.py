"""Who knows of 不當使用或洩密事件: the chain, never whom it is about, nor who may not know the case it is about (肆、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts import selectors as accounts
from accounts.choices import Role
from requests.models import Misuse
from requests.policies.seeing import is_in_chain, visible_to

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import User

CLOSERS = (Role.SUPERVISOR, Role.PRINCIPAL)


class NotYourMisuse(PermissionDenied):
    """Only certain people do this."""

    def __init__(self, who: str, act: str) -> None:
        super().__init__(f"只有{who}可以{act}。")


def misuses_for(user: User, now: dt.datetime) -> QuerySet[Misuse]:
    """Return the events `user` may know of: the one source of their list, pages and papers."""
    if not is_in_chain(user, now):
        return Misuse.objects.none()
    known = Q(review_request=None) | Q(review_request__in=visible_to(user, now).values("pk"))
    return Misuse.objects.filter(known).exclude(pk__in=user.concerned_in.values("pk"))


def get_misuse(user: User, key: int, now: dt.datetime) -> Misuse:
    """Return the event. Raises Http404 when there is none or `user` may not know of it."""
    found = misuses_for(user, now).select_related("review_request", "camera").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def require_keeps_misuses(user: User, now: dt.datetime) -> None:
    """Raises NotYourMisuse."""
    if not is_in_chain(user, now):
        raise NotYourMisuse("承辦人、處室主管及校長", "登錄不當使用或洩密事件")


def may_close_misuse(user: User, now: dt.datetime) -> bool:
    """Say whether `user` closes events: 處室主管 or 校長, by appointment or as deputy; which, `misuses_for` says."""
    seats = accounts.seatings(CLOSERS, now).values()
    return any(one.user == user for seating in seats for one in seating.present)


def require_may_close_misuse(user: User, now: dt.datetime) -> None:
    """Raises NotYourMisuse."""
    if not may_close_misuse(user, now):
        raise NotYourMisuse("處室主管或校長", "結束不當使用或洩密事件")

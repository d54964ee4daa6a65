"""Who comes in to the pages of copies; who tries what is not his stands in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from retention import policies, selectors
from retention.choices import Refusal
from retention.services.copies import NotYourCopy, record_refusal

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User
    from retention.models import EvidenceCopy
    from retention.selectors import ShownCopy


def copy_reader(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 for those who have nothing to do with copies."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.lists_copies(user, now):
        raise Http404
    return user, now


def _found(number: str) -> EvidenceCopy:
    return get_object_or_404(selectors.copies().prefetch_related("cameras__place"), number=number)


def shown_copy(request: HttpRequest, number: str) -> tuple[ShownCopy, User, dt.datetime]:
    """Return one copy as who asks sees it, or 404."""
    user, now = copy_reader(request)
    return selectors.shown_copies([_found(number)], user, now)[0], user, now


def known_copy(request: HttpRequest, number: str) -> tuple[ShownCopy, User, dt.datetime]:
    """Return one copy whose case `user` works on.

    The others are refused and entered: with 403 who knows that it is there, with 404 who does not.
    """
    user, now = cast("User", request.user), timezone.now()
    copy = _found(number)
    shown = selectors.shown_copies([copy], user, now)[0]
    if shown.is_known:
        return shown, user, now
    record_refusal(copy, Refusal.NOT_ALLOWED, user, now)
    if policies.lists_copies(user, now):
        raise NotYourCopy
    raise Http404

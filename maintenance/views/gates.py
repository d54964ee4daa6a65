"""Who comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.utils import timezone

from accounts.choices import Feature
from accounts.selectors import has_feature
from maintenance import policies

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User


def upkeep_reader(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of 附錄2."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_inspections(user, today):
        raise Http404
    return user, now, today


def daily_reader(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for others, and in a school without the daily check."""
    if not has_feature(Feature.DAILY_CHECK):
        raise Http404
    return upkeep_reader(request)

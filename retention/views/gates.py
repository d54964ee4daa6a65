"""Who comes in, and the way between the pages of 影像保存."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from retention import policies

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User

TABS = (
    ("每日影像", "retention:overview"),
    ("影像資料夾", "retention:sources"),
    ("影像銷毀紀錄", "retention:destructions"),
)


def footage_reader(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of it."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_retention(user, today):
        raise Http404
    return user, now, today


def source_reader(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of folders and what was destroyed in them."""
    user, now, today = footage_reader(request)
    if not policies.may_see_sources(user, today):
        raise Http404
    return user, now, today


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of 影像保存 as the row of them shows it."""

    label: str
    url: str
    current: str = ""
    number: int = 0


def tabs(current: str) -> list[Tab]:
    """Return the pages of 影像保存, `current` (the name of a route) marked."""
    return [Tab(label, reverse(route), "true" if route == current else "") for label, route in TABS]

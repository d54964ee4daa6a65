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
    ("每日影像", "retention:overview", policies.may_see_retention),
    ("留存", "retention:holds", policies.may_see_retention),
    ("備份工作", "retention:backups", policies.may_see_holds),
    ("留存檔", "retention:copies", policies.may_see_copies),
    ("留存檔銷毀", "retention:copies-due", policies.may_know_lists),
    ("影像資料夾", "retention:sources", policies.may_see_sources),
    ("影像銷毀紀錄", "retention:destructions", policies.may_see_sources),
)
"""The pages of 影像保存, each with who may open it."""


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


def list_reader(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 for those who have no need of what becomes of copies."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_see_lists(user, now):
        raise Http404
    return user, now


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of 影像保存 as the row of them shows it."""

    label: str
    url: str
    current: str = ""
    number: int = 0


def tabs(user: User, day: dt.date, current: str) -> list[Tab]:
    """Return the pages of 影像保存 that `user` may open, `current` (the name of a route) marked."""
    allowed = {may: may(user, day) for may in {may for _, _, may in TABS}}
    return [
        Tab(label, reverse(route), "true" if route == current else "") for label, route, may in TABS if allowed[may]
    ]

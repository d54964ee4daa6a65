"""What the signed-in person has before them, asked once a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils import timezone

from requests.selectors import Desk, desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

KEPT_AS = "desk"


def counted_on(request: HttpRequest) -> int | None:
    """Return how much waits, None as long as the page has not asked."""
    desk = getattr(request, KEPT_AS, None)
    return desk.number_waiting if isinstance(desk, Desk) and desk.has_counted else None


def desk_on(request: HttpRequest) -> Desk:
    """Return the desk of the signed-in person: the page and the badge of its menu share one.

    It knows the cases as they are when it is first asked, so a view that writes asks after the writing.
    """
    desk = getattr(request, KEPT_AS, None)
    if not isinstance(desk, Desk):
        desk = desk_of(cast("User", request.user), timezone.now())
        setattr(request, KEPT_AS, desk)
    return desk

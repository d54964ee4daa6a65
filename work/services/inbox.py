"""What a person's head of page counts: the browser carries it for a minute, so that not every page counts anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from work.selectors import Inbox

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

SECONDS = 60
"""So old a number may be, where somebody else did something; what one does oneself counts at once."""
SALT = "inbox"


def carried(request: HttpRequest, user: User) -> Inbox | None:
    """Return what the browser carries for `user`, None when it must be counted."""
    said = request.get_signed_cookie(settings.INBOX_COOKIE, default="", salt=SALT, max_age=SECONDS)
    whose, *numbers = str(said).split(".")
    return Inbox(*map(int, numbers)) if whose == str(user.pk) else None


def carry(request: HttpRequest, inbox: Inbox) -> None:
    """Let the browser carry what was counted for this page."""
    request.inbox = inbox  # type: ignore[attr-defined]


def count_anew(request: HttpRequest) -> None:
    """Let this page count, whatever the browser carries: it shows what is counted, or it changed it."""
    request.COOKIES.pop(settings.INBOX_COOKIE, None)


def hand_over(request: HttpRequest, response: HttpResponse) -> bool:
    """Give the browser what was counted for this page; say whether anything was."""
    inbox: Inbox | None = getattr(request, "inbox", None)
    if inbox is None or not request.user.is_authenticated:
        return False
    response.set_signed_cookie(
        settings.INBOX_COOKIE, f"{request.user.pk}.{inbox.unread}.{inbox.waiting}", salt=SALT, max_age=SECONDS,
        httponly=True, secure=bool(settings.SESSION_COOKIE_SECURE), samesite="Lax",
    )  # fmt: skip
    return True

"""A sign-in nobody uses locks, and none lasts for ever (附表十: 閒置逾時; ASVS 7.3): what the session keeps for that."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.rules import MINUTE, Times, Watch, watch_of
from accounts.selectors import in_words
from accounts.services.proof import prove
from ledger.choices import Verb
from ledger.services import append

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User
    from accounts.services.proof import Proof

WATCH = "watch"
"""Session: when it began, when its person was last seen, until when it stays awake; seconds since 1970."""


def begin_watch(request: HttpRequest, times: Times) -> None:
    """Write into the session when this sign-in began."""
    kept = (times.began, times.seen, times.awake_until)
    request.session[WATCH] = [moment and int(moment.timestamp()) for moment in kept]


def longest() -> dt.timedelta:
    """Return how long a sign-in lasts, whatever is done in it."""
    return dt.timedelta(hours=settings.SESSION_HOURS)


def times_of(request: HttpRequest) -> Times | None:
    """Return what the session keeps, None in one begun before this release."""
    kept = request.session.get(WATCH)
    if kept is None:
        return None
    began, seen, awake = (moment and dt.datetime.fromtimestamp(moment, tz=dt.UTC) for moment in kept)
    return Times(began, seen, awake)


def state_of_sign_in(request: HttpRequest, now: dt.datetime) -> Watch:
    """Return how the sign-in of `request` stands at `now`; a locked one stays so until `unlock`."""
    times = times_of(request)
    if times is None:
        return Watch.OPEN
    return watch_of(times, now, idle=dt.timedelta(minutes=settings.IDLE_MINUTES), longest=longest())


def note_presence(request: HttpRequest, now: dt.datetime) -> None:
    """Remember that the person is here now; once a minute, for each time writes to the session."""
    times = times_of(request)
    if times is None:
        begin_watch(request, Times(began=now, seen=now))
    elif now >= times.seen + MINUTE:
        _seen(request, times, now)


def unlock(request: HttpRequest, form: Proof, now: dt.datetime) -> None:
    """Open a locked sign-in to the same person. Raises NotProven; a wrong answer counts as a failed sign-in."""
    prove(request, form, now)
    user: User = request.user  # type: ignore[assignment]
    times = times_of(request)
    if times is not None:
        _seen(request, times, now)
    append(verb=Verb.UNLOCKED, actor=in_words(user, now), subject=user.username, now=now)


def end_sign_in(request: HttpRequest) -> None:
    """End the sign-in of `request` as a time-out does: nobody signed out, so what was typed may still be kept."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()


def follow_new_key(request: HttpRequest) -> None:
    """Keep a sign-in in the list of those that can be ended: Django gives another key to one that an older secret signed."""
    came = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if came and request.user.is_authenticated and request.session.session_key != came:
        UserSession.objects.filter(session_key=came).update(session_key=request.session.session_key)


def _seen(request: HttpRequest, times: Times, now: dt.datetime) -> None:
    begin_watch(request, Times(times.began, now, times.awake_until))
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)

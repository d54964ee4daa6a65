"""Questions about notices, duties, holidays, and who holds a role."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import F, QuerySet

from accounts.models import User
from accounts.once import once
from accounts.policies import appointments_on
from printing.rules import TAIPEI
from work import policies
from work.models import Attempt, Duty, Holiday, Notice
from work.rules import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.choices import Role

MAIL_FOR = dt.timedelta(days=7)
"""A notice older than this is not mailed any more; it stays in the app."""
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
CLOCKS_APART = dt.timedelta(minutes=5)
"""So much two clocks may differ; what is noted later than that was noted by one that was ahead."""
AN_HOUR = dt.timedelta(hours=1)
CLAIM_FOR = dt.timedelta(minutes=10)
"""After this long a claim that came to nothing belongs to a sender that died, and another may take the notice."""


def holders_of(*roles: Role, day: dt.date) -> QuerySet[User]:
    """Return the active people who hold one of `roles` on `day` by appointment."""
    return User.objects.filter(pk__in=appointments_on(day).filter(role__in=roles).values("user"))


def notices_of(user: User, now: dt.datetime, most: int) -> list[Notice]:
    """Return the newest `most` of the person's own notices, unread first, but none of what one may not know any more."""
    own = Notice.objects.filter(recipient=user)
    newest = own.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")[:most]
    return tellable(user, newest, now)


class Inbox(NamedTuple):
    """How many notices somebody has not read, of those he may know of, and how much waits for that person."""

    unread: int
    waiting: int


def words_of_unread(user: User) -> list[str]:
    """Return the words of every notice the person has not read, also of those he may not know any more."""
    return [words_of(notice) for notice in Notice.objects.filter(recipient=user, read_at=None).only("subject", "text")]


def tellable(user: User, notices: Iterable[Notice], now: dt.datetime) -> list[Notice]:
    """Return those of `notices` that name nothing `user` may not know of."""
    words = {notice: words_of(notice) for notice in notices}
    secret = policies.naming_secrets(user, set(words.values()), now)
    return [notice for notice, text in words.items() if text not in secret]


def words_of(notice: Notice) -> str:
    """Return all a notice says."""
    return f"{notice.subject} {notice.text}"


def notices_to_mail(now: dt.datetime) -> QuerySet[Notice]:
    """Return what is to be mailed: unsent, unread, recent, to people with an address, not in another sender's hands.

    What was never tried comes first, then what was tried longest ago: what cannot be delivered keeps nothing else waiting.
    """
    return (
        Notice.objects.filter(mailed_at=None, read_at=None, created_at__gte=now - MAIL_FOR, recipient__is_active=True)
        .exclude(recipient__email="")
        .exclude(mail_claimed_at__gt=now - CLAIM_FOR, mail_failure="")
        .order_by(F("mail_claimed_at").asc(nulls_first=True), "created_at", "pk")
    )


def mail_is_configured() -> bool:
    """Say whether this installation has a mail server: without one notices stand in the app alone (CCTV_EMAIL_URL)."""
    return str(settings.EMAIL_BACKEND) != NO_MAIL


def has_mailed() -> bool:
    """Say whether a mail server ever took a notice."""
    return Notice.objects.filter(mailed_at__isnull=False, mail_failure="").exists()


def next_run(name: str, after: dt.datetime) -> dt.datetime:
    """Return when the duty `name` is due next after a moment, from the beat schedule. Raises KeyError."""
    start, wait, _ = settings.CELERY_BEAT_SCHEDULE[name]["schedule"].remaining_delta(after.astimezone(TAIPEI))
    moment: dt.datetime = start + wait
    return moment


def duties() -> QuerySet[Duty]:
    """Return every duty of the schedule, run or not, ordered by title."""
    return Duty.objects.filter(name__in=settings.CELERY_BEAT_SCHEDULE).order_by("title")


def overdue_duties(now: dt.datetime) -> list[Duty]:
    """Return the duties that missed two runs: the worker or beat stands still. Asked by the web process.

    And those a clock that was ahead ran last: when they are due next it noted, too.
    """
    return [duty for duty in duties() if _is_overdue(duty, now)]


def _is_overdue(duty: Duty, now: dt.datetime) -> bool:
    ran_ahead = duty.last_started_at is not None and duty.last_started_at > now + CLOCKS_APART
    return ran_ahead or (duty.next_run_at is not None and next_run(duty.name, duty.next_run_at) <= now)


def tries_of_the_hour(now: dt.datetime) -> int:
    """Return how many wrong tries there were at pages open without a session within an hour."""
    return Attempt.objects.filter(at__gt=now - AN_HOUR).count()


def failed_duties() -> list[Duty]:
    """Return the duties whose last run failed; one that has run well since is none of them."""
    return list(duties().exclude(last_failure=""))


@once
def calendar() -> Calendar:
    """Return the holidays as the rules of periods need them. One query."""
    rows = dict(Holiday.objects.values_list("date", "is_workday"))
    return Calendar(
        days_off=frozenset(day for day, is_workday in rows.items() if not is_workday),
        made_up=frozenset(day for day, is_workday in rows.items() if is_workday),
    )


def holidays_of(year: int) -> QuerySet[Holiday]:
    """Return the days off and made-up working days of a Gregorian year."""
    return Holiday.objects.filter(date__year=year)

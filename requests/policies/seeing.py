"""Who may know of which case. `visible_to` is the one source of every list, count, number and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from accounts.once import once
from requests.choices import ReaderGround, Status
from requests.models import CaseReader, Recusal, ReviewRequest

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from accounts.models import User
    from accounts.selectors import Seating


CHAIN = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
VIEWABLE = (Status.APPROVED, Status.PARTLY_APPROVED)
OPEN = (Status.IN_REVIEW, Status.RETURNED)
"""A case that waits for an act; so long those asked for an opinion see it."""
UNFINISHED = (*OPEN, *VIEWABLE)
"""A case on which something is still to be done; so long a deputy for 迴避 sees it."""


def is_in_chain(user: User, now: dt.datetime) -> bool:
    """Say whether `user` signs cases now: by appointment, or as somebody's deputy."""
    return _standing(user, now).signs


class _Standing(NamedTuple):
    """How somebody stands to cases now: whether he signs them, and whether he sits at all, be it only where one keeps out."""

    signs: bool
    sits: bool


def _standing(user: User, now: dt.datetime) -> _Standing:
    if people.roles_of(user, timezone.localdate(now)) & CHAIN:
        return _Standing(signs=True, sits=True)
    return _seated(accounts.seatings(CHAIN, now), user)


def _seated(seats: Mapping[Role, Seating], user: User) -> _Standing:
    return _Standing(is_seated(seats, user), any(seats[role].names(user) for role in CHAIN))


def visible_to(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the submitted cases `user` may know of.

    One's own; and, while one holds a post, those one signs, those one is asked about (會辦) while they are open, and of
    限制案 those one is a named reader of, as long as the ground one was named on stands — but none one must keep out of
    (迴避), unless it is one's own.
    """
    return _visible(user, now, _standing(user, now)).all()


def visible_from(seats: Mapping[Role, Seating], user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the same as `visible_to` for who knows the seats of the chain already, without another query."""
    return _visible(user, now, _seated(seats, user)).all()


def cases_in_books_of(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases of which `user` reads in 登記簿 and 存取紀錄: those one may know of.

    The auditor reads of all but the 限制案 he is no reader of, and those he must keep out of.
    """
    standing = _standing(user, now)
    audits = people.holds(user, Role.AUDITOR, timezone.localdate(now))
    return _visible(user, now, standing._replace(signs=standing.signs or audits)).all()


def cases_not_closed_to(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases closed to `user` neither as 限制案 nor by 迴避: those a paper about his own work may name to him."""
    return _visible(user, now, _standing(user, now)._replace(signs=True)).all()


def still_reads(reader: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether the ground on which `reader` is a named reader of the 限制案 `case` stands."""
    return ReviewRequest.objects.filter(_reads(reader, _standing(reader, now)), pk=case.pk).exists()


def is_seated(seats: Mapping[Role, Seating], user: User) -> bool:
    """Say the same as `is_in_chain` for who knows the seats of the chain already, without another query."""
    # Also as second deputy: the first may be a party to one of the cases.
    return any(one.user == user for role in CHAIN for one in seats[role].present)


@once
def _visible(user: User, now: dt.datetime, standing: _Standing) -> QuerySet[ReviewRequest]:
    cases = ReviewRequest.objects.exclude(status=Status.DRAFT)
    if not people.posts_of(user, timezone.localdate(now)):
        return cases.filter(applicant=user)
    open_to_me = (
        Q(is_restricted=False)
        if standing.signs
        else Q(is_restricted=False) & (_asked_about(user) | _stands_in(user, now))
    )
    named = Q(is_restricted=True) & _reads(user, standing)
    keeps_out = Q(pk__in=user.recusals.values("review_request"))
    return cases.filter(Q(applicant=user) | (open_to_me | named) & ~keeps_out)


def _asked_about(user: User) -> Q:
    """The open cases on which `user` was asked for an opinion (會辦)."""
    return Q(pk__in=user.consultations.filter(review_request__status__in=OPEN).values("review_request"))


def _reads(user: User, standing: _Standing) -> Q:
    """The cases `user` is a named reader of on a ground that stands: named for good, of the chain, or asked while it is open.

    Off the table of readers, not joined to cases.
    """
    grounds = [ReaderGround.NAMED, ReaderGround.SEAT] if standing.sits else [ReaderGround.NAMED]
    rows = CaseReader.objects.filter(user=user, ground__in=grounds)
    asked = user.consultations.filter(review_request__status__in=OPEN, review_request__reader_rows__user=user)
    return Q(pk__in=rows.values("review_request")) | Q(pk__in=asked.values("review_request"))


def _stands_in(user: User, now: dt.datetime) -> Q:
    """The unfinished cases somebody must keep out of for whom `user` deputises on that ground (迴避)."""
    absent = accounts.deputised_for(user, DeputyReason.RECUSAL, now)
    if not absent:
        return Q(pk__in=())
    kept_out = Recusal.objects.filter(person__in=absent).values("review_request")
    return Q(status__in=UNFINISHED) & (Q(pk__in=kept_out) | Q(applicant__in=absent))


JOINED = ("plan", "applicant", "oral_consent", "agency_letter", "officer_visit", "decided_on", "tracking_code")
FETCHED: tuple[str, ...] = ("readers", "recusals", "viewings")
"""What every page of a case, and every question who may do what, asks of it again and again."""


def get_case(user: User, number: str, now: dt.datetime) -> ReviewRequest:
    """Return the case. Raises Http404 when there is none or `user` may not know of it."""
    try:
        return visible_to(user, now).select_related(*JOINED).prefetch_related(*FETCHED).get(number=number)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def get_draft(user: User, key: uuid.UUID) -> ReviewRequest:
    """Return one's own draft. Raises Http404 for anybody else's."""
    try:
        return ReviewRequest.objects.get(drafted_by(user), draft_key=key, status=Status.DRAFT)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def drafted_by(user: User) -> Q:
    """Whose draft it is: who typed it in for somebody else (代填), else the applicant."""
    return Q(entered_by=user) | Q(entered_by=None, applicant=user)


def may_read_register(user: User, now: dt.datetime) -> bool:
    """承辦人, 主管, 校長 and while they are away their deputies keep and read the 調閱登記簿 (rulings 3, 22); the auditor reads it."""
    return people.holds(user, Role.AUDITOR, timezone.localdate(now)) or is_in_chain(user, now)

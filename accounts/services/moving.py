"""What of the accounts changes when somebody leaves or a post moves on (肆、二; ruling 25).

These write and return what they wrote: whoever hands over the work beside it records all at the end, for the ledger is
locked last. `reports.services.staff` is where the whole act stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts import policies
from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy, OneTimeLink, User
from accounts.services.deputies import end_deputising, record_end, record_naming
from accounts.services.errors import PeopleError
from accounts.services.people import ONE_DAY, end_before, end_sessions, record_post_end, record_post_kept
from accounts.services.school import record_post

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from ledger.services import Actor

FOR_A_VACANCY = timedelta(days=180)
"""So long a deputy for a vacant post is named at first; the page 職務代理 says otherwise."""


@dataclass
class Moved:
    """Posts and deputies that ended and began; `kept` was to end and does not."""

    ended: list[Appointment] = field(default_factory=list)
    begun: list[Appointment] = field(default_factory=list)
    kept: list[Appointment] = field(default_factory=list)
    dropped: list[Deputy] = field(default_factory=list)
    named: list[Deputy] = field(default_factory=list)


def lock_person(person_id: int) -> User:
    """Return the person with the row of the account locked; before cases and all else he leaves behind."""
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def close_account(person: User, now: dt.datetime) -> Moved:
    """Close the account of a locked person the same minute: sessions, links, posts, deputising; the records stay (肆、二).

    Deputies named for the vacancy (出缺) of the person's post stay.
    """
    person.is_active = False
    person.save(update_fields=["is_active"])
    moved = Moved()
    still = Q(until__isnull=True) | Q(until__gte=timezone.localdate(now))
    moved.ended = list(person.appointments.select_for_update(no_key=True).filter(still).order_by("pk"))
    for post in moved.ended:
        end_before(post, timezone.localdate(now))
    moved.dropped = end_deputising(person, now)
    OneTimeLink.objects.filter(user=person, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    end_sessions(person)
    return moved


def take_posts(successor: User, moved: Moved, day: dt.date) -> None:
    """Give the successor those ended posts of the chain, and of 系統管理, that he does not hold yet, from `day` on.

    One that was to begin later begins then.
    """
    for post in moved.ended:
        begins = max(day, post.since)
        if post.role in KEPT_UP and not policies.holds(successor, Role(post.role), begins):
            moved.begun.append(_begin(post, successor, begins))


def stand_in(successor: User, person: User, moved: Moved, now: dt.datetime) -> None:
    """Name the successor deputy for the vacant posts of `person` (出缺). Raises PeopleError for who may not deputise."""
    if not policies.may_deputise(successor, timezone.localdate(now)):
        raise PeopleError("代理出缺職務的人必須是在職的教職員。")
    row = Deputy.objects.create(
        principal=person, deputy=successor, order=1, reason=DeputyReason.VACANT, since=now, until=now + FOR_A_VACANCY
    )
    moved.named.append(row)


def move_post(*, post_id: int, successor: User, staff_title: str, day: dt.date) -> Moved:
    """Let a post go to `successor` from `day` on; who gives it up keeps, or gets, what a teacher sees (ruling 25).

    Raises PeopleError for a post that has ended, a day that is past, and a successor who holds the role then.
    """
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("user", "office")
    post = rows.get(pk=post_id)
    if post.until is not None or post.since >= day:
        raise PeopleError("這個職務已訂有終止日，或在交接日之前尚未開始，不能交接。")
    if policies.holds(successor, Role(post.role), day):
        raise PeopleError("接任人在交接日已擔任同一角色，請改為直接結束原職務。")
    end_before(post, day)
    moved = Moved(ended=[post], begun=[_begin(post, successor, day)])
    stays = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=day), user=post.user, since__lte=day)
    if not stays.exists():
        moved.begun.append(
            Appointment.objects.create(user=post.user, role=Role.STAFF, title=staff_title, office=None, since=day)
        )
    return moved


def take_move_back(*, ended_id: int | None, begun_ids: Collection[int], day: dt.date) -> Moved:
    """Undo `move_post` before `day`: the post goes on, and what was to begin with it does not.

    Raises PeopleError when the post was ended, or the role given anew, in the meantime.
    """
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("user", "office")
    posts = list(rows.filter(pk__in=[ended_id, *begun_ids]).order_by("pk"))
    post = next((one for one in posts if one.pk == ended_id and one.until == day - ONE_DAY), None)
    if post is None or policies.holds(post.user, Role(post.role), day):
        raise PeopleError("這個職務在登錄交接後另有變更，不能取消交接；請在人員頁面調整職務。")
    post.until = None
    post.save(update_fields=["until"])
    moved = Moved(kept=[post], ended=[one for one in posts if one != post])
    for begun in moved.ended:
        end_before(begun, day)
    return moved


def end_own_deputies(person: User, now: dt.datetime) -> Moved:
    """End who deputises for a person of no post of the chain any more."""
    moved = Moved()
    if not policies.roles_of(person, timezone.localdate(now)) & policies.MAY_HAVE_DEPUTIES:
        moved.dropped = end_deputising(person, now, also_for_others=False)
    return moved


def record_moved(moved: Moved, actor: Actor, now: dt.datetime) -> None:
    """Append what ended and began; last, it locks the ledger."""
    for post in moved.ended:
        record_post_end(post, actor, now)
    for post in moved.begun:
        record_post(post, actor, now)
    for post in moved.kept:
        record_post_kept(post, actor, now)
    for row in moved.dropped:
        record_end(row, actor, now)
    for row in moved.named:
        record_naming(row, actor, now)


def _begin(post: Appointment, successor: User, day: dt.date) -> Appointment:
    return Appointment.objects.create(user=successor, role=post.role, title=post.title, office=post.office, since=day)


KEPT_UP = policies.MAY_HAVE_DEPUTIES | {Role.ADMINISTRATOR}
"""What must not stand empty when somebody leaves."""

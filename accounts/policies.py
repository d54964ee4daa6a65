"""Who may do what, from appointments and deputies. Views ask here; nobody asks for a superuser."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.choices import Role
from accounts.models import Appointment, Deputy
from accounts.once import is_reading, once, reader
from printing.rules import start_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from accounts.models import SchoolPlan, User

    class OnThatDay(TypedDict):
        """Whether anybody deputises for anybody that day: mostly nobody does, and then nobody asks who."""

        anybody_deputises: bool

    Post = WithAnnotations[Appointment, OnThatDay]

ONE_DAY = dt.timedelta(days=1)


def appointments_on(day: dt.date) -> QuerySet[Appointment]:
    """Return the appointments in force on `day` of people whose accounts are in use that day."""
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        Q(user__expires_on__isnull=True) | Q(user__expires_on__gte=day),
        since__lte=day,
        user__is_active=True,
    )


@once
def posts_on(day: dt.date) -> tuple[Post, ...]:
    """Return the same, each with its person: a school has a hundred."""
    return _with_people(appointments_on(day), day)


def deputies_on(day: dt.date) -> QuerySet[Deputy]:
    """Return who deputises for somebody at any moment of the local `day`."""
    start = start_of_day(day)
    return Deputy.objects.filter(since__lt=start + ONE_DAY, until__gt=start)


@once
def seated_posts_on(day: dt.date) -> tuple[Post, ...]:
    """Return every post of whoever may have a seat on `day`, and of the reader of the page, each with its person.

    Who never was anything but 教職員 and never deputised for anybody has none: of a hundred posts some ten are left. Whether
    he was so on another day is not asked: a few posts more cost every page less than a question with twice the conditions.
    """
    others = Appointment.objects.exclude(role=Role.STAFF).order_by().values("user")
    seated = Q(user__in=others) | Q(user__in=Deputy.objects.order_by().values("deputy")) | Q(user=reader())
    return _with_people(appointments_on(day).filter(seated), day)


def _with_people(posts: QuerySet[Appointment], day: dt.date) -> tuple[Post, ...]:
    return tuple(posts.select_related("user").annotate(anybody_deputises=Exists(deputies_on(day))))


def posts_of(user: User, day: dt.date) -> tuple[Appointment, ...]:
    """Return the posts `user` holds on `day`, the newest first: it gives the title."""
    if not is_reading():
        return tuple(appointments_on(day).filter(user=user))
    found = _of(user, seated_posts_on(day))
    return found if found or user.pk == reader() else _of(user, posts_on(day))


def _of(user: User, posts: Iterable[Appointment]) -> tuple[Appointment, ...]:
    return tuple(post for post in posts if post.user_id == user.pk)


def reader_with_posts(key: int, day: dt.date) -> User | None:
    """Return the reader of the page, by the key of the account, with the posts of `day` that every page asks for anyhow.

    None where nobody reads, and for whoever has no post that day or may not use the account: then it is asked for by itself.
    """
    if key != reader():
        return None
    return next((post.user for post in seated_posts_on(day) if post.user_id == key), None)


def is_in_use(user: User, day: dt.date) -> bool:
    """Say whether the account of `user` is in use on `day`: neither disabled nor past its end (附表十: 帳號管理)."""
    return user.is_active and (user.expires_on is None or day <= user.expires_on)


def roles_of(user: User, day: dt.date) -> frozenset[Role]:
    """Return every role `user` holds on `day`; an anonymous or departed person holds none. One query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(Role(post.role) for post in posts_of(user, day))


def posts_in_force(user: User, day: dt.date) -> frozenset[Role]:
    """Return the roles of the posts `user` has on `day`, also while the account is suspended: what leaving ends."""
    posts = _posts_not_ended(user, day).filter(since__lte=day)
    return frozenset(Role(role) for role in posts.values_list("role", flat=True))


def _posts_not_ended(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Return the posts of `user` that go on or begin on `day` or later."""
    return Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=day), user=user)


def holds(user: User, role: Role, day: dt.date) -> bool:
    """Say whether `user` holds `role` on `day` by appointment (deputies are asked separately)."""
    return role in roles_of(user, day)


MAY_HAVE_DEPUTIES = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
MAY_DEPUTISE = MAY_HAVE_DEPUTIES | {Role.STAFF}
OPENED_BY_HANDLER = frozenset({Role.STAFF, Role.GUARD})


def is_administrator(user: User, day: dt.date) -> bool:
    """Say whether `user` keeps the accounts (系統管理, ruling 24)."""
    return holds(user, Role.ADMINISTRATOR, day)


def may_change_plan(user: User, day: dt.date) -> bool:
    """Say whether `user` enters what the school decided on the values of its plan (系統管理)."""
    return is_administrator(user, day)


_plan_users: set[str] = set()


def register_plan_users(path: str) -> None:
    """Let the room above say whether a plan was worked by: the dotted `path` of a callable plan → bool."""
    _plan_users.add(path)


def is_plan_used(plan: SchoolPlan) -> bool:
    """Say whether anything was begun under `plan`: then its words stay as they were that day."""
    return any(import_string(path)(plan) for path in _plan_users)


def may_see_people(user: User, day: dt.date) -> bool:
    """Say whether `user` sees the list of people: the administrator, and 承辦人 who hands out links on paper."""
    return bool(roles_of(user, day) & {Role.ADMINISTRATOR, Role.HANDLER})


def may_issue_link(user: User, person: User, day: dt.date) -> bool:
    """Say whether `user` may open the account of `person` anew by a one-time link; never the own one.

    承辦人 does so for 教職員 and 警衛 only, and for no deputy, of today or to come: who could open the account of the 校長
    or of who acts for him could decide his own proposal.
    """
    if user.pk == person.pk or not is_in_use(person, day):
        return False
    roles = roles_of(user, day)
    signs_nothing = (
        not _posts_not_ended(person, day).exclude(role__in=OPENED_BY_HANDLER).exists()
        and not Deputy.objects.filter(deputy=person, until__date__gte=day).exists()
    )
    return Role.ADMINISTRATOR in roles or (Role.HANDLER in roles and signs_nothing)


def may_have_deputies(person: User, day: dt.date) -> bool:
    """Say whether `person` holds a post of the chain, or held one that may be vacant now (出缺)."""
    return Appointment.objects.filter(user=person, role__in=MAY_HAVE_DEPUTIES, since__lte=day).exists()


def may_name_own_deputies(user: User, day: dt.date) -> bool:
    """Say whether `user` holds a post of the chain: who has left it does not name who follows (出缺)."""
    return bool(roles_of(user, day) & MAY_HAVE_DEPUTIES)


def may_name_deputies(user: User, principal: User, day: dt.date) -> bool:
    """Say whether `user` may name and end deputies of `principal`: himself while he holds a post, or the administrator.

    The administrator does so for who is away, and for the vacancy of a post (出缺); of his own last post another one.
    """
    if user.pk == principal.pk:
        return may_name_own_deputies(user, day)
    return is_administrator(user, day) and may_have_deputies(principal, day)


def may_deputise(person: User, day: dt.date) -> bool:
    """Say whether `person` may be named as a deputy: a member of staff whose account is in use."""
    return bool(roles_of(person, day) & MAY_DEPUTISE)


_open_to_guards: set[str] = set()
_shift_ends: set[str] = set()


def open_in_guard_room(*routes: str) -> None:
    """Let who signed in on a 警衛室裝置 open these `routes` of a room: checks, faults, 緊急留存 only (ruling 26)."""
    _open_to_guards.update(routes)


def is_open_in_guard_room(route: str) -> bool:
    """Say whether a sign-in with a 個人識別碼 may open `route`."""
    return route in _open_to_guards


def register_shift_ends(path: str) -> None:
    """Let the room that knows the shifts say when the present one ends: the dotted `path` of a callable."""
    _shift_ends.add(path)


def shift_ends_at(now: dt.datetime) -> dt.datetime | None:
    """Return when the shift of `now` ends, None where the school has no shifts or none runs."""
    ends: list[dt.datetime | None] = [import_string(path)(now) for path in _shift_ends]
    return max((end for end in ends if end), default=None)


def is_only_guard(user: User, day: dt.date) -> bool:
    """Say whether `user` is a guard and nothing else: who may see more signs in with a password (ruling 26)."""
    return roles_of(user, day) == {Role.GUARD}


def may_manage_devices(user: User, day: dt.date) -> bool:
    """Say whether `user` registers and withdraws 警衛室裝置 and withdraws codes (系統管理)."""
    return is_administrator(user, day)


def must_have_second_factor(user: User, now: dt.datetime) -> bool:
    """Say whether `user` cannot work without a second factor: by an own role, or one of whom he acts for (setting)."""
    if not settings.SECOND_FACTOR_ROLES:
        return False
    day = timezone.localdate(now)
    acts_for = Deputy.objects.filter(deputy=user, since__lte=now, until__gt=now).values("principal")
    held = appointments_on(day).filter(Q(user=user) | Q(user__in=acts_for))
    return held.filter(role__in=settings.SECOND_FACTOR_ROLES).exists()

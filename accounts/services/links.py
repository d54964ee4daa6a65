"""One-time links: they open an account once, within their time, and are handed over on paper, not by mail."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts import policies
from accounts.choices import Role
from accounts.models import OneTimeLink, School, User
from accounts.rules import fold_account, token_digest
from accounts.selectors import in_words, people_with
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.failures import forgive_everywhere
from accounts.services.people import end_sessions, free_account_name, make_person
from accounts.services.school import appoint, found_school
from ledger.choices import Verb
from ledger.services import Actor, append

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

FIRST_LIFE = timedelta(minutes=30)
LIFE = timedelta(days=3)
INVITED = "invited-"
"""Begins the account name of a person who has not chosen one yet."""


class LinkIsDead(PeopleError):
    """Wrong, used, expired or withdrawn: one answer for all, so that nothing is learned by trying."""

    def __init__(self) -> None:
        super().__init__("這個單次連結無法使用：可能已用過、已過期或網址不完整。請向系統管理人員或承辦人索取新的連結。")


def has_administrator(now: dt.datetime) -> bool:
    """Say whether anybody keeps the accounts and can sign in."""
    return any(person.has_usable_password() for person in people_with(Role.ADMINISTRATOR, timezone.localdate(now)))


@transaction.atomic
def issue_first_link(*, operator: str, now: dt.datetime) -> str:
    """Return the token of a link that makes the first administrator, good for 30 minutes; earlier ones die.

    Raises PeopleError when there is an administrator already.
    """
    if has_administrator(now):
        raise PeopleError("已有系統管理人員，不再發出第一次設定的連結；請改用 manage.py invite。")
    return _issue(person=None, actor=Actor(name=operator), now=now, life=FIRST_LIFE)


@transaction.atomic
def invite(*, name: str, role: Role, title: str, username: str, operator: str, now: dt.datetime) -> tuple[User, str]:
    """Return a person and the token of their link, asked for at the shell; the ledger names the operator.

    Without `username` the person chooses one. A `username` that exists gets a new link, and the role if not held yet.
    Raises PeopleError for a closed account, BadAccountName.
    """
    actor = Actor(name=operator)
    day = timezone.localdate(now)
    person = User.objects.select_for_update(no_key=True).filter(username=username).first() if username else None
    if person is None:
        account = username or INVITED + secrets.token_hex(4)
        person = make_person(
            name=name, username=account, role=role, title=title, office="", since=day, actor=actor, now=now
        )
    elif not policies.is_in_use(person, day):
        raise PeopleError(f"帳號「{person.username}」已停用。")
    elif not policies.holds(person, role, day):
        appoint(user=person, role=role, title=title, since=day, actor=actor, now=now)
    return person, _issue(person=person, actor=actor, now=now, life=LIFE)


@transaction.atomic
def issue_link(*, person_id: int, actor: User, now: dt.datetime) -> str:
    """Return the token of a link for an invited person or one who forgot the password; shown once. Raises NotAllowed."""
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    if not policies.may_issue_link(actor, person, timezone.localdate(now)):
        raise NotAllowed("您不能為這個帳號發給單次連結。")
    return _issue(person=person, actor=in_words(actor, now), now=now, life=LIFE)


@transaction.atomic
def issue_links(*, person_ids: Iterable[int], actor: User, now: dt.datetime) -> list[tuple[User, str]]:
    """Return each of these people, none of whom ever signed in, with the token of a link; shown once. Raises NotAllowed.

    What was lost on the way is issued anew, one by one, where its person stands: a link for a password already set opens
    somebody's account.
    """
    if not policies.is_administrator(actor, timezone.localdate(now)):
        raise NotAllowed("只有系統管理人員可以一次發給多人單次連結。")
    wanted = set(person_ids)
    people = list(User.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if len(people) != len(wanted) or any(not may_choose_name(one) or one.pk == actor.pk for one in people):
        raise NotAllowed("名單中有人已開通帳號或不在名單上，請重新整理頁面。")
    issued = [(one, _written(one, now, LIFE)) for one in people]
    words = in_words(actor, now)
    for one in people:
        _record(one, words, now)
    return issued


def link_for_token(token: str, now: dt.datetime) -> OneTimeLink:
    """Return the open link of `token`. Raises LinkIsDead."""
    link = OneTimeLink.objects.select_related("user").filter(token_sha256=token_digest(token)).first()
    return _living(link, now)


@transaction.atomic
def use_link(
    *, token: str, username: str, name: str, password: str, school_name: str, school_short_name: str, now: dt.datetime
) -> User:
    """Open the account of a link once: set its password, and its name where it has none yet; end its sessions and its lock.

    The first administrator's link makes the person, and the school when there is none. `password` has been validated
    by the form. Raises LinkIsDead, BadAccountName.
    """
    row = OneTimeLink.objects.select_for_update(no_key=True).filter(token_sha256=token_digest(token)).first()
    link = _living(row, now)
    if link.user is None:
        person = _first_administrator(username, name, school_name, school_short_name, now)
    else:
        person = User.objects.select_for_update(no_key=True).get(pk=link.user.pk)
        if may_choose_name(person) and fold_account(username) != person.username:
            person.username = free_account_name(username)
    person.set_password(password)
    person.save(update_fields=["username", "password"])
    link.used_at = now
    link.save(update_fields=["used_at"])
    end_sessions(person)
    forgive_everywhere(person)
    append(verb=Verb.LINK_USED, actor=in_words(person, now), subject=f"帳號 {person.username}", now=now)
    return person


def may_choose_name(person: User) -> bool:
    """Say whether the account name may still be chosen: nobody has ever signed in with it."""
    return not person.has_usable_password()


def _first_administrator(username: str, name: str, school_name: str, short_name: str, now: dt.datetime) -> User:
    day = timezone.localdate(now)
    actor = Actor(name="單次連結")
    if not School.objects.exists():
        found_school(name=school_name, short_name=short_name, effective_from=day, actor=actor, now=now)
    return make_person(
        name=name,
        username=username,
        role=Role.ADMINISTRATOR,
        title=Role.ADMINISTRATOR.label,
        office="",
        since=day,
        actor=actor,
        now=now,
    )


def _issue(*, person: User | None, actor: Actor, now: dt.datetime, life: dt.timedelta) -> str:
    token = _written(person, now, life)
    _record(person, actor, now)
    return token


def _written(person: User | None, now: dt.datetime, life: dt.timedelta) -> str:
    OneTimeLink.objects.filter(user=person, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(token_sha256=token_digest(token), user=person, expires_at=now + life)
    return token


def _record(person: User | None, actor: Actor, now: dt.datetime) -> None:
    subject = f"{person.name}（{person.username}）" if person else "第一位系統管理人員"
    append(verb=Verb.LINK_ISSUED, actor=actor, subject=subject, now=now)


def _living(link: OneTimeLink | None, now: dt.datetime) -> OneTimeLink:
    if link is None or not link.is_open(now):
        raise LinkIsDead
    if link.user is None and has_administrator(now):
        raise LinkIsDead
    if link.user is not None and not policies.is_in_use(link.user, timezone.localdate(now)):
        raise LinkIsDead
    return link

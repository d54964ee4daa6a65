"""The daily look at accounts: past their end, unused for long, and the yearly review that is due (附表十: 帳號管理).

Who holds a post nobody else holds, or has work only he can do, is not suspended for silence: that is told instead.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts import services as accounts
from accounts.choices import Role
from accounts.models import User
from accounts.policies import holds
from accounts.selectors import people_with, plan_on
from printing.rules import local_date, long_date
from reports.rules import IDLE_DAYS, Look, look_at
from reports.selectors.reviews import review_due
from reports.selectors.staff import left_alone
from reports.services.staff.leaving import hangs_on
from reports.services.staff.posts import carry_out_due
from work.models import Notice
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    from collections.abc import Iterable

A_MONTH = dt.timedelta(days=30)


def look_after_accounts(now: dt.datetime) -> Outcome:
    """Hand over what is due, suspend what is past its end or unused, announce both before, remind of the yearly review."""
    moved = carry_out_due(now)
    limit = plan_on(local_date(now)).idle_days or IDLE_DAYS
    suspended = sum(_look(person, limit, now) for person in User.objects.filter(is_active=True).order_by("pk"))
    _remind_of_review(now)
    words = f"{moved.words}，暫停帳號 {suspended} 個"
    return Outcome(words, acted=moved.acted or bool(suspended))


def _look(person: User, limit: int, now: dt.datetime) -> bool:
    """Do what is due of one account and say whether it was suspended."""
    times = [moment for moment in (person.last_login, person.joined_at, person.enabled_at) if moment]
    found = look_at(today=local_date(now), used_on=local_date(max(times)), expires_on=person.expires_on, limit=limit)
    if found.look is Look.EXPIRED:
        _tell_what_is_left(person, now)
        return accounts.suspend_account(person_id=person.pk, reason="已過到期日", now=now)
    if found.look is Look.IDLE:
        if _is_needed(person, local_date(now)) or hangs_on(person):
            text = f"帳號 {person.username} 逾{limit}日未使用，但仍有職務或工作，未暫停；請確認或辦理離職、調職"
            _once(_administrators(now), person, text, now)
            return False
        return accounts.suspend_account(person_id=person.pk, reason=f"逾{limit}日未使用", now=now)
    if found.look is Look.EXPIRES_SOON and found.day:
        _once(_administrators(now), person, f"帳號 {person.username} 將於{long_date(found.day)}到期", now)
        _once([person], person, f"您的帳號將於{long_date(found.day)}到期；如需延長請洽系統管理人員", now)
    if found.look is Look.IDLE_SOON and found.day:
        text = f"久未登入，帳號將於{long_date(found.day)}暫停；登入一次即不暫停"
        _once([person], person, f"您的帳號{text}", now)
        _once(_administrators(now), person, f"帳號 {person.username} {text}", now)
    return False


def _is_needed(person: User, day: dt.date) -> bool:
    administers = holds(person, Role.ADMINISTRATOR, day)
    is_last = administers and not people_with(Role.ADMINISTRATOR, day).exclude(pk=person.pk).exists()
    return is_last or bool(left_alone(person, day))


def _tell_what_is_left(person: User, now: dt.datetime) -> None:
    if hangs_on(person) or left_alone(person, local_date(now)):
        text = f"帳號 {person.username} 已到期，仍有未移交的職務或工作，請辦理離職或調職"
        _once(_administrators(now), person, text, now)


def _administrators(now: dt.datetime) -> list[User]:
    return list(people_with(Role.ADMINISTRATOR, local_date(now)))


def _once(recipients: Iterable[User], person: User, text: str, now: dt.datetime) -> None:
    """Tell each once a month at most: the duty runs every hour."""
    url = reverse("accounts:person", args=[person.pk])
    _tell_monthly(recipients, f"帳號 {person.username}", text, url, now, is_same=text)


def _tell_monthly(
    recipients: Iterable[User], subject: str, text: str, url: str, now: dt.datetime, *, is_same: str
) -> None:
    told = Notice.objects.filter(subject=subject, text=is_same, created_at__gt=now - A_MONTH)
    known = set(told.values_list("recipient", flat=True))
    people = [one for one in recipients if one.pk not in known]
    if people:
        notify(recipients=people, text=text, url=url, subject=subject, now=now)


def _remind_of_review(now: dt.datetime) -> None:
    if review_due(now):
        text = "年度帳號及權限清查已到期，請辦理清查並由處室主管簽署"
        people = holders_of(Role.HANDLER, Role.ADMINISTRATOR, day=local_date(now))
        _tell_monthly(people, "年度帳號清查", text, reverse("reports:reviews"), now, is_same=text)

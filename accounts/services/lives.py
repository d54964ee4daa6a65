"""The life of an account between its making and its end: until when, suspended, in use again (附表十: 帳號管理)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import policies
from accounts.models import OneTimeLink, User
from accounts.selectors import in_words
from accounts.selectors.witnessed import PLANS
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.people import end_sessions, require_administrator_over
from accounts.services.plans import plans_from_today
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt


@transaction.atomic
def set_expiry(*, person_id: int, day: dt.date | None, actor: User, now: dt.datetime) -> User:
    """Say which day is the last of an account, None for none. Raises NotAllowed, PeopleError for a day that is past."""
    person = _locked(person_id)
    require_administrator_over(actor, person, now)
    if day is not None and day < local_date(now):
        raise PeopleError("到期日不可早於今天；要立即停用，請辦理離職、調職或停用。")
    person.expires_on = day
    person.save(update_fields=["expires_on"])
    words = {"day": long_date(day) if day else "不設到期日"}
    ledger.append(
        verb=Verb.ACCOUNT_EXPIRY_SET, actor=in_words(actor, now), subject=_named(person), detail=words, now=now
    )
    return person


@transaction.atomic
def mark_staffing(*, person_id: int, is_permanent: bool, actor: User, now: dt.datetime) -> User:
    """Say whether a person is on the permanent staff (編制內). A mark for who decides, no refusal (ruling 6). Raises NotAllowed."""
    person = _locked(person_id)
    require_administrator_over(actor, person, now)
    person.is_permanent_staff = is_permanent
    person.save(update_fields=["is_permanent_staff"])
    words = {"word": "編制內" if is_permanent else "非編制內"}
    ledger.append(
        verb=Verb.ACCOUNT_STAFFING_MARKED, actor=in_words(actor, now), subject=_named(person), detail=words, now=now
    )
    return person


@transaction.atomic
def suspend_account(*, person_id: int, reason: str, now: dt.datetime) -> bool:
    """Close an account nobody uses, or that is past its end; posts stay, so it can be put in use again. By the duty.

    Say whether it was in use until now.
    """
    person = _locked(person_id)
    if not person.is_active:
        return False
    person.is_active = False
    person.save(update_fields=["is_active"])
    OneTimeLink.objects.filter(user=person, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    end_sessions(person)
    ledger.append(
        verb=Verb.ACCOUNT_SUSPENDED, actor=ledger.SYSTEM, subject=_named(person), detail={"reason": reason}, now=now
    )
    return True


@transaction.atomic
def enable_account(*, person_id: int, actor: User, now: dt.datetime) -> User:
    """Put a closed account in use again; its posts count as far as they have not ended. Raises NotAllowed, PeopleError."""
    person = _locked(person_id)
    require_administrator_over(actor, person, now)
    if person.is_active:
        raise PeopleError("這個帳號使用中。")
    if person.expires_on and person.expires_on < local_date(now):
        raise PeopleError("這個帳號已過到期日，請先改訂到期日。")
    person.is_active, person.enabled_at = True, now
    person.save(update_fields=["is_active", "enabled_at"])
    ledger.append(verb=Verb.ACCOUNT_ENABLED, actor=in_words(actor, now), subject=_named(person), now=now)
    return person


@transaction.atomic
def change_idle_days(*, user: User, days: int | None, now: dt.datetime) -> None:
    """Say after how many days an account nobody uses is suspended from today on. Raises NotAllowed."""
    if not policies.may_change_plan(user, local_date(now)):
        raise NotAllowed("只有系統管理人員可以變更計畫數值。")
    for plan in plans_from_today(now):
        plan.idle_days = days
        plan.save(update_fields=["idle_days"])
        ledger.append(verb=Verb.PLAN_CHANGED, actor=in_words(user, now), now=now, **PLANS.said(plan))


def _locked(person_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def _named(person: User) -> str:
    return f"{person.name}（{person.username}）"

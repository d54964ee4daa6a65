"""The duty calendar of the daily check: shifts are set and ended, never changed, so that past days keep theirs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.choices import Feature
from accounts.selectors import has_feature, in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.models import DailyCheck, Shift
from maintenance.rules.shifts import ONE_DAY, WEEK
from maintenance.selectors import SHIFTS
from maintenance.services.errors import CheckError
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User
    from ledger.services import Actor

DEFAULT = ("日班", dt.time(7, 30), dt.time(16, 30), WEEK)
"""What a school starts with that switches the daily check on: one shift, Monday to Friday."""


@transaction.atomic
def add_shift(
    *,
    name: str,
    starts: dt.time,
    ends: dt.time,
    weekdays: Collection[int],
    since: dt.date,
    user: User,
    now: dt.datetime,
) -> Shift:
    """Set a shift from today or a later day on. Raises CheckError."""
    _require_may(user, now)
    if since < local_date(now):
        raise CheckError("適用起日不可早於今天；過去的日子保留當時的班別。", field="since")
    if not weekdays:
        raise CheckError("請選擇星期。", field="weekdays")
    same = Shift.objects.filter(name=name).exclude(until__lt=since)
    if same.exists():
        raise CheckError(f"「{name}」在這段期間已有班別，請先停用或換一個名稱。", field="name")
    return _set(name, starts, ends, weekdays, since, in_words(user, now), now)


@transaction.atomic
def end_shift(*, shift_id: int, until: dt.date, user: User, now: dt.datetime) -> Shift:
    """Let a shift apply for the last time on a day, yesterday at the earliest. Raises CheckError."""
    shift = Shift.objects.select_for_update(no_key=True).get(pk=shift_id)
    if shift.until is not None:
        raise CheckError(f"「{shift.name}」已停用，適用至{long_date(shift.until)}。")
    _require_may(user, now)
    if until < local_date(now) - ONE_DAY:
        raise CheckError("適用迄日最早為昨天；過去的日子保留當時的班別。", field="until")
    if until < shift.since:
        raise CheckError(f"適用迄日不可早於起日（{long_date(shift.since)}）。", field="until")
    if DailyCheck.objects.filter(shift=shift, day__gt=until).exists():
        raise CheckError("今天這一班已經檢查，適用迄日請填今天。", field="until")
    shift.until = until
    shift.save(update_fields=["until"])
    words = {"until": long_date(until)}
    ledger.append(verb=Verb.SHIFT_ENDED, actor=in_words(user, now), detail=words, now=now, **SHIFTS.said(shift))
    return shift


def begin_default_shift(now: dt.datetime) -> Shift | None:
    """Give a school that switched the daily check on its first shift; None when it has some, or the check is off."""
    if not has_feature(Feature.DAILY_CHECK) or Shift.objects.exists():
        return None
    return _set(*DEFAULT, local_date(now), ledger.SYSTEM, now)


def _set(
    name: str,
    starts: dt.time,
    ends: dt.time,
    weekdays: Collection[int],
    since: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> Shift:
    days = "".join(str(number) for number in sorted(set(weekdays)))
    shift = Shift.objects.create(name=name, starts=starts, ends=ends, weekdays=days, since=since)
    words = {"terms": f"{shift.days} {shift.hours}", "since": long_date(since)}
    ledger.append(verb=Verb.SHIFT_SET, actor=actor, detail=words, now=now, **SHIFTS.said(shift))
    return shift


def _require_may(user: User, now: dt.datetime) -> None:
    if not policies.may_set_shifts(user, local_date(now)):
        raise CheckError("只有承辦人可以訂定班別。")

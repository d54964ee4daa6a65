"""Holidays: brought in once a year from the package `holidays`, from then on what people make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holidays
from django.db import IntegrityError, transaction

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date, roc_year
from work.models import Holiday
from work.services.duties import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor


class HolidayError(Exception):
    """The holiday cannot be changed that way; the message says why."""


def seed_holidays(now: dt.datetime) -> Outcome:
    """Bring in Taiwan's holidays of this and the next year, each year once; what people entered stays."""
    this_year = local_date(now).year
    added = {year: _seed_year(year) for year in (this_year, this_year + 1)}
    words = "、".join(f"{year - 1911}年 {count} 日" for year, count in added.items() if count)
    return Outcome(f"帶入{words}", acted=True) if words else Outcome("今年及明年假日均已帶入")


@transaction.atomic
def _seed_year(year: int) -> int:
    if Holiday.objects.filter(date__year=year, is_seeded=True).exists():
        return 0
    official = holidays.country_holidays("TW", years=year, language="zh_TW")
    days = [(day, str(name).replace("; ", "、"), False) for day, name in official.items()]
    days += [(day, "補行上班日", True) for day in official.weekend_workdays if day.year == year]
    rows = [Holiday(date=day, name=name[:60], is_workday=works, is_seeded=True) for day, name, works in sorted(days)]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def add_holiday(*, day: dt.date, name: str, is_workday: bool, actor: Actor, now: dt.datetime) -> Holiday:
    """Enter a day off, or a made-up working day. Raises HolidayError when the day is entered already."""
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(date=day, name=name, is_workday=is_workday)
    except IntegrityError as error:
        raise HolidayError(f"{long_date(day)}已經登錄，請先移除再新增") from error
    _record(day, f"新增{'補行上班日' if is_workday else '假日'}「{name}」", actor, now)
    return holiday


@transaction.atomic
def remove_holiday(*, day: dt.date, actor: Actor, now: dt.datetime) -> None:
    """Take a day out of the list. Raises HolidayError when it is not there (any more)."""
    holiday = Holiday.objects.select_for_update(no_key=True).filter(pk=day).first()
    if holiday is None:
        raise HolidayError(f"{long_date(day)}不在{roc_year(day)}年假日表，可能已被移除")
    name = holiday.name
    holiday.delete()
    _record(day, f"移除「{name}」", actor, now)


def _record(day: dt.date, change: str, actor: Actor, now: dt.datetime) -> None:
    ledger.append(verb=Verb.HOLIDAY_CHANGED, actor=actor, subject=long_date(day), detail={"change": change}, now=now)

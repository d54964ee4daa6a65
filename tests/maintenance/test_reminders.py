"""Reminders 30, 14 and 7 days before the inspection is due, on the day, and every day after (參、三)."""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import PlanStep, SchoolPlan
from ledger.choices import Verb
from ledger.models import Entry
from maintenance import tasks
from maintenance.models import Inspection
from maintenance.rules import add_months, downtime, in_words, moment_of_repair, reminder
from maintenance.services import remind_inspection
from printing.rules import TAIPEI
from tests.shared import shared
from work.models import Duty, Notice

if TYPE_CHECKING:
    from tests.conftest import Cast

LAST = dt.date(2026, 8, 31)
DUE = dt.date(2027, 2, 28)


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(7, 30), TAIPEI)


@shared
def inspected(cast: Cast, now: dt.datetime) -> Cast:
    Inspection.objects.create(
        inspected_on=LAST,
        recorder_works=True,
        equipment_works=True,
        picture_is_clear=True,
        inspector="游承堃",
        form_key=uuid.uuid4(),
        recorded_at=now,
        recorded_by=cast.handler,
    )
    return cast


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 23), 6, dt.date(2027, 5, 23)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2026, 6, 30), 6, dt.date(2026, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day: dt.date, months: int, later: dt.date) -> None:
    assert add_months(day, months) == later


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), months=st.integers(0, 24))
def test_months_later_never_leaves_the_month_it_is_in(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


def test_a_year_of_mornings_reminds_at_each_stage_once_and_then_daily(inspected: Cast) -> None:
    told = []
    for offset in range(190):
        day = LAST + dt.timedelta(days=offset)
        if remind_inspection(morning(day)).acted:
            told.append((DUE - day).days)
    assert told == [30, 14, 7, 0, -1, -2, -3, -4, -5, -6, -7, -8]
    assert Notice.objects.filter(recipient=inspected.handler).count() == 12
    assert Notice.objects.filter(recipient=inspected.supervisor).count() == 8
    assert not Notice.objects.exclude(recipient__in=[inspected.handler, inspected.supervisor]).exists()


def test_the_same_day_is_never_said_twice(inspected: Cast) -> None:
    for hour in (0, 1, 5):
        remind_inspection(morning(DUE + dt.timedelta(days=3)) + dt.timedelta(hours=hour))
    assert Notice.objects.filter(recipient=inspected.handler).count() == 1
    assert Notice.objects.get(recipient=inspected.handler).text == "定期檢查保養已逾期 3 日，請儘速檢查並填寫附錄2"


def test_a_stage_missed_while_the_machine_was_off_is_said_afterwards(inspected: Cast) -> None:
    outcome = remind_inspection(morning(DUE - dt.timedelta(days=12)))
    assert outcome.words == "提醒 1 人：定期檢查保養應於 116年2月28日（日）前完成，剩 12 日"
    assert remind_inspection(morning(DUE - dt.timedelta(days=11))).words.startswith("已提醒過")
    assert remind_inspection(morning(DUE - dt.timedelta(days=7))).acted


def test_long_before_nothing_is_said(inspected: Cast) -> None:
    assert remind_inspection(morning(LAST)).words == "尚未到提醒日"


def test_a_school_without_any_row_is_asked_for_its_last_inspection(cast: Cast, now: dt.datetime) -> None:
    outcome = remind_inspection(now)
    assert outcome.words == "提醒 2 人：尚無檢查保養紀錄，請登錄最近一次的附錄2"


def test_before_set_up_there_is_nobody_to_remind(cast: Cast, now: dt.datetime) -> None:
    PlanStep.objects.all().delete()
    SchoolPlan.objects.all().delete()
    assert remind_inspection(now).words == "尚未設定學校計畫，無須提醒"


def test_the_task_runs_as_a_duty_and_the_ledger_knows(inspected: Cast, time_machine: object) -> None:
    time_machine.move_to(morning(DUE - dt.timedelta(days=30)), tick=False)  # type: ignore[attr-defined]
    tasks.remind_inspection()
    duty = Duty.objects.get(pk="maintenance.tasks.remind_inspection")
    assert duty.last_result == "提醒 1 人：定期檢查保養應於 116年2月28日（日）前完成，剩 30 日"
    assert Entry.objects.get(verb=Verb.DUTY_RUN).detail == {"result": duty.last_result}


@given(last=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), days=st.integers(0, 400), months=st.integers(1, 12))
def test_overdue_is_said_exactly_after_the_due_day(last: dt.date, days: int, months: int) -> None:
    today = last + dt.timedelta(days=days)
    said = reminder(last, months, today)
    due = add_months(last, months)
    assert (said is not None and said.is_overdue) == (today > due)
    assert (said is None) == ((due - today).days > 30)


MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


@given(reported=MOMENTS, repaired=MOMENTS)
def test_downtime_is_never_negative(reported: dt.datetime, repaired: dt.datetime) -> None:
    assert downtime(reported, repaired) >= dt.timedelta()
    kept = moment_of_repair(repaired, reported)
    assert kept in {repaired, reported}
    assert abs(kept - repaired) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(minutes=59), "不到 1 小時"),
        (dt.timedelta(hours=5, minutes=59), "5 小時"),
        (dt.timedelta(days=2, hours=3), "2 天 3 小時"),
        (dt.timedelta(days=2), "2 天"),
    ],
)
def test_a_span_in_words(span: dt.timedelta, words: str) -> None:
    assert in_words(span) == words

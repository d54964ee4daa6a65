"""Every duty can be seen: when it ran, what it did, why it failed, when it runs next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from ledger.choices import Verb
from ledger.models import Entry
from printing.rules import TAIPEI
from work import tasks
from work.models import Duty, Job
from work.selectors import duties, next_run, overdue_duties
from work.services import Outcome, advance_job, fail_job, finish_job, run_duty, seed_duties, start_job

if TYPE_CHECKING:
    from tests.conftest import Cast

NAME = "maintenance.tasks.remind_inspection"


@pytest.fixture(autouse=True)
def duty_rows(db: None, now: dt.datetime) -> None:
    Duty.objects.all().delete()
    seed_duties(now)


def run(outcome: Outcome | Exception, *moments: dt.datetime) -> None:
    ticks = iter(moments)

    def work(now: dt.datetime) -> Outcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    run_duty(NAME, work, clock=lambda: next(ticks))


def test_a_duty_is_seen_before_it_ever_ran(now: dt.datetime) -> None:
    assert {duty.name for duty in duties()} == set(settings.CELERY_BEAT_SCHEDULE)
    duty = Duty.objects.get(pk=NAME)
    assert duty.last_started_at is None
    assert duty.next_run_at == dt.datetime(2026, 11, 24, 7, 30, tzinfo=TAIPEI)


def test_every_duty_has_its_chinese_title_and_its_task() -> None:
    assert set(settings.DUTY_TITLES) == set(settings.CELERY_BEAT_SCHEDULE)
    assert all(name == entry["task"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items())


def test_a_run_leaves_start_finish_words_and_next_run(now: dt.datetime) -> None:
    later = now + dt.timedelta(seconds=3)
    run(Outcome("通知 2 人", acted=True), now, later)
    duty = Duty.objects.get(pk=NAME)
    assert (duty.last_started_at, duty.last_finished_at, duty.last_result) == (now, later, "通知 2 人")
    assert duty.next_run_at == dt.datetime(2026, 11, 24, 7, 30, tzinfo=TAIPEI)
    entry = Entry.objects.get(verb=Verb.DUTY_RUN)
    assert (entry.subject, entry.detail) == ("提醒定期檢查保養（計畫參、三）", {"result": "通知 2 人"})


def test_a_run_that_had_nothing_to_do_is_seen_but_not_in_the_ledger(now: dt.datetime) -> None:
    run(Outcome("無須提醒"), now, now)
    assert Duty.objects.get(pk=NAME).last_result == "無須提醒"
    assert not Entry.objects.filter(verb=Verb.DUTY_RUN).exists()


def test_a_failure_is_recorded_once_in_the_ledger_and_raised(now: dt.datetime) -> None:
    for hour in range(3):
        moment = now + dt.timedelta(hours=hour)
        with pytest.raises(OSError, match="disk"):
            run(OSError("disk full"), moment, moment)
    duty = Duty.objects.get(pk=NAME)
    assert duty.last_failure == "OSError: disk full"
    assert duty.last_finished_at is None
    assert Entry.objects.filter(verb=Verb.DUTY_RUN).count() == 1
    run(Outcome("無須提醒"), now, now)
    assert Duty.objects.get(pk=NAME).last_failure == ""


def test_a_duty_is_overdue_when_it_missed_two_runs(now: dt.datetime) -> None:
    run(Outcome("無須提醒"), now, now)
    wednesday = dt.datetime(2026, 11, 25, 7, 30, tzinfo=TAIPEI)
    others = set(settings.CELERY_BEAT_SCHEDULE) - {NAME}
    Duty.objects.filter(name__in=others).delete()
    assert overdue_duties(wednesday - dt.timedelta(seconds=1)) == []
    assert [duty.name for duty in overdue_duties(wednesday)] == [NAME]


def test_a_duty_that_never_ran_becomes_overdue_too(now: dt.datetime) -> None:
    names = {duty.name for duty in overdue_duties(now + dt.timedelta(days=3))}
    assert names == set(settings.CELERY_BEAT_SCHEDULE) - {"work.tasks.seed_holidays"}


def test_the_next_run_is_told_in_taipei_time_whatever_the_zone_of_the_last(now: dt.datetime) -> None:
    assert next_run(NAME, now.astimezone(dt.UTC)) == next_run(NAME, now)


def test_the_tasks_of_this_room_run_as_duties() -> None:
    tasks.send_notices()
    tasks.seed_holidays()
    words = dict(Duty.objects.exclude(last_finished_at=None).values_list("name", "last_result"))
    assert words == {"work.tasks.send_notices": "沒有待寄的通知", "work.tasks.seed_holidays": "今年及明年假日均已帶入"}


def test_a_job_tells_its_progress_and_how_it_ended(cast: Cast, now: dt.datetime) -> None:
    job = start_job(kind="print", title="列印附錄2", requested_by=cast.handler, now=now, total=4)
    advance_job(job=job, done=3)
    fail_job(job=job, failure="字型不在", now=now)
    job = Job.objects.get()
    assert (job.done, job.total, job.failure, job.finished_at) == (3, 4, "字型不在", now)
    finish_job(job=job, result="2 頁", now=now)
    job = Job.objects.get()
    assert (job.result, job.failure) == ("2 頁", "")

"""What a session kept is gone from the database soon after the session has ended."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from work import tasks
from work.models import Duty
from work.services import clear_sessions

pytestmark = pytest.mark.django_db


def test_sessions_that_ended_are_taken_out_and_the_others_stay(now: dt.datetime) -> None:
    for key, minutes in (("ended", -1), ("running", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + dt.timedelta(minutes=minutes))

    assert clear_sessions(now).words == "清除 1 筆"
    assert clear_sessions(now).words == "沒有已逾時的登入"
    assert [session.session_key for session in Session.objects.all()] == ["running"]


def test_the_task_runs_the_duty() -> None:
    tasks.clear_sessions()
    assert Duty.objects.get(pk="work.tasks.clear_sessions").last_result == "沒有已逾時的登入"

"""The hourly look at accounts: ends, silence, the yearly review that is due; announced before (附表十: 帳號管理)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import services as accounts
from accounts.models import SchoolPlan, User
from maintenance.choices import Symptom
from maintenance.services import assign_fault, report_fault
from reports.choices import MoveKind, PostAfter
from reports.rules import Look, look_at
from reports.services.staff import Leaving, let_go, look_after_accounts
from work.models import Notice

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def used(cast: Cast, now: dt.datetime) -> None:
    User.objects.update(last_login=now, joined_at=now)


def texts(person: User) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("text", flat=True))


@pytest.mark.usefixtures("used")
def test_who_is_silent_is_told_and_then_suspended(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.guard.pk).update(last_login=now - 170 * DAY, joined_at=now - 900 * DAY)

    look_after_accounts(now)
    look_after_accounts(now + DAY / 24)

    assert texts(cast.guard) == ["您的帳號久未登入，帳號將於115年12月3日（四）暫停；登入一次即不暫停"]
    assert len([text for text in texts(cast.administrator) if "久未登入" in text]) == 1
    assert User.objects.get(pk=cast.guard.pk).is_active
    assert look_after_accounts(now + 10 * DAY).acted
    assert not User.objects.get(pk=cast.guard.pk).is_active
    accounts.enable_account(person_id=cast.guard.pk, actor=cast.administrator, now=now + 10 * DAY)
    look_after_accounts(now + 11 * DAY)
    assert User.objects.get(pk=cast.guard.pk).is_active, "silence counts from being put in use again"


@pytest.mark.usefixtures("used")
def test_the_days_are_a_value_of_the_plan(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.guard.pk).update(last_login=now - 40 * DAY, joined_at=now - 900 * DAY)
    with pytest.raises(accounts.NotAllowed):
        accounts.change_idle_days(user=cast.handler, days=30, now=now)
    accounts.change_idle_days(user=cast.administrator, days=30, now=now)
    assert SchoolPlan.objects.get().idle_days == 30

    look_after_accounts(now)

    assert not User.objects.get(pk=cast.guard.pk).is_active


def test_who_alone_holds_a_post_or_has_work_is_not_suspended_for_silence(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    assign_fault(fault_id=fault.pk, owner=cast.guard, vendor="", visit_on=None, interim="", user=cast.handler, now=now)
    User.objects.update(last_login=None, joined_at=now - 900 * DAY)

    look_after_accounts(now)

    active = set(User.objects.filter(is_active=True))
    assert active == {cast.handler, cast.supervisor, cast.principal, cast.administrator, cast.guard}
    assert any("帳號 guard 逾180日未使用" in text for text in texts(cast.administrator))


@pytest.mark.usefixtures("used")
def test_a_temporary_account_ends_announced_and_what_is_left_is_told(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    assign_fault(fault_id=fault.pk, owner=cast.guard, vendor="", visit_on=None, interim="", user=cast.handler, now=now)
    accounts.set_expiry(person_id=cast.guard.pk, day=TODAY + 5 * DAY, actor=cast.administrator, now=now)

    look_after_accounts(now)
    assert "您的帳號將於115年11月28日（六）到期；如需延長請洽系統管理人員" in texts(cast.guard)
    look_after_accounts(now + 6 * DAY)

    assert not User.objects.get(pk=cast.guard.pk).is_active
    assert any("已到期，仍有未移交" in text for text in texts(cast.administrator))
    leaving = Leaving(cast.guard.pk, MoveKind.LEAVING, cast.handler.pk, PostAfter.OTHERS)
    let_go(leaving=leaving, actor=cast.administrator, now=now + 6 * DAY)
    fault.refresh_from_db()
    assert fault.owner == cast.handler
    with pytest.raises(accounts.PeopleError, match="這個帳號已停用"):
        let_go(leaving=leaving, actor=cast.administrator, now=now + 6 * DAY)


@given(silent=st.integers(0, 900), ends=st.none() | st.integers(-400, 400), limit=st.integers(30, 730))
def test_an_end_is_announced_before_it_comes(silent: int, ends: int | None, limit: int) -> None:
    expires_on = None if ends is None else TODAY + ends * DAY
    found = look_at(today=TODAY, used_on=TODAY - silent * DAY, expires_on=expires_on, limit=limit)

    assert (found.look is Look.EXPIRED) == (ends is not None and ends < 0)
    if found.look is Look.IDLE:
        assert silent >= limit
    if found.look in (Look.IDLE_SOON, Look.EXPIRES_SOON):
        assert found.day is not None
        assert TODAY <= found.day <= TODAY + 14 * DAY
    if found.look is Look.IN_USE:
        assert silent < limit - 14

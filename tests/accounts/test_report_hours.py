"""事件通報時限: 系統管理 sets the hours in the browser; they switch the clocks on and off, and the ledger knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from accounts.models import SchoolPlan
from accounts.selectors import has_feature
from accounts.services import NotAllowed, change_report_hours
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import verify

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

PAGE = "/accounts/plan/report-hours/"


def test_the_hours_run_the_clocks_until_both_are_taken_out(
    client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    page = client.post(PAGE, {"security": "１", "breach": "72"}, follow=True).content.decode()
    assert "資通安全事件 1 小時" in page
    assert "個資外洩 72 小時" in page
    assert has_feature(Feature.REPORT_CLOCKS)
    change_report_hours(user=cast.administrator, security=None, breach=24, now=now)
    assert has_feature(Feature.REPORT_CLOCKS)
    client.post(PAGE, {"security": "", "breach": ""})
    assert not has_feature(Feature.REPORT_CLOCKS)
    assert SchoolPlan.objects.latest().breach_report_hours is None
    words = [one.detail["word"] for one in Entry.objects.filter(verb=Verb.FEATURE_SWITCHED).order_by("sequence")]
    assert words == ["開啟", "關閉"]
    assert verify().finding is None


def test_what_is_no_number_of_hours_is_refused_and_stays_in_the_field(client: Client, cast: Cast, at_now: None) -> None:
    client.force_login(cast.administrator)
    for wrong in ("0", "9999", "一天"):
        answer = client.post(PAGE, {"security": wrong, "breach": "72"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "請填 1 至 744 之間的時數，或留白表示不計時。" in page
        assert f'value="{wrong}"' in page
    assert SchoolPlan.objects.latest().breach_report_hours is None


def test_nobody_else_changes_the_plan(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        change_report_hours(user=cast.principal, security=1, breach=72, now=now)
    assert not has_feature(Feature.REPORT_CLOCKS)

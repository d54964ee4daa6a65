"""A plan decided for a coming day is shown, changed and taken back before that day; nothing of it is lost by another act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.models import SchoolPlan
from accounts.selectors import chain_of, plan_on
from accounts.services import change_idle_days, change_report_hours, decide_plan
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import verify
from tests.accounts.plans import filled
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from accounts.forms import PlanForm
    from tests.conftest import Cast

PAGE = "/accounts/plan/values/"
TODAY, COMING, LATER = dt.date(2026, 11, 23), dt.date(2026, 12, 3), dt.date(2026, 12, 10)
PROOF = {"proof_password": PASSWORD}
FROM_COMING = {"effective_from_1": "12", "effective_from_2": "3"} | PROOF


@pytest.fixture
def usual(cast: Cast) -> dict[str, str]:
    """What the form says of the plan in force."""
    return filled()


@pytest.fixture
def coming(cast: Cast, now: dt.datetime, usual: dict[str, str]) -> SchoolPlan:
    """Five days instead of fourteen, from 12月3日 on: entered by mistake."""
    steps = chain_of(plan_on(TODAY))
    values = {"minimum_days": 5}
    return decide_plan(user=cast.administrator, effective_from=COMING, values=values, steps=steps, now=now)


def test_what_was_entered_for_a_coming_day_is_taken_back_after_one_question(
    client: Client, cast: Cast, at_now: None, usual: dict[str, str], coming: SchoolPlan
) -> None:
    client.force_login(cast.administrator)
    asked = client.post(PAGE, usual | FROM_COMING)
    assert asked.status_code == 422
    assert "115年12月3日（四）起適用的計畫所訂與本頁不同：影像至少保存日數（肆、三） 5。" in asked.content.decode()
    assert plan_on(COMING).minimum_days == 5
    form: PlanForm = asked.context["form"]
    again = client.post(PAGE, usual | FROM_COMING | {"shown": str(form["shown"].value())}, follow=True)
    assert "已確認本校計畫數值，自115年12月3日（四）起適用" in again.content.decode()
    assert plan_on(COMING).minimum_days == 14
    assert SchoolPlan.objects.count() == 2
    assert Entry.objects.order_by("sequence").last().verb == Verb.PLAN_CHANGED  # type: ignore[union-attr]
    assert verify().finding is None


def test_a_change_from_a_later_day_goes_on_from_what_was_decided_for_the_day_before(
    client: Client, cast: Cast, at_now: None, now: dt.datetime, coming: SchoolPlan
) -> None:
    changed = decide_plan(
        user=cast.administrator, effective_from=LATER, values={"reply_days": 10}, steps=chain_of(coming), now=now
    )
    assert (changed.reply_days, changed.minimum_days) == (10, 5)
    assert (plan_on(COMING).reply_days, plan_on(COMING).minimum_days) == (15, 5)


def test_the_coming_plan_stands_on_the_page_of_the_plan_and_opens_with_its_own_values(
    client: Client, cast: Cast, at_now: None, coming: SchoolPlan
) -> None:
    client.force_login(cast.administrator)
    page = client.get("/plan/").content.decode()
    assert "115年12月3日（四）</time> 起適用</h2>" in page
    assert "<dt>影像至少保存日數（肆、三）</dt><dd>5</dd>" in page
    address = f"{PAGE}?from=2026-12-03"
    assert f'href="{address}"' in page
    form: PlanForm = client.get(address).context["form"]
    assert (form["minimum_days"].value(), form["effective_from"].value()) == (5, COMING)
    client.post(address, filled() | FROM_COMING | {"minimum_days": "20"})
    assert plan_on(COMING).minimum_days == 20


def test_confirming_the_plan_in_force_says_that_another_one_comes(
    client: Client, cast: Cast, at_now: None, usual: dict[str, str], coming: SchoolPlan
) -> None:
    client.force_login(cast.administrator)
    page = client.post(PAGE, usual | PROOF, follow=True).content.decode()
    assert "已確認本校計畫數值，自108年6月17日（一）起適用" in page
    assert "另訂有自115年12月3日（四）起適用的計畫數值" in page


def test_hours_and_idle_days_apply_today_and_go_on_in_the_coming_plan(
    client: Client, cast: Cast, at_now: None, now: dt.datetime, coming: SchoolPlan
) -> None:
    change_report_hours(user=cast.administrator, security=1, breach=72, now=now)
    change_idle_days(user=cast.administrator, days=40, now=now)
    for day in (TODAY, COMING):
        plan = plan_on(day)
        assert (plan.security_report_hours, plan.breach_report_hours, plan.idle_days) == (1, 72, 40)
    assert verify().finding is None
    client.force_login(cast.administrator)
    assert client.get("/accounts/plan/report-hours/").context["form"]["security"].value() == 1
    assert client.get("/plan/idle-days/").context["form"]["days"].value() == 40

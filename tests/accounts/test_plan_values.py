"""計畫數值: confirmed as they stand, changed from a day on; what cases were sent in under stays as it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role, StepKind
from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import verify
from tests.accounts.plans import filled
from tests.conftest import PASSWORD
from tests.review.conftest import case, content

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast

__all__ = ["case", "content"]

PAGE = "/accounts/plan/values/"
TODAY, TOMORROW = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


def verbs() -> list[str]:
    return list(
        Entry.objects.filter(verb__startswith="accounts.plan_").order_by("sequence").values_list("verb", flat=True)
    )


def test_the_same_values_confirm_the_plan_in_force_whatever_day_is_given(
    client: Client, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.administrator)
    assert "尚未確認" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, filled() | {"proof_password": PASSWORD}, follow=True)
    assert "已確認本校計畫數值，自108年6月17日（一）起適用" in answer.content.decode()
    assert SchoolPlan.objects.get().confirmed_on == TODAY
    assert verbs() == [Verb.PLAN_MADE, Verb.PLAN_CONFIRMED]
    assert verify().finding is None


def test_other_values_are_a_plan_from_that_day_on_and_the_old_one_stays(
    client: Client, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.administrator)
    changed = {"minimum_days": "7", "step3_role": "", "step3_title": "", "step3_label": "", "effective_from_2": "24"}
    answer = client.post(PAGE, filled() | changed | {"proof_password": PASSWORD}, follow=True)
    assert "本校訂為至少保存 7 日；主管機關來文所訂為至少 14 日" in answer.content.decode()
    assert (plan_on(TODAY).minimum_days, plan_on(TODAY).steps.count()) == (14, 3)
    new = plan_on(TOMORROW)
    assert (new.minimum_days, new.confirmed_on, new.text) == (7, TODAY, plan_on(TODAY).text)
    assert [(step.role, step.kind) for step in new.steps.all()] == [
        (Role.HANDLER, StepKind.PROPOSES),
        (Role.SUPERVISOR, StepKind.DECIDES),
    ]
    assert verbs() == [Verb.PLAN_MADE, Verb.PLAN_MADE]
    client.post(PAGE, filled() | changed | {"minimum_days": "30", "proof_password": PASSWORD})
    assert plan_on(TOMORROW).minimum_days == 30
    assert verbs() == [Verb.PLAN_MADE, Verb.PLAN_MADE, Verb.PLAN_CHANGED]
    assert verify().finding is None


def test_a_plan_a_case_was_sent_in_under_is_never_changed(
    client: Client, cast: Cast, at_now: None, case: ReviewRequest
) -> None:
    client.force_login(cast.administrator)
    SchoolPlan.objects.update(effective_from=TODAY)
    answer = client.post(PAGE, filled() | {"reply_days": "10", "proof_password": PASSWORD})
    assert answer.status_code == 422
    assert "當日已有案件依現行計畫辦理" in answer.content.decode()
    assert SchoolPlan.objects.get().reply_days == 15
    yesterday = filled() | {"reply_days": "10", "effective_from_2": "22", "proof_password": PASSWORD}
    assert "適用日不可早於今天" in client.post(PAGE, yesterday).content.decode()
    assert case.plan_id == SchoolPlan.objects.get().pk


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"minimum_days": "0"}, "請填 1 至 365 之間的整數。"),
        ({"letter_days": "很多"}, "請填 1 至 30 之間的整數，或留白。"),
        ({"step1_role": "", "step2_role": "", "step3_role": ""}, "請至少選擇一關"),
        ({"step2_role": ""}, "請依序填寫，中間不可空一關。"),
        ({"step1_role": "administrator"}, "請選擇"),
        ({"title": "計畫😀"}, "列印用的楷體沒有「😀」"),
        ({"proof_password": ""}, "請輸入密碼或驗證碼"),
        ({"proof_password": "wrong"}, "密碼不正確"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(
    client: Client, cast: Cast, at_now: None, change: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.administrator)
    answer = client.post(
        PAGE, filled() | {"reply_days": "10", "effective_from_2": "24", "proof_password": PASSWORD} | change
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SchoolPlan.objects.get().confirmed_on is None

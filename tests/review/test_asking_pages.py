"""The teacher's three screens: 附錄1 → 檢查 → 已送出. What was typed survives every error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from requests.choices import Status
from requests.models import ReviewRequest

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

Typed = dict[str, object]


@pytest.fixture
def typed(cameras: list[Camera]) -> Typed:
    """What a teacher types: two cameras, noon of 115年11月20日."""
    return {
        "need": "duty",
        "duty_basis": "safety",
        "relation": "導師",
        "cameras": [cameras[0].pk, cameras[1].pk],
        "starts_at_0": "115", "starts_at_1": "11", "starts_at_2": "20", "starts_at_3": "1235",
        "ends_at_0": "", "ends_at_1": "", "ends_at_2": "", "ends_at_3": "12:50",
        "reason": "學生於午休時間在走廊跌倒受傷，須釐清經過。",
        "phone": "03-0000000",
        "unit": "五年三班",
        "id_number": "",
        "long_period_reason": "",
    }  # fmt: skip


@pytest.fixture
def teacher(client: Client, cast: Cast, at_now: None) -> Client:
    """A browser in which the teacher has signed in."""
    client.force_login(cast.teacher)
    return client


def test_three_screens_lead_to_a_case(teacher: Client, typed: Typed) -> None:
    to_check = teacher.post(reverse("review:new"), typed)
    draft = ReviewRequest.objects.get()
    assert to_check["Location"] == reverse("review:check", args=[draft.draft_key])
    page = teacher.get(to_check["Location"])
    assert "115年11月20日（五）12:35" in page.content.decode()
    assert "115年11月20日（五）12:50" in page.content.decode()
    sent = teacher.post(to_check["Location"], {"accepts_note": "on"}, follow=True)
    assert "115-0001" in sent.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW


def test_sending_the_check_page_twice_leads_to_the_same_case(teacher: Client, typed: Typed) -> None:
    check = teacher.post(reverse("review:new"), typed)["Location"]
    first = teacher.post(check, {"accepts_note": "on"})
    second = teacher.post(check, {"accepts_note": "on"})
    assert first["Location"] == second["Location"]
    assert ReviewRequest.objects.count() == 1


def test_without_the_note_accepted_nothing_is_sent(teacher: Client, typed: Typed) -> None:
    check = teacher.post(reverse("review:new"), typed)["Location"]
    page = teacher.post(check, {"csrfmiddlewaretoken": "as a browser sends it"})
    assert page.status_code == 422
    assert "請閱讀並勾選同意" in page.content.decode()
    assert ReviewRequest.objects.get().status == Status.DRAFT


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"need": ""}, "請選擇為何需要調閱"),
        ({"relation": ""}, "請填寫與當事人關係"),
        ({"cameras": []}, "請至少選擇一支攝影機"),
        ({"starts_at_0": "", "starts_at_1": "", "starts_at_2": "", "starts_at_3": ""}, "請填寫調閱監視畫面時段"),
        ({"starts_at_1": "13"}, "日期"),
        ({"ends_at_3": "1230"}, "結束須晚於開始"),
        ({"starts_at_2": "24"}, "調閱時段不能在未來"),
        ({"ends_at_0": "115", "ends_at_1": "11", "ends_at_2": "24"}, "結束時間不能在未來"),
        ({"ends_at_3": "1500"}, "請用一句話說明理由"),
        ({"reason": ""}, "請填寫申請事由"),
        ({"reason": "測" * 2001}, "請勿超過 2000 字"),
        ({"reason": "操場😀很熱鬧"}, "楷體沒有"),
        ({"id_number": "A123456780"}, "檢查碼不符"),
        ({"phone": ""}, "請填寫聯絡電話"),
    ],
)
def test_an_error_says_what_to_do_and_keeps_what_was_typed(
    teacher: Client, typed: Typed, changed: Typed, says: str
) -> None:
    page = teacher.post(reverse("review:new"), {**typed, **changed})
    text = page.content.decode()
    assert page.status_code == 422
    assert says in text
    assert "送出前請先修正" in text
    for name in ("reason", "unit"):
        if name not in changed:
            assert str(typed[name]) in text
    assert not ReviewRequest.objects.exists()


def test_an_end_without_a_day_is_on_the_day_of_the_start(teacher: Client, typed: Typed) -> None:
    teacher.post(reverse("review:new"), typed)
    case = ReviewRequest.objects.get()
    assert case.starts_at is not None
    assert case.ends_at is not None
    assert (case.ends_at - case.starts_at).total_seconds() == 15 * 60


def test_a_period_may_cross_midnight(teacher: Client, typed: Typed) -> None:
    over_night = {"starts_at_3": "2330", "ends_at_0": "115", "ends_at_1": "11", "ends_at_2": "21", "ends_at_3": "0015"}
    assert teacher.post(reverse("review:new"), {**typed, **over_night}).status_code == 302


def test_a_draft_can_be_changed_before_it_is_sent(teacher: Client, typed: Typed) -> None:
    teacher.post(reverse("review:new"), typed)
    draft = ReviewRequest.objects.get()
    page = teacher.get(reverse("review:draft", args=[draft.draft_key]))
    assert str(typed["reason"]) in page.content.decode()
    teacher.post(reverse("review:draft", args=[draft.draft_key]), {**typed, "reason": "改寫的事由。"})
    draft.refresh_from_db()
    assert draft.reason == "改寫的事由。"


def test_a_guard_asks_on_paper(client: Client, cast: Cast, at_now: None) -> None:
    client.force_login(cast.guard)
    assert client.get(reverse("review:new")).status_code == 403

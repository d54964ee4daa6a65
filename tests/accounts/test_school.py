"""What a school says of itself: letterhead, extras, and how a person is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from accounts.models import School, User
from accounts.selectors import has_feature
from accounts.services import NotAllowed, change_school, decide_plan, switch_features
from ledger.models import Entry
from ledger.services import sentence, verify

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

SCHOOL = {"name": "桃園市八德區和平國民小學", "short_name": "和平國小", "phone": "03-0000001", "address": "示範路2號"}


def said() -> list[str]:
    return [sentence(one) for one in Entry.objects.order_by("-sequence")[:3]]


def test_the_letterhead_is_changed_and_the_ledger_says_which_words(client: Client, cast: Cast, at_now: None) -> None:
    client.force_login(cast.administrator)
    wrong = client.post("/accounts/school/", SCHOOL | {"phone": ""})
    assert wrong.status_code == 422
    assert "請填寫電話。" in wrong.content.decode()
    page = client.post("/accounts/school/", SCHOOL, follow=True).content.decode()
    assert "已儲存：學校全名、表單上的校名、電話、地址。" in page
    assert School.objects.get().phone == "03-0000001"
    assert said()[0] == "資訊組長 Maria Santos變更學校資料：學校全名、表單上的校名、電話、地址"
    entries = Entry.objects.count()
    assert "學校資料沒有變更。" in client.post("/accounts/school/", SCHOOL, follow=True).content.decode()
    assert Entry.objects.count() == entries
    assert verify().finding is None


def test_extras_are_switched_one_by_one_and_the_clocks_of_their_own_hours_are_left_alone(
    client: Client, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.administrator)
    client.post("/accounts/plan/report-hours/", {"security": "1", "breach": ""})
    client.post("/accounts/school/extras/", {"stickers": "on", "daily_check": "on"})
    assert {one for one in Feature if has_feature(one)} == {
        Feature.STICKERS,
        Feature.DAILY_CHECK,
        Feature.REPORT_CLOCKS,
    }
    entries = Entry.objects.count()
    client.post("/accounts/school/extras/", {"daily_check": "on"})
    assert Entry.objects.count() == entries + 1
    assert said()[0] == "資訊組長 Maria Santos關閉附加功能「攝影機貼紙」（學校資料）"
    held = client.get("/accounts/school/extras/").context["form"].initial
    assert held == {"daily_check": True, "stickers": False, "stock_take": False}


def test_nobody_else_does_so(cast: Cast, now: dt.datetime) -> None:
    for somebody in (cast.principal, cast.handler):
        with pytest.raises(NotAllowed):
            change_school(user=somebody, **SCHOOL, now=now)
        with pytest.raises(NotAllowed):
            switch_features(user=somebody, features=[Feature.STICKERS], now=now)
        with pytest.raises(NotAllowed):
            decide_plan(user=somebody, effective_from=now.date(), values={}, steps=[], now=now)
    assert School.objects.get().features == []


def test_a_person_says_how_to_reach_him_and_nothing_of_it_stands_in_the_ledger(
    client: Client, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.guard)
    wrong = client.post("/accounts/me/contact/", {"email": "巴奈", "phone": ""})
    assert (wrong.status_code, "請填完整的電子郵件" in wrong.content.decode()) == (422, True)
    page = client.post("/accounts/me/contact/", {"email": "bana@mail.example.edu.tw", "phone": "分機 119"}, follow=True)
    assert "電子郵件：bana@mail.example.edu.tw" in page.content.decode()
    person = User.objects.get(pk=cast.guard.pk)
    assert (person.email, person.phone) == ("bana@mail.example.edu.tw", "分機 119")
    assert said()[0] == "警衛 巴奈・古拉斯變更帳號 guard 的聯絡資料"
    assert "bana@" not in str(Entry.objects.values().latest("sequence"))

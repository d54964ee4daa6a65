"""設定進度: read off the records, shown to whom it concerns, gone from the home page when all is there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature, Role
from accounts.models import Appointment, School, SchoolPlan
from cameras.models import Camera, Recorder
from ledger import services as ledger
from ledger.choices import Verb
from reports.rules import PAIRS, unmet_pairs
from reports.selectors import setup_of
from retention.services import record_hand_check
from tests.conftest import switch_on
from work.models import Notice

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from tests.conftest import Cast

ALL = ["學校資料", "本校計畫", "人員與職務", "帳號開通", "主機與攝影機", "影像保存日數", "寄信", "金鑰另存"]


def missing(now: dt.datetime) -> dict[str, str]:
    return {step.title: step.standing for step in setup_of(now).missing}


def set_up(cast: Cast, now: dt.datetime) -> None:
    School.objects.update(phone="03-0000000", address="示範路1號")
    SchoolPlan.objects.update(confirmed_on=now.date())
    for recorder in Recorder.objects.all():
        record_hand_check(
            user=cast.handler, recorder=recorder, earliest_day=now.date() - dt.timedelta(days=20), clock_offset_seconds=0,
            now=now,
        )  # fmt: skip
    Notice.objects.create(recipient=cast.teacher, text="已寄", created_at=now, mailed_at=now)
    put_keys_aside(now)


def put_keys_aside(now: dt.datetime) -> None:
    ledger.append(verb=Verb.KEYS_WRITTEN, actor=ledger.SYSTEM, subject="keys.age", detail={}, now=now)


def test_an_empty_school_lacks_everything_and_each_step_says_whose_it_is(
    client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    Appointment.objects.exclude(user=cast.administrator).delete()
    assert list(missing(now)) == ALL
    assert missing(now)["學校資料"] == "尚未填寫：電話、地址"
    assert missing(now)["人員與職務"] == "尚無：承辦人、處室主管、校長、警衛"
    assert missing(now)["主機與攝影機"] == "尚無主機與攝影機"
    client.force_login(cast.administrator)
    home = client.get("/").content.decode()
    assert "開始使用前的設定" in home
    assert all(step in home for step in ALL)
    assert all(f'href="{path}"' in home for path in ("/accounts/school/", "/accounts/plan/values/", "/people/import/"))
    page = client.get("/setup/").content.decode()
    assert "由承辦人；改由本系統刪除須另一人確認辦理" in page
    assert "登錄影像查核" not in page, "承辦人 does that"
    assert "故障修復與複驗" in page


def test_what_is_there_is_not_missing_and_the_home_page_forgets_it(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None
) -> None:
    assert missing(now)["影像保存日數"] == "尚未查核：NVR1"
    set_up(cast, now)
    assert missing(now) == {}
    client.force_login(cast.administrator)
    assert "開始使用前的設定" not in client.get("/").content.decode()
    page = client.get("/setup/").content.decode()
    assert "設定完成" in page
    assert "系統管理人員自己的職務與帳號" in page, "one administrator cannot change his own posts"

    cast.guard.set_unusable_password()
    cast.guard.save()
    assert missing(now) == {"帳號開通": "1 人尚未自訂密碼，其中 1 人辦理簽核或警衛工作"}
    cast.teacher.set_unusable_password()
    cast.teacher.save()
    Appointment.objects.filter(user=cast.guard).delete()
    assert missing(now) == {"人員與職務": "尚無：警衛"}


def test_without_a_mail_server_nothing_is_missing_of_it(cast: Cast, now: dt.datetime, settings: Settings) -> None:
    assert missing(now)["寄信"] == "已設定寄信，尚未寄出過"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "寄信" not in missing(now)


def test_a_key_made_after_the_keys_were_put_aside_is_to_be_put_aside_too(cast: Cast, now: dt.datetime) -> None:
    assert missing(now)["金鑰另存"].startswith("尚未另存，或另存後又換過金鑰")
    put_keys_aside(now)
    assert "金鑰另存" not in missing(now)
    made = {"key": "a", "old": "b"}
    ledger.append(verb=Verb.KEY_MADE, actor=ledger.SYSTEM, subject="金鑰「備份」", detail=made, now=now)
    assert "金鑰另存" in missing(now)
    put_keys_aside(now)
    ledger.append(verb=Verb.KEY_REMOVED, actor=ledger.SYSTEM, subject="金鑰「備份」", detail={"old": "b"}, now=now)
    assert "金鑰另存" not in missing(now)


def test_each_sees_only_the_pages_he_may_open(client: Client, cast: Cast, at_now: None) -> None:
    client.force_login(cast.handler)
    page = client.get("/setup/").content.decode()
    assert "/retention/hand-checks/new/" in page
    assert "/accounts/plan/values/" not in page
    assert "開始使用前的設定" not in client.get("/").content.decode()
    client.force_login(cast.teacher)
    assert client.get("/setup/").status_code == 403


@pytest.mark.parametrize(
    ("holders", "unmet"),
    [
        (
            {Role.HANDLER: {1}, Role.SUPERVISOR: {1}, Role.GUARD: {3}, Role.ADMINISTRATOR: {4, 5}},
            [
                "留存檔銷毀清冊",
                "法定留存",
                "屆期申請單個資銷毀",
                "帳號清查",
                "附錄2檢查與複查",
                "設備盤點",
            ],
        ),
        (
            {Role.HANDLER: {1}, Role.PRINCIPAL: {2}, Role.GUARD: {3}, Role.ADMINISTRATOR: {4, 5}},
            [],
        ),
        (
            {Role.HANDLER: {1}, Role.SUPERVISOR: {1}, Role.PRINCIPAL: {2}, Role.GUARD: {3}, Role.ADMINISTRATOR: {4, 5}},
            [],
        ),
        ({role: {number} for number, role in enumerate(Role)}, ["系統管理人員自己的職務與帳號"]),
        ({role: {1} for role in Role}, [pair.act for pair in PAIRS]),
    ],
)
def test_acts_of_two_people_want_two_people(holders: dict[Role, set[int]], unmet: list[str]) -> None:
    found = [pair.act for pair in unmet_pairs(PAIRS, holders)]
    assert len(found) == len(unmet)
    assert all(act.startswith(words) for act, words in zip(found, unmet, strict=True))


def test_a_rule_of_an_extra_counts_once_the_extra_is_on(cast: Cast, now: dt.datetime) -> None:
    Appointment.objects.filter(role__in=(Role.SUPERVISOR, Role.PRINCIPAL)).delete()
    before = [pair.act for pair in setup_of(now).unmet]
    switch_on(Feature.STOCK_TAKE)
    assert {pair.act for pair in setup_of(now).unmet} - set(before) == {"設備盤點：盤點與覆核"}

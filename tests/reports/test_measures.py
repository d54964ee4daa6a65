"""個資保護措施 and 個人資料檔案公開事項: made of what there is today, nothing about a case, links only where one may go."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.models import Appointment, School, Undertaking
from ledger import services as ledger
from ledger.choices import Verb
from ledger.selectors import length
from reports.selectors import safeguards
from tests.printing import reader
from tests.retention.keeping import ask
from work.services import Outcome, run_duty

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from reports.selectors import Evidence
    from tests.conftest import Cast

TITLES = (
    "配置管理之人員及相當資源", "界定個人資料之範圍", "個人資料之風險評估及管理機制", "事故之預防、通報及應變機制",
    "個人資料蒐集、處理及利用之內部管理程序", "資料安全管理及人員管理", "認知宣導及教育訓練", "設備安全管理", "資料安全稽核機制",
    "使用紀錄、軌跡資料及證據保存", "個人資料安全維護之整體持續改善",
)  # fmt: skip


def evidence(user: User, now: dt.datetime, number: int) -> list[Evidence]:
    return safeguards(user, now)[number - 1].evidence


def printed(client: Client, route: str) -> str:
    pages = reader.pages(client.get(reverse(route)).content)
    return "".join(reader.squeeze(page.extract_text()) for page in pages)


def words(found: list[Evidence]) -> str:
    return "\n".join(("未符合 " if one.is_lacking else "") + one.text for one in found)


def test_the_eleven_stand_in_the_order_of_the_rule(cast: Cast, now: dt.datetime) -> None:
    found = safeguards(cast.auditor, now)
    assert [(one.number, one.title) for one in found] == list(enumerate(TITLES, start=1))
    assert all(one.evidence for one in found)


def test_a_post_that_nobody_holds_and_an_undertaking_not_signed_are_said(cast: Cast, now: dt.datetime) -> None:
    assert "未符合" not in words(evidence(cast.auditor, now, 1))
    assert "未符合 使用中帳號 9 個，均為個人帳號；已簽保密切結 0 人" in words(evidence(cast.auditor, now, 6))
    Appointment.objects.filter(user=cast.supervisor).update(until=now.date() - dt.timedelta(days=1))
    assert "未符合 尚無人擔任處室主管" in words(evidence(cast.auditor, now, 1))
    for person in (cast.teacher, cast.colleague, cast.handler, cast.dean, cast.principal, cast.guard):
        Undertaking.objects.create(user=person, signed_on=now.date(), text="保密")
    for person in (cast.administrator, cast.auditor):
        Undertaking.objects.create(user=person, signed_on=now.date(), text="保密")
    assert "\n使用中帳號" in "\n" + words(evidence(cast.auditor, now, 6)), "the one without a post is not counted"


def test_logs_count_from_their_first_entry_and_are_never_removed(cast: Cast, now: dt.datetime) -> None:
    said = words(evidence(cast.auditor, now, 10))
    assert f"存取紀錄共 {length()} 筆，最早為115年11月23日（一）第 1 筆" in said
    assert "啟用未滿六個月，自啟用起全部保存" in said
    assert "已保存 200 日，已逾六個月" in words(evidence(cast.auditor, now + dt.timedelta(days=200), 10))


def test_a_duty_says_when_it_last_ran(cast: Cast, now: dt.datetime) -> None:
    assert "未符合 例行工作「簽發存取紀錄查核點（計畫伍、四）」上次執行：尚未執行" in words(
        evidence(cast.auditor, now, 9)
    )
    run_duty("reports.tasks.publish_checkpoint", lambda _: Outcome("第 9 筆"), clock=lambda: now)
    assert "上次執行：115年11月23日（一）09:00，第 9 筆" in words(evidence(cast.auditor, now, 9))


def test_only_the_chain_is_told_how_many_events_there_are(cast: Cast, now: dt.datetime) -> None:
    assert "不當使用或洩密事件 0 件" in words(evidence(cast.handler, now, 4))
    assert "0 件" not in words(evidence(cast.auditor, now, 4))


@pytest.mark.parametrize("username", ["handler", "supervisor", "principal", "administrator", "auditor"])
def test_every_link_of_the_page_opens_for_who_reads_it(client: Client, cast: Cast, at_now: None, username: str) -> None:
    client.force_login(getattr(cast, username))
    page = client.get(reverse("reports:measures"))
    leads = {url for _, lines in page.context["measures"] for _, url in lines if url}
    assert len(leads) > 5
    assert {url: client.get(url).status_code for url in leads} == dict.fromkeys(leads, 200)


def test_the_sheet_to_be_published_says_what_the_law_asks(client: Client, cast: Cast, at_now: None) -> None:
    School.objects.update(phone="03-0000000", address="桃園市八德區示範路1號")
    client.force_login(cast.teacher)
    page = client.get(reverse("reports:personal-data")).content.decode()
    paper = printed(client, "reports:personal-data-pdf")
    for said in (
        "個人資料檔案名稱",
        "保有之依據",
        "特定目的",
        "個人資料之類別",
        "監視錄影調閱申請單",
        "桃園市八德區示範路1號",
    ):
        assert said in page
        assert said in paper


def test_the_paper_of_the_measures_says_the_same_as_the_page(
    client: Client, cast: Cast, at_now: None, now: dt.datetime
) -> None:
    client.force_login(cast.auditor)
    paper = printed(client, "reports:measures-pdf")
    assert all(title in paper for title in TITLES)


def test_who_looks_after_the_machine_is_read_by_the_auditor_and_the_principal(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    shell = ledger.Actor(name="主機操作人員 root")
    ask(cast, cameras, now)
    ledger.append(verb=Verb.KEYS_WRITTEN, actor=shell, subject="keys.age", detail={}, now=now)
    admin = ledger.Actor(name="資訊組長 Maria Santos", account="administrator", role="系統管理")
    ledger.append(verb=Verb.PASSWORD_CHANGED, actor=admin, subject="administrator", now=now)
    for reads in (cast.auditor, cast.principal, cast.administrator):
        client.force_login(reads)
        page = client.get(reverse("reports:administration")).content.decode()
        assert "主機操作人員 root將金鑰另存為「keys.age」" in page
        assert "資訊組長 Maria Santos變更密碼" in page
        assert "案 115-0001" not in page
    client.force_login(cast.handler)
    assert client.get(reverse("reports:administration")).status_code == 403

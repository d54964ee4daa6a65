"""職務異動 in the browser: the administrator's acts, the papers, and what was signed (肆、二; rulings 24 and 25)."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pdfplumber
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from reports.models import Handover
from reports.services.staff import hand_post

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast

PDF = b"%PDF-1.4\n%%EOF\n"
PROOF = {"proof_password": "Ruifeng-108-demo"}


def words_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() or "" for page in pdf.pages).replace("\n", "").replace(" ", "")


def test_a_departure_is_done_printed_and_its_signed_paper_kept(
    cast: Cast, client: Client, case: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    page = reverse("reports:departure", args=[cast.handler.pk])
    left = {"kind": "leaving", "successor": cast.colleague.pk, "posts": "others"}
    refused = client.post(page, left | PROOF)
    assert "只有此人擔任承辦人；請指定承接人，並選擇由其接任或代理。" in refused.content.decode()
    assert client.post(page, left | PROOF | {"posts": "taken"}).status_code == 302
    row = Handover.objects.get()
    shown = reverse("reports:handover", args=[row.pk])

    assert str(case.number) not in client.get(shown).content.decode(), "who keeps the accounts has no case data"
    paper = client.get(reverse("reports:acknowledgement", args=[row.pk]))
    words = words_of(paper.content)
    assert "離職或調職後，對在職期間攝錄之影音資料，仍負保密義務" in words
    assert "事務組長游承堃" in words
    missing = client.post(shown, {"paper": "acknowledgement"})
    assert "請選擇簽名後的掃描檔。" in missing.content.decode()
    scan = SimpleUploadedFile("切結.pdf", PDF, "application/pdf")
    assert client.post(shown, {"paper": "acknowledgement", "scan": scan}).status_code == 302
    stolen = SimpleUploadedFile("清冊.pdf", PDF, "application/pdf")
    assert client.post(shown, {"paper": "roster", "scan": stolen}).status_code == 403

    client.force_login(cast.colleague)
    roster = words_of(client.get(reverse("reports:roster", args=[row.pk])).content)
    assert str(case.number) in roster
    assert "移交人：" in roster
    assert "監交人：" in roster
    assert case.applicant_name not in roster
    signed = SimpleUploadedFile("清冊.pdf", PDF, "application/pdf")
    assert client.post(shown, {"paper": "roster", "scan": signed}).status_code == 302
    kept = client.get(reverse("reports:signed-paper", args=[row.pk, "roster"]))
    assert b"".join(kept) == PDF
    assert Entry.objects.filter(verb=Verb.HANDOVER_PAPER_FETCHED).count() == 1
    row.refresh_from_db()
    assert row.acknowledgement_id
    assert row.signed_roster_id


def test_a_post_is_handed_over_on_a_page_and_a_keeps_a_reminder(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    page = reverse("reports:post-handover", args=[cast.handler.pk])
    post = cast.handler.appointments.get()
    given = {
        "post": post.pk, "successor": cast.colleague.pk, "day_0": "115", "day_1": "12", "day_2": "1", "staff_title": "教師",
    }  # fmt: skip
    assert client.post(page, given | PROOF | {"day_1": "10"}).status_code == 422
    assert client.post(page, given | PROOF).status_code == 302

    row = Handover.objects.get()
    client.force_login(cast.handler)
    text = client.get(reverse("reports:handover", args=[row.pk])).content.decode()
    assert "仍負保密義務（計畫肆、二）" in text
    assert "待生效" in text
    assert client.get(reverse("reports:roster", args=[row.pk])).status_code == 200


def test_a_planned_one_is_called_off_on_a_page_and_says_so(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    row = hand_post(
        post_id=cast.handler.appointments.get().pk, successor_id=cast.colleague.pk, day=dt.date(2026, 12, 1),
        staff_title="教師", actor=cast.administrator, now=now,
    )  # fmt: skip
    shown, page = reverse("reports:handover", args=[row.pk]), reverse("reports:handover-call-off", args=[row.pk])
    for person in (cast.handler, cast.colleague, cast.principal):
        client.force_login(person)
        assert page not in client.get(shown).content.decode()
        assert client.post(page, {"reason": "x"} | PROOF).status_code == 403
    client.force_login(cast.administrator)
    assert page in client.get(shown).content.decode()
    asked = client.get(page).content.decode()
    assert "事務組長由游承堃續任" in asked
    assert "115年12月1日" in asked
    missing = client.post(page, {"reason": ""} | PROOF)
    assert (missing.status_code, Handover.objects.get().is_dropped) == (422, False)
    assert client.post(page, {"reason": "校長另有安排"} | PROOF).status_code == 302
    text = client.get(shown).content.decode()
    assert "已取消" in text
    assert "校長另有安排" in text
    assert "交接未執行，沒有移交清冊" in text
    assert page not in text
    assert "已取消" in client.get(reverse("reports:handovers")).content.decode()
    assert client.get(page).status_code == 302
    assert "只有尚未生效的職務交接可以取消。" in client.post(page, {"reason": "再一次"} | PROOF).content.decode()


def test_accounts_are_ended_put_in_use_again_and_the_days_changed_on_pages(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    end = {"expires_on_0": "115", "expires_on_1": "12", "expires_on_2": "31"}
    assert client.post(reverse("reports:expiry", args=[cast.guard.pk]), end | PROOF).status_code == 302
    cast.guard.refresh_from_db()
    assert cast.guard.expires_on == dt.date(2026, 12, 31)

    enable = reverse("reports:enable", args=[cast.guard.pk])
    assert "這個帳號使用中。" in client.post(enable, PROOF).content.decode()
    cast.guard.is_active = False
    cast.guard.save(update_fields=["is_active"])
    assert client.post(enable, PROOF).status_code == 302

    days = reverse("reports:idle-days")
    assert "請填 30 至 730 之間的日數" in client.post(days, PROOF | {"days": "5"}).content.decode()
    assert client.post(days, PROOF | {"days": "90"}).status_code == 302
    assert "90 日暫停" in client.get(reverse("reports:plan")).content.decode()

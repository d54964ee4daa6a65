"""The pages of 銷毀清冊: what each shows, a proof of person where something goes, what was typed stays; and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from retention.choices import ListState
from retention.models import CopyAcceptance, DestructionList, EvidenceCopy
from retention.services.copy_destruction import destroy_copies, dispute_copy, run_due_day
from retention.views.copy_ends import copy_end
from tests.conftest import PASSWORD
from tests.copies.ending import DAY, HOUR, a_year_old, assert_gone, by_law, copied, held, signed, written
from tests.printing import reader

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.usefixtures("at_now", "believed"), pytest.mark.once]
PROVEN = {"proof_password": PASSWORD}


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def printed_in(pdf: bytes) -> str:
    """What stands on the paper, cell by cell, and in its margins."""
    (page,) = reader.pages(pdf)
    return "".join(cell for row in reader.cells(page) for cell in row) + reader.squeeze(page.extract_text())


def as_user(client: Client, user: User, route: str, *arguments: Any, query: str = "") -> tuple[str, str]:
    client.force_login(user)
    address = reverse(route, args=arguments) + query
    return address, text_of(client.get(address))


def test_what_comes_due_is_chosen_signed_and_signed_again_by_another(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    soon, other = a_year_old(cameras, now, days=4), a_year_old(cameras[1:], now, days=5)
    kept = a_year_old(cameras[2:], now, days=6)
    by_law(cameras[2:3], kept.starts_at, now)
    address, page = as_user(client, cast.handler, "retention:copy-list-new")
    assert page.count(" checked") == 2
    assert f"{kept.number}</b>　有法定留存" in page
    without = client.post(address, {"copies": [soon.pk]})
    assert without.status_code == 422
    assert "確認是您本人" in text_of(without)
    assert "請選擇留存檔。" in text_of(client.post(address, PROVEN))
    answer = client.post(address, {"copies": [soon.pk]} | PROVEN, follow=True)
    row = DestructionList.objects.get()
    assert f"銷毀清冊 {row.pk}" in text_of(answer)
    assert other.number not in text_of(answer)

    sign, page = as_user(client, cast.supervisor, "retention:copy-list-sign", row.pk)
    for shown in (soon.number, soon.sha256, "忠孝樓一樓川堂", "事務組長 游承堃", "非案件之留存", "以監銷人簽署"):
        assert shown in page
    assert client.post(sign, {"proof_password": "wrong"}).status_code == 422
    client.post(sign, PROVEN)
    row.refresh_from_db()
    assert (row.state, row.witness) == (ListState.SIGNED, "總務主任 方瑀彤")
    assert client.get(sign).status_code == 403


def test_a_list_is_sent_back_or_withdrawn_on_a_page_of_its_own(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for who, route, state in (
        ("supervisor", "retention:copy-list-return", ListState.RETURNED),
        ("handler", "retention:copy-list-withdraw", ListState.WITHDRAWN),
    ):
        row = written(cast, now, a_year_old(cameras, now, days=4))
        address, _ = as_user(client, getattr(cast, who), route, row.pk)
        assert "請填寫理由。" in text_of(client.post(address, {"reason": ""}))
        page = text_of(client.post(address, {"reason": "編號不符"}, follow=True))
        assert "清冊已" in page
        row.refresh_from_db()
        assert row.state == state


def test_what_is_needless_or_a_mistake_is_offered_to_who_may_know_it_and_goes_with_a_reason(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    early, mistake = a_year_old(cameras, now, days=100), copied(held(cameras[1:2], now - 2 * HOUR))
    address, page = as_user(client, cast.handler, "retention:copy-list-new", query="?kind=early")
    assert early.number in page
    assert " checked" not in page
    assert "請填寫事由。" in text_of(client.post(address, {"copies": [early.pk]} | PROVEN))
    assert client.post(address, {"copies": [early.pk], "reason": "已結案"} | PROVEN).status_code == 302
    _, page = as_user(client, cast.handler, "retention:copy-list-new", query="?kind=early")
    assert "沒有可提前銷毀的留存檔" in page
    address, _ = as_user(
        client, cast.supervisor, "retention:copy-list-new", query=f"?kind=mistake&copy={mistake.number}"
    )
    assert client.post(address, {"copies": [mistake.pk], "reason": "攝影機選錯"} | PROVEN).status_code == 302
    assert client.get(address).status_code == 404, "it stands on a list by now"
    assert DestructionList.objects.count() == 2


def test_the_page_of_the_day_names_what_stands_past_it_what_the_law_keeps_and_why_nothing_went(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    _, page = as_user(client, cast.principal, "retention:copies-due")
    assert "60 日內沒有屆期的留存檔" in page
    past, kept, soon = (
        a_year_old([camera], now, days=days) for camera, days in zip(cameras, (-1, 0, 50), strict=False)
    )
    dispute_copy(copy_id=past.pk, reason="家長異議", user=cast.handler, now=now)
    by_law(cameras[1:2], kept.starts_at, now)
    many = [a_year_old(cameras[3:], now) for _ in range(6)]
    destroy_copies(now)
    _, page = as_user(client, cast.handler, "retention:copies-due")
    first, rest = page.split("逾期未銷毀</h2>")[1].split("法定留存，不銷毀</h2>")
    assert past.number in first
    assert kept.number in rest
    assert soon.number in rest
    assert "一次應銷毀的數量超過安全上限" in page

    address, page = as_user(client, cast.supervisor, "retention:copies-accept")
    assert "至多 6 件" in page
    stated = {"stated_day_0": "115", "stated_day_1": "11", "stated_day_2": "23", "reason": "整批到期"}
    wrong = client.post(address, stated | PROVEN | {"seen_files": "5"})
    assert "已由 5 件變為 6 件" in text_of(wrong)
    client.post(address, stated | PROVEN | {"seen_files": "6"})
    assert CopyAcceptance.objects.get().copies == 6
    run_due_day(now)
    assert_gone(many[0])


def test_the_system_s_list_is_countersigned_on_its_page(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    destroy_copies(now)
    row = DestructionList.objects.get()
    _, page = as_user(client, cast.handler, "home")
    assert "等您簽署的銷毀清冊" in page
    for who, part in (("handler", "執行人"), ("principal", "監銷人")):
        address, page = as_user(client, getattr(cast, who), "retention:copy-list-sign", row.pk)
        assert f"以{part}補簽" in page
        client.post(address, PROVEN)
    _, page = as_user(client, cast.auditor, "retention:copy-list", row.pk)
    assert "已完成" in page
    assert copy.number in page


def test_a_medium_is_registered_with_its_photo_and_a_wrong_file_is_named(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    item = signed(cast, now, a_year_old(cameras, now, medium=True)).items.get()
    file = signed(cast, now, a_year_old(cameras[1:], now, days=1)).items.get()
    assert as_user(client, cast.handler, "retention:copy-list", item.list_id)[1].count("登錄銷毀<span") == 1
    assert client.get(reverse("retention:copy-item-destroy", args=[file.list_id, file.pk])).status_code == 404
    address, page = as_user(client, cast.handler, "retention:copy-item-destroy", item.list_id, item.pk)
    assert "標籤 U-01，存放於總務處保險櫃" in page
    assert "總務主任 方瑀彤" in page
    missing = text_of(client.post(address, {"method": "crush"} | PROVEN))
    assert "請選擇銷毀後照片。" in missing
    text = SimpleUploadedFile("notes.txt", b"no picture")
    assert "請上傳 PDF、JPEG 或 PNG" in text_of(client.post(address, {"method": "crush", "photo": text} | PROVEN))
    picture = SimpleUploadedFile("圖.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    client.post(address, {"method": "crush", "photo": picture, "note": "資源回收場"} | PROVEN)
    assert_gone(EvidenceCopy.objects.get(pk=item.copy_id))
    _, page = as_user(client, cast.principal, "retention:copy-list", item.list_id)
    assert "擊碎" in page
    assert client.get(reverse("retention:copy-item-photo", args=[item.list_id, item.pk])).status_code == 200
    assert Entry.objects.filter(verb=Verb.FILE_READ).exists()


def test_a_dispute_is_marked_and_settled_on_pages(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=4)
    address, _ = as_user(client, cast.handler, "retention:copy-dispute", copy.number)
    assert "請填寫事由。" in text_of(client.post(address, {"reason": " "}))
    client.post(address, {"reason": "家長異議"})
    address, page = as_user(client, cast.principal, "retention:copy-undispute", copy.number)
    assert "家長異議" in page
    client.post(address, {"reason": "已說明"})
    copy.refresh_from_db()
    assert copy.disputed_at is None


def test_what_the_page_of_a_copy_shows_of_its_end(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now, days=4)

    def shown(user: User) -> str:
        return render_to_string("retention/_copy_end.html", {"end": copy_end(copy, user, now)})

    for act in ("列入銷毀清冊", "註記有爭議", "誤製銷毀"):
        assert act in shown(cast.handler)
        assert act not in shown(cast.principal)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    copy.refresh_from_db()
    assert "解除爭議註記" in shown(cast.principal)
    assert "列入銷毀清冊" not in shown(cast.handler)
    EvidenceCopy.objects.filter(pk=copy.pk).update(disputed_at=None)
    copy.refresh_from_db()
    row = signed(cast, now, copy)
    assert f"銷毀清冊 {row.pk}</a>（屆期銷毀）" in shown(cast.handler)
    run_due_day(now)
    run_due_day(now + 4 * DAY)
    copy.refresh_from_db()
    assert "已銷毀" in shown(cast.handler)


def test_the_paper_names_copy_place_hash_method_and_both_people(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    row = signed(cast, now, copy)
    medium = a_year_old(cameras[1:], now, medium=True, days=3)
    masked = copied(held(cameras[2:3], now - 2 * HOUR))
    copied(masked.hold, original=masked)
    run_due_day(now)
    client.force_login(cast.auditor)
    pdf = client.get(reverse("retention:copy-list-pdf", args=[row.pk])).content
    printed = printed_in(pdf)
    for words in (
        copy.number,
        "忠孝樓一樓川堂",
        "115/11/23",
        "銷毀金鑰並刪除加密檔",
        "游承堃",
        "方瑀彤",
        "線上簽署",
        "以下空白",
    ):
        assert words in printed
    assert copy.sha256 in printed
    assert Entry.objects.filter(verb=Verb.COPY_LIST_PRINTED).count() == 1
    other = written(cast, now, medium)
    mistake = as_user(client, cast.handler, "retention:copy-list-new", query=f"?kind=mistake&copy={masked.number}")[0]
    client.post(mistake, {"copies": [masked.pk], "reason": "攝影機選錯"} | PROVEN)
    last = DestructionList.objects.latest("pk")
    for each, words in ((other, "隨身碟 U-01"), (last, "攝影機選錯"), (last, "（遮蔽版）")):
        printed = printed_in(client.get(reverse("retention:copy-list-pdf", args=[each.pk])).content)
        assert reader.squeeze(words) in printed

"""The pages of letters and of 肆、一: what was typed stays, each act leads on, each paper is an entry."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ledger.models import Entry
from requests.choices import Action, LetterKind, Proposal
from requests.models import Letter, Misuse, TrackingCode
from requests.services import correspondence
from tests.letters.conftest import drafted, issued
from tests.printing.reader import pages, squeeze

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = [pytest.mark.usefixtures("at_now"), pytest.mark.once]
TEXT = {"addressee": "許喆安君", "subject": "請查照。", "explanation": "一、准予。", "priority": "普通件"}
DAY = {"sent_on_0": "115", "sent_on_1": "11", "sent_on_2": "23"}


def path(name: str, case: ReviewRequest, *keys: object) -> str:
    return reverse(f"review:{name}", args=[case.number, *keys])


@pytest.fixture
def handler(client: Client, cast: Cast) -> Client:
    client.force_login(cast.handler)
    return client


def test_the_case_offers_the_letter_that_is_due(
    handler: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    page = handler.get(path("case", approved)).content.decode()
    assert "擬核准通知" in page
    assert "擬無影像說明" not in page
    assert "擬無影像說明" in handler.get(path("letters", approved)).content.decode()
    issued(approved, LetterKind.GRANT, cast.handler, now)
    assert "擬核准通知" not in handler.get(path("case", approved)).content.decode()


def test_a_draft_is_saved_or_goes_on_to_be_issued(handler: Client, approved: ReviewRequest) -> None:
    new = path("letter-new", approved, "grant")
    empty = handler.post(new, TEXT | {"subject": "", "explanation": "我打的字"})
    assert empty.status_code == 422
    assert "請填寫主旨" in empty.content.decode()
    assert "我打的字" in empty.content.decode()
    saved = handler.post(new, TEXT | {"then": "save"})
    letter = Letter.objects.get()
    assert saved["Location"] == path("letter", approved, letter.pk)
    assert "已儲存核准通知草稿" in handler.get(path("letter", approved, letter.pk)).content.decode()
    assert handler.post(path("letter", approved, letter.pk), TEXT | {"then": "issue"})["Location"] == path(
        "letter-issue", approved, letter.pk
    )
    assert handler.post(path("letter-issue", approved, letter.pk))["Location"] == path("letter", approved, letter.pk)
    again = handler.post(path("letter-issue", approved, letter.pk))
    assert again.status_code == 422
    assert "已經發出" in again.content.decode()


def test_number_and_delivery_come_back_to_the_letter(
    handler: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    letter = issued(approved, LetterKind.GRANT, cast.handler, now)
    page = path("letter", approved, letter.pk)
    assert handler.post(path("letter-sending", approved, letter.pk), {"number": "總字第1號", **DAY})["Location"] == page
    day = {"delivered_on_0": "115", "delivered_on_1": "11", "delivered_on_2": "22"}
    early = handler.post(path("letter-delivery", approved, letter.pk), {"manner": "mail", **day})
    assert early.status_code == 422
    assert "不能早於" in early.content.decode()
    late = day | {"delivered_on_2": "23"}
    assert handler.post(path("letter-delivery", approved, letter.pk), {"manner": "mail", **late})["Location"] == page
    shown = handler.get(page).content.decode()
    assert "總字第1號" in shown
    assert "掛號郵寄" in shown


def test_a_draft_that_is_dropped_is_gone_from_every_page(
    handler: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    assert handler.post(path("letter-drop", approved, draft.pk)).status_code == 302
    assert handler.get(path("letter", approved, draft.pk)).status_code == 404
    assert handler.get(path("letter-pdf", approved, draft.pk)).status_code == 404


def test_papers_are_entries_and_say_whether_they_are_drafts(
    handler: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    assert "草稿" in squeeze(pages(handler.get(path("letter-pdf", approved, draft.pk)).content)[0].extract_text())
    answer = handler.get(path("letter-odt", approved, draft.pk))
    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.text"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.detail) == ("requests.letter_printed", {"kind": "核准通知", "form": "PDF"})


def test_a_code_is_printed_on_an_issued_receipt_of_who_has_no_account(
    handler: Client, mothers: ReviewRequest, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert "擬收件回條" in handler.get(path("submitted", mothers)).content.decode()
    draft = drafted(mothers, LetterKind.RECEIPT, cast.handler, now)
    assert handler.post(path("letter-code", mothers, draft.pk))["Location"] == path("letters", mothers)
    correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now)
    sheet = squeeze(pages(handler.post(path("letter-code", mothers, draft.pk)).content)[0].extract_text())
    assert "查詢碼：" in sheet
    assert "收件回條" in sheet
    assert TrackingCode.objects.count() == 1
    own = issued(case, LetterKind.RECEIPT, cast.handler, now)
    assert handler.post(path("letter-code", case, own.pk))["Location"] == path("letter", case, own.pk)
    assert TrackingCode.objects.count() == 1


def test_a_reply_made_elsewhere_or_not_needed_is_entered_on_its_page(
    handler: Client, bodys: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    assert handler.get(path("letter-on-paper", bodys))["Location"] == path("case", bodys)
    for who in (cast.handler, cast.supervisor):
        signs(bodys, who, Action.PROPOSE, proposal=Proposal.APPROVE, is_necessary=None)
    signs(bodys, cast.principal, Action.APPROVE, grants_copy="yes", copy_answer="依來文提供。")
    offered = handler.get(path("letters", bodys)).content.decode()
    assert "登錄另行辦理的函覆" in offered
    assert "函覆（准予）" in handler.get(path("letter-on-paper", bodys)).content.decode()
    answer = handler.post(path("letter-on-paper", bodys), {"kind": "grant", "number": "總字第9號", **DAY})
    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert handler.get(path("letter-pdf", bodys, letter.pk)).status_code == 404
    assert "登錄" in handler.get(path("letter", bodys, letter.pk)).content.decode()


def test_an_event_is_recorded_gone_on_with_and_closed_on_its_pages(handler: Client, cast: Cast) -> None:
    moment = {f"noticed_at_{place}": value for place, value in enumerate(("115", "11", "23", "0830"))}
    given = {"noticed_by": "警衛", "what": "翻拍螢幕。", **moment}
    wrong = handler.post(reverse("review:misuse-new"), given | {"case_number": "115-9999"})
    assert wrong.status_code == 422
    assert "找不到這個案號" in wrong.content.decode()
    assert "翻拍螢幕。" in wrong.content.decode()
    assert handler.post(reverse("review:misuse-new"), given).status_code == 302
    [event] = Misuse.objects.all()
    assert handler.post(reverse("review:misuse-go-on", args=[event.pk]), {"measures": "已刪除。"}).status_code == 302
    handler.force_login(cast.supervisor)
    answer = handler.post(reverse("review:misuse-close", args=[event.pk]), {"conclusion": "未外流。"}, follow=True)
    assert "未外流。" in answer.content.decode()
    paper = squeeze(pages(handler.get(reverse("review:misuse-pdf", args=[event.pk])).content)[0].extract_text())
    assert "不當使用或洩密事件紀錄" in paper
    assert "未外流。" in paper
    assert "個資外洩通報未通報" in paper

"""What a case shows, to whom, and that every reading, print and download is an entry (肆、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from files.services import store
from ledger.choices import Verb
from ledger.models import Entry
from requests.choices import Action, Proposal, RefusalGround
from requests.documents import Appendix1
from requests.documents.filling import appendix_1_of, printed_appendix_1
from requests.services.viewings import end_viewing, start_viewing

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

NO_INTEREST = (RefusalGround.NO_INTEREST,)


@pytest.fixture
def handler(client: Client, cast: Cast, at_now: None) -> Client:
    """A browser in which 承辦人 has signed in."""
    client.force_login(cast.handler)
    return client


@pytest.mark.counted_elsewhere
def test_reading_a_case_is_an_entry_once_in_ten_minutes(handler: Client, case: ReviewRequest) -> None:
    for _ in range(3):
        assert handler.get(reverse("review:case", args=[case.number])).status_code == 200
    assert Entry.objects.filter(verb=Verb.CASE_READ, subject="案 115-0001", account="handler").count() == 1


def test_when_the_entry_cannot_be_written_nothing_personal_is_shown(
    handler: Client, case: ReviewRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("requests.views.reading.ledger.append_reading", disk_full)
    handler.raise_request_exception = False
    answer = handler.get(reverse("review:case", args=[case.number]))
    assert answer.status_code == 500
    assert "許喆安" not in answer.content.decode()


def test_both_clocks_and_the_chain_are_shown(handler: Client, case: ReviewRequest) -> None:
    text = handler.get(reverse("review:case", args=[case.number])).content.decode()
    for words in (
        "已通知留存、尚未備份",
        "處理期限（比照個資法第13條）",
        "115年12月8日（二）",
        "待承辦人擬辦",
        "游承堃（您）",
    ):
        assert words in text


def test_a_viewing_is_started_and_ended_from_the_case(handler: Client, approved: ReviewRequest) -> None:
    start = reverse("review:viewing-start", args=[approved.number])
    assert handler.post(start, {"people_present": "許喆安"}).status_code == 422
    assert handler.post(start, {"people_present": "許喆安", "told_not_to_film": "on"}).status_code == 302
    viewing = approved.viewings.get()
    again = handler.post(start, {"people_present": "許喆安", "told_not_to_film": "on"})
    assert "正在調閱中" in again.content.decode()
    end = reverse("review:viewing-end", args=[approved.number, viewing.pk])
    assert handler.post(end, {"saw_footage": "yes", "outcome": "held", "remarks": "無"}).status_code == 302
    again = handler.post(end, {"saw_footage": "yes", "outcome": "held"})
    assert "已經結束" in again.content.decode()
    assert handler.get(reverse("review:viewing-end", args=[approved.number, 999])).status_code == 404
    assert "已調閱" in handler.get(reverse("review:case", args=[approved.number])).content.decode()


def test_who_asked_is_told_that_a_time_will_be_arranged_until_one_is(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.teacher)
    address, said = reverse("review:case", args=[approved.number]), "承辦人會與您約定到場調閱的時間"
    assert said in client.get(address).content.decode()
    viewing = start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    assert said not in client.get(address).content.decode()


def test_an_attachment_leaves_only_from_its_own_case(handler: Client, case: ReviewRequest, now: dt.datetime) -> None:
    own, other = (store(upload=SimpleUploadedFile("圖.pdf", b"%PDF-1.4\n%%EOF\n"), now=now) for _ in range(2))
    case.attachments.add(own)
    answer = handler.get(reverse("review:attachment", args=[case.number, own.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\n%%EOF\n"  # type: ignore[attr-defined]
    assert Entry.objects.filter(verb=Verb.FILE_READ).count() == 1
    assert handler.get(reverse("review:attachment", args=[case.number, other.pk])).status_code == 404


def test_the_paper_of_a_decided_case_is_what_was_frozen(approved: ReviewRequest) -> None:
    frozen = printed_appendix_1(approved, for_ink=False)
    approved.reason = "後來改寫的事由"
    assert printed_appendix_1(approved, for_ink=False) == frozen
    assert frozen.signatures[3].lines[1:2] == ("准予調閱",)
    assert Appendix1.from_json(frozen.to_json()) == frozen


def test_the_papers_cells_follow_the_chain(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    def words() -> list[str]:
        return [cell.lines[1] if len(cell.lines) > 1 else "" for cell in appendix_1_of(case).signatures[1:]]

    assert words() == ["", "", ""]
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert words() == ["擬准", "審核同意", ""]
    signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明時段。")
    assert words() == ["擬准", "", ""]
    refused = signs(
        case, cast.supervisor, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="時段不符。", grounds=NO_INTEREST
    )
    signs(refused, cast.principal, Action.REFUSE, opinion="與事由無關。", grounds=NO_INTEREST)
    assert words() == ["擬准", "擬不准", "不予核准"]
    assert appendix_1_of(case).extra_pages == (
        ("不予核准理由", "依據：非當事人或利害關係人\n事實與理由：與事由無關。"),
    )


@pytest.mark.counted_elsewhere
def test_the_register_shows_what_was_viewed_and_by_whom_it_was_read(
    client: Client, cast: Cast, approved: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    viewing = start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now + dt.timedelta(minutes=5))
    client.force_login(cast.principal)
    assert "115-0001" in client.get(reverse("reports:register")).content.decode()
    assert client.get(reverse("reports:register-pdf")).content.startswith(b"%PDF-")
    read = Entry.objects.filter(verb__in=[Verb.REGISTER_READ, Verb.REGISTER_PRINTED], account="principal")
    assert read.count() == 2

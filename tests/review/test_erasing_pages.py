"""The pages of 伍、五: the list, the proposal, the second person's confirmation, and what an erased case looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from requests.choices import ErasureBasis
from requests.models import Erasure
from requests.services.erasing import confirm_erasure, propose_erasure
from tests.conftest import PASSWORD
from tests.review.test_erasing import a_year_after, closed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast

LIST = "/requests/expired/"


@pytest.fixture
def over(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> Iterator[ReviewRequest]:
    """A viewed and closed case on the first morning after its term."""
    case = closed(approved, cast, now)
    with time_machine.travel(a_year_after(case), tick=False):
        yield case


@pytest.fixture
def erased(over: ReviewRequest, cast: Cast) -> ReviewRequest:
    at = a_year_after(over)
    erasure = propose_erasure(
        case_ids=[over.pk], basis=ErasureBasis.UNFILED, approval_number="", actor=cast.handler, now=at
    )  # fmt: skip
    confirm_erasure(erasure_id=erasure.pk, actor=cast.principal, now=at)
    return over


def test_the_handler_proposes_and_what_was_chosen_stays_on_a_refusal(
    client: Client, over: ReviewRequest, cast: Cast
) -> None:
    client.force_login(cast.handler)
    assert "115-0001" in client.get(LIST).content.decode()
    response = client.post(LIST, {"cases": over.pk, "basis": "approved"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "請填寫檔案銷毀核准文號" in page
    assert f'value="{over.pk}" id="id_cases_{over.pk}" checked' in page
    assert client.post(LIST, {"basis": "unfiled"}).status_code == 422
    response = client.post(LIST, {"cases": over.pk, "basis": "approved", "approval_number": "桃教秘字第1號"})
    assert response.status_code == 302
    page = client.get(LIST).content.decode()
    assert "待確認" in page
    assert "桃教秘字第1號" in page
    assert "目前沒有屆期的申請單" in page


@pytest.mark.counted_elsewhere
def test_only_the_handler_is_asked_on_what(client: Client, over: ReviewRequest, cast: Cast) -> None:
    client.force_login(cast.principal)
    page = client.get(LIST).content.decode()
    assert "115-0001" in page
    assert "提出銷毀" not in page
    assert client.post(LIST, {"cases": over.pk, "basis": "unfiled"}).status_code == 422


def test_the_second_person_proves_who_he_is(client: Client, over: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(over)
    erasure = propose_erasure(
        case_ids=[over.pk], basis=ErasureBasis.UNFILED, approval_number="", actor=cast.handler, now=at
    )
    url = reverse("review:erasure", args=[erasure.pk])
    client.force_login(cast.handler)
    assert "確認銷毀個資" not in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    client.force_login(cast.principal)
    page = client.get(url).content.decode()
    assert "今天是" in page
    assert "確認銷毀個資" in page
    assert client.post(url, {"proof_password": "wrong"}).status_code == 422
    assert Erasure.objects.get().is_open
    assert client.post(url, {"proof_password": PASSWORD}).status_code == 302
    assert "已銷毀" in client.get(url).content.decode()
    assert client.post(url, {"proof_password": PASSWORD}).status_code == 422


def test_a_proposal_is_taken_off_on_a_page_of_its_own(client: Client, over: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(over)
    erasure = propose_erasure(
        case_ids=[over.pk], basis=ErasureBasis.UNFILED, approval_number="", actor=cast.handler, now=at
    )
    url = reverse("review:erasure-drop", args=[erasure.pk])
    client.force_login(cast.supervisor)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "案件尚有訴訟。"}).status_code == 302
    assert "案件尚有訴訟。" in client.get(reverse("review:erasure", args=[erasure.pk])).content.decode()
    assert client.post(url, {"reason": "再一次"}).status_code == 422


def test_the_page_of_an_erased_case_says_so(client: Client, erased: ReviewRequest, cast: Cast) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("review:case", args=[erased.number])).content.decode()
    assert "個資已依計畫伍、五銷毀" in page
    assert "核定結果" in page
    for word in ("許喆安", "五年三班", "跌倒受傷", "結案</a>", "設為限制案"):
        assert word not in page, word
    assert "個資已依計畫伍、五銷毀的申請" in client.get("/requests/").content.decode()
    assert client.get(reverse("review:appendix-1", args=[erased.number])).status_code == 200
    assert client.get(reverse("review:identity", args=[erased.number])).status_code == 403


@pytest.mark.counted_elsewhere
def test_the_register_shows_the_row_without_what_was_erased(client: Client, erased: ReviewRequest, cast: Cast) -> None:
    client.force_login(cast.principal)
    page = client.get("/ledger/register/").content.decode()
    assert "115-0001" in page
    assert "個資已依計畫伍、五銷毀" in page
    assert "事務組長 游承堃" in page
    assert client.get("/ledger/register.pdf").status_code == 200

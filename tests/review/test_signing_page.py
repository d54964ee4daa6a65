"""The confirm page: a decision needs a proof of person, and what was typed stays (rulings 1 and 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ledger.models import Entry
from requests.choices import Action, Proposal, RefusalGround, Status
from requests.documents.filling import appendix_1_of
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

Typed = dict[str, str]


@pytest.fixture
def typed(at_principal: ReviewRequest) -> Typed:
    """What 校長 sends from the confirm page after two acts."""
    return {
        "action": "approve",
        "proposal": "",
        "acts_seen": "2",
        "opinion": "請於週五前辦理",
        "proof_password": PASSWORD,
    }


@pytest.fixture
def page(at_principal: ReviewRequest) -> str:
    """The confirm page of the case that waits for 校長."""
    return reverse("review:sign", args=[at_principal.number])


@pytest.fixture
def principal(client: Client, cast: Cast, at_now: None) -> Client:
    """A browser in which 校長 signed in long ago: the proof is no longer fresh."""
    client.force_login(cast.principal)
    return client


def test_the_page_says_what_the_paper_will_say_and_asks_for_the_password(principal: Client, page: str) -> None:
    text = principal.get(page, {"action": "approve"}).content.decode()
    for words in ("確認核准", "校長 蘇翊甯", "准予調閱", "線上簽核", "總務主任 方瑀彤"):
        assert words in text
    assert 'name="proof_password"' in text


def test_who_signs_says_that_he_is_no_party_and_finds_where_to_keep_out(
    client: Client, cast: Cast, at_principal: ReviewRequest, at_now: None
) -> None:
    leave, said = reverse("review:recuse", args=[at_principal.number]), "本人非當事人，亦非其監護人或代理人"
    client.force_login(cast.principal)
    text = client.get(reverse("review:sign", args=[at_principal.number]), {"action": "approve"}).content.decode()
    assert said in text
    assert f'<a href="{leave}">登錄迴避</a>' in text
    client.force_login(cast.handler)
    text = client.get(reverse("review:paper", args=[at_principal.number]), {"action": "approve"}).content.decode()
    assert said not in text, "who records what another one signed says nothing for him"


def test_who_signs_reads_every_reason_before_him_and_not_only_its_echo(
    client: Client, cast: Cast, case: ReviewRequest, signs: Signs, at_now: None
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="建議遮蔽其他學生。")
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="如擬")
    client.force_login(cast.principal)
    text = client.get(reverse("review:sign", args=[case.number]), {"action": "approve"}).content.decode()
    assert text.index("建議遮蔽其他學生。") < text.index("總務主任 方瑀彤：擬准")
    assert text.count("建議遮蔽其他學生。") == 1


def test_the_page_says_no_copy_only_while_none_was_asked_for(
    principal: Client, page: str, at_principal: ReviewRequest
) -> None:
    said = []
    for wants_copy in (False, True):
        type(at_principal).objects.filter(pk=at_principal.pk).update(wants_copy=wants_copy)
        said.append("陪同到場檢視，不得複製" in principal.get(page, {"action": "approve"}).content.decode())
    assert said == [True, False]


def test_with_the_password_the_decision_stands(
    principal: Client, page: str, typed: Typed, at_principal: ReviewRequest
) -> None:
    assert principal.post(page, typed)["Location"] == "/"
    at_principal.refresh_from_db()
    assert at_principal.status == Status.APPROVED
    assert at_principal.approvals.latest("pk").opinion == "請於週五前辦理"


@pytest.mark.parametrize(("password", "says"), [("", "請輸入密碼或驗證碼"), ("wrong-wrong-wrong", "密碼不正確")])
def test_without_it_nothing_is_decided_and_the_opinion_stays(
    principal: Client, page: str, typed: Typed, at_principal: ReviewRequest, password: str, says: str
) -> None:
    answer = principal.post(page, {**typed, "proof_password": password})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "請於週五前辦理" in answer.content.decode()
    at_principal.refresh_from_db()
    assert at_principal.status == Status.IN_REVIEW


def test_who_comes_second_is_told_and_keeps_the_opinion(principal: Client, page: str, typed: Typed) -> None:
    answer = principal.post(page, {**typed, "acts_seen": "1"})
    assert answer.status_code == 422
    assert "此案已由總務主任方瑀彤於 115/11/23 09:00「陳核」" in answer.content.decode()
    assert "請於週五前辦理" in answer.content.decode()


def test_a_decision_sent_again_is_made_once_and_after_signing_out_by_nobody(
    principal: Client, page: str, typed: Typed, at_principal: ReviewRequest
) -> None:
    """Replay: the very same request again, by the same browser, by the next person at it, and by nobody."""
    principal.post(page, typed)
    made, entries = at_principal.approvals.count(), Entry.objects.filter(subject=str(at_principal)).count()
    principal.post(page, typed)
    principal.post("/accounts/logout/")
    assert principal.post(page, typed)["Location"].startswith("/accounts/login/")
    assert at_principal.approvals.count() == made
    assert Entry.objects.filter(subject=str(at_principal)).count() == entries


def test_a_refusal_without_reason_is_sent_back(principal: Client, page: str, typed: Typed) -> None:
    answer = principal.post(page, {**typed, "action": "refuse", "opinion": ""})
    assert answer.status_code == 422
    assert "請填寫意見，敘明理由" in answer.content.decode()
    assert "請至少勾選一項依據" in answer.content.decode()


def test_other_decisions_are_offered_as_choices(principal: Client, page: str) -> None:
    text = principal.get(page).content.decode()
    for words in ("核准", "不予核准", "退回補正", "退回前一關"):
        assert words in text
    assert "陳核" not in text.split("<main")[1]


def test_a_case_that_waits_for_nobody_leads_back(principal: Client, page: str, typed: Typed) -> None:
    principal.post(page, typed)
    assert principal.get(page)["Location"] == reverse("review:case", args=["115-0001"])


@pytest.mark.parametrize("username", ["teacher", "supervisor"])
def test_others_cannot_open_it(client: Client, cast: Cast, page: str, username: str) -> None:
    client.force_login(getattr(cast, username))
    assert client.get(page, {"action": "approve"}).status_code == 403


@pytest.mark.parametrize(
    ("before", "word"), [(Proposal.APPROVE, "審核同意"), (Proposal.REFUSE, "擬准")], ids=["beside-yes", "beside-no"]
)
def test_the_page_shows_the_word_the_paper_will_print(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs, at_now: None, before: Proposal, word: str
) -> None:
    grounds = (RefusalGround.UNSPECIFIC,)
    signs(case, cast.handler, Action.PROPOSE, proposal=before, opinion="時段過長。", grounds=grounds)
    client.force_login(cast.supervisor)
    page = client.get(reverse("review:sign", args=[case.number]), {"action": "propose", "proposal": "approve"})
    assert f"<span>{word}</span>" in page.content.decode()
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert appendix_1_of(case).signatures[2].lines[1] == word

"""Somebody was faster: the page says who did what, and keeps everything that was typed (house, ux: Concurrency)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from ledger.services import SYSTEM
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.services.chain import recall
from requests.services.drafts import withdraw
from requests.services.recusals import recuse
from tests.conftest import PASSWORD
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
YES = Proposal.APPROVE
TYPED = "走廊影像請先備份，\n並遮蔽其他學生。"


def send(client: Client, person: User, case: ReviewRequest, *, seen: int, route: str = "sign", **more: Any) -> Any:
    client.force_login(person)
    typed = {
        "action": "propose", "proposal": "approve", "acts_seen": str(seen), "is_necessary": "yes", "opinion": TYPED,
        "proof_password": PASSWORD,
    }  # fmt: skip
    return client.post(reverse(f"review:{route}", args=[case.number]), typed | more)


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@shared
def second(cast: Cast, now: dt.datetime) -> User:
    """A second 承辦人."""
    person = type(cast.dean).objects.create_user("handler2", "方若", PASSWORD)
    appoint(user=person, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    return person


def test_the_second_of_two_handlers_reads_who_was_first_and_keeps_his_words(
    client: Client, case: ReviewRequest, cast: Cast, second: User, signs: Signs
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    late = send(client, second, case, seen=0, conditions="不得翻拍。")
    assert late.status_code == 409
    for words in ("事務組長游承堃於 115/11/23 09:00「陳核」", "並遮蔽其他學生。", "不得翻拍。", "查看案件最新狀態"):
        assert words in text_of(late)
    assert case.approvals.count() == 1


def test_who_may_still_sign_confirms_again_with_the_same_words(
    client: Client, case: ReviewRequest, cast: Cast, second: User, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    recall(case_id=case.pk, actor=cast.handler, now=now)
    late = send(client, second, case, seen=0)
    assert late.status_code == 422
    assert "事務組長游承堃於 115/11/23 09:00「抽回」" in text_of(late)
    assert "並遮蔽其他學生。" in text_of(late)
    assert 'name="acts_seen" value="2"' in text_of(late)
    assert send(client, second, case, seen=2).status_code == 302


def test_what_the_applicant_took_back_meanwhile(
    client: Client, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    late = send(client, cast.handler, case, seen=0)
    assert late.status_code == 409
    assert "案件目前為「已撤回」，不能「陳核」" in text_of(late)
    assert "並遮蔽其他學生。" in text_of(late)


@pytest.mark.counted_elsewhere
def test_what_was_decided_meanwhile_by_the_deputy(
    client: Client, at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.OFFICIAL_TRIP, since=now,
        until=now + dt.timedelta(days=1), actor=cast.principal, now=now,
    )  # fmt: skip
    signs(at_principal, cast.dean, Action.APPROVE)
    late = send(client, cast.principal, at_principal, seen=2, action="refuse", proposal="")
    assert late.status_code == 409
    assert "教務主任陳煒騏於 115/11/23 09:00「核准」" in text_of(late)
    at_principal.refresh_from_db()
    assert at_principal.status == Status.APPROVED


def test_a_paper_signature_recorded_too_late(
    client: Client, at_principal: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    signs(at_principal, cast.principal, Action.APPROVE)
    late = send(client, cast.handler, at_principal, seen=2, route="paper", action="approve", proposal="")
    assert late.status_code == 409
    assert "校長蘇翊甯於 115/11/23 09:00「核准」" in text_of(late)
    client.force_login(cast.handler)
    looked = client.get(reverse("review:paper", args=[at_principal.number]))
    assert looked.status_code == 302


@pytest.mark.parametrize(("username", "code"), [("teacher", 403), ("supervisor", 403), ("dean", 404), ("guard", 404)])
def test_who_could_not_have_signed_reads_nothing(
    client: Client, case: ReviewRequest, cast: Cast, username: str, code: int
) -> None:
    assert send(client, getattr(cast, username), case, seen=0).status_code == code
    assert send(client, getattr(cast, username), case, seen=0, acts_seen="").status_code == code


def test_who_must_keep_out_by_now_finds_no_case(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    recuse(
        case_id=case.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    assert send(client, cast.supervisor, case, seen=1).status_code == 404

"""What is said on the way to a decision is the school's own: who reads which words of a case, in one table.

The applicant reads the steps, who signed them and when, what he shall correct, and the decision with its reasons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from requests import policies
from requests.choices import Action, Answer, Need, Proposal, RefusalGround
from requests.models import Approval
from requests.services.chain import Grant
from requests.services.consultations import answer_consultation, consult
from requests.services.drafts import Content, correct, save_draft, submit
from requests.services.standing import check_standing_of
from tests.review.acts import on_paper
from tests.review.reading import seen

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

PEOPLE = ("teacher", "handler", "supervisor", "principal", "dean")
"""申請人, the chain, and the colleague who was asked for an opinion."""
GROUNDS = (RefusalGround.NO_INTEREST,)
TAKEN_BACK = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

# what stands on the case page          while it is    appl hand supe prin cons
WORDS = """
申請人身分查驗：有保護令或會面限制      in_review      -    yes  yes  yes  yes
限制案                                  in_review      -    yes  yes  yes  yes
查驗案                                  in_review      -    yes  yes  yes  yes
是否通報？                              in_review      -    yes  yes  yes  yes
已通報社政。                            in_review      -    yes  yes  yes  yes
擬不准：事由不實。                      in_review      -    yes  yes  yes  yes
退回前一關：請再查。                    in_review      -    yes  yes  yes  yes
擬部分准：只看門口。                    in_review      -    yes  yes  yes  yes
核章掃描檔                              in_review      -    yes  yes  yes  yes
並陳核                                  in_review      -    yes  yes  yes  yes
紙本核章：擬部分准                      in_review      -    yes  yes  yes  yes
予前一關                                in_review      -    yes  yes  yes  yes
退回補正：請縮短時段。                  in_review      yes  yes  yes  yes  yes
予申請人                                in_review      yes  yes  yes  yes  yes
事務組長&nbsp;游承堃                    in_review      yes  yes  yes  yes  yes
總務主任&nbsp;方瑀彤                    in_review      yes  yes  yes  yes  yes
申請人身分查驗：有保護令或會面限制      refused        -    yes  yes  yes  -
已通報社政。                            refused        -    yes  yes  yes  -
擬部分准：只看門口。                    refused        -    yes  yes  yes  -
不予核准：與本人無涉。                  refused        yes  yes  yes  yes  -
非當事人或利害關係人                    refused        yes  yes  yes  yes  -
"""


@pytest.fixture
def told(cast: Cast, content: Content, signs: Signs, now: dt.datetime) -> ReviewRequest:
    """A parent's case with everything people say before a decision: it waits for 校長."""
    asked = replace(content, need=Need.CHILD, relation="父")
    draft = save_draft(applicant=cast.teacher, content=asked, key=None, now=now)
    case = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    check_standing_of(
        case_id=case.pk, actor=cast.handler, identity_checked=True, guardianship_confirmed=True,
        protection_order=Answer.YES, now=now,
    )  # fmt: skip
    question = consult(case_id=case.pk, person_id=cast.dean.pk, question="是否通報？", actor=cast.handler, now=now)
    answer_consultation(consultation_id=question.pk, opinion="已通報社政。", actor=cast.dean, now=now)
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    correct(case_id=case.pk, applicant=cast.teacher, content=asked, now=now)
    for _ in range(2):
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="事由不實。", grounds=GROUNDS)
        if not case.approvals.filter(action=Action.RETURN_TO_PREVIOUS).exists():
            signs(case, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請再查。")
    assert case.starts_at is not None
    assert case.ends_at is not None
    grant = Grant(list(case.cameras.all()), case.starts_at, case.ends_at, conditions="不得翻拍。")
    on_paper(
        case, cast.handler, cast.supervisor, Action.PROPOSE, Proposal.PARTLY_APPROVE, at=now, now=now,
        opinion="只看門口。", grant=grant,
    )  # fmt: skip
    case.refresh_from_db()
    return case


@pytest.mark.counted_elsewhere
def test_each_reads_the_words_that_are_for_him(
    client: Client, told: ReviewRequest, cast: Cast, signs: Signs, at_now: None
) -> None:
    found = {}
    for status in ("in_review", "refused"):
        if status == "refused":
            signs(told, cast.principal, Action.REFUSE, opinion="與本人無涉。", grounds=GROUNDS)
        for who in PEOPLE:
            client.force_login(getattr(cast, who))
            found[status, who] = seen(client.get(reverse("review:case", args=[told.number])).content.decode())
    for words, status, *cells in (line.split() for line in WORDS.splitlines() if line):
        reads = ["yes" if words.replace("&nbsp;", " ") in found[status, who] else "-" for who in PEOPLE]
        assert reads == cells, words


@pytest.mark.parametrize(
    ("action", "more", "is_told"),
    [
        (Action.APPROVE, {}, True),
        (Action.REFUSE, {}, True),
        (Action.REFUSE, {"is_current": False}, False),
        (Action.PROPOSE, {}, False),
        (Action.RETURN_TO_PREVIOUS, {"is_current": False}, False),
        (Action.RETURN_TO_APPLICANT, {"is_current": False}, True),
        (Action.RETURN_TO_APPLICANT, {"is_current": False, "recalled_at": TAKEN_BACK}, False),
        (Action.RETURN_TO_APPLICANT, {"is_current": False, "objected_at": TAKEN_BACK}, False),
    ],
)
def test_the_applicant_reads_the_words_of_the_decision_that_stands_and_of_what_came_back_to_him(
    action: Action, more: dict[str, Any], *, is_told: bool
) -> None:
    assert policies.is_for_applicant(Approval(action=action, **{"is_current": True} | more)) is is_told


@pytest.mark.parametrize(
    ("verb", "to", "is_told"),
    [
        (Verb.CASE_SUBMITTED, "", True),
        (Verb.CASE_DECIDED, "", True),
        (Verb.CASE_RETURNED, "申請人", True),
        (Verb.CASE_RETURNED, "前一關", False),
        (Verb.CASE_PROPOSED, "", False),
        (Verb.STANDING_CHECKED, "", False),
    ],
)
def test_the_applicant_reads_entries_that_do_not_tell_how_it_is_going_to_be_decided(
    verb: Verb, to: str, *, is_told: bool
) -> None:
    assert policies.is_entry_for_applicant(verb, {"to": to}) is is_told


def test_the_scan_of_a_signature_is_not_for_the_applicant(
    client: Client, told: ReviewRequest, cast: Cast, at_now: None
) -> None:
    scan = told.approvals.get(manner="paper").scan_id
    address = reverse("review:attachment", args=[told.number, scan])
    answers = {}
    for who in ("teacher", "handler"):
        client.force_login(getattr(cast, who))
        answers[who] = client.get(address).status_code
    assert answers == {"teacher": 404, "handler": 200}


def test_the_applicant_proves_the_entries_he_reads_and_no_other(
    client: Client, told: ReviewRequest, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.teacher)
    page = client.get(reverse("reports:proofs", args=[told.number])).content.decode()
    assert "送出案" in page
    assert "並陳核" not in page
    sent, proposed = (
        Entry.objects.filter(verb=verb, subject=str(told)).latest("sequence").sequence
        for verb in (Verb.CASE_SUBMITTED, Verb.CASE_PROPOSED)
    )
    answers = [client.get(reverse("reports:proof", args=[told.number, one])).status_code for one in (sent, proposed)]
    assert answers == [200, 404]


def test_a_list_does_not_tell_a_parent_that_his_case_was_restricted(
    client: Client, told: ReviewRequest, cast: Cast, at_now: None
) -> None:
    found = {}
    for who in ("teacher", "handler"):
        client.force_login(getattr(cast, who))
        found[who] = "限制案" in client.get(reverse("review:list")).content.decode()
    assert found == {"teacher": False, "handler": True}

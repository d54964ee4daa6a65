"""A public body's letter becomes a case with its own clock, its hold and its paper at once (伍、二; rulings 11 and 20)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from ledger.models import Entry
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import Action, Need, Priority, Proposal, Secrecy, Status
from requests.documents.filling import appendix_1_of
from requests.models import AgencyLetter, ReviewRequest
from requests.selectors.agency import agency_facts
from requests.services.agency import AgencyRefused, LetterContent, Wanted, receive_letter
from requests.services.chain.errors import StandingUnknown
from requests.services.extensions import ExtensionRefused, extend
from retention.models import Hold
from tests.agency.conftest import BODY, NUMBER
from tests.review.acts import refused, written

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs


def receive(cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime) -> ReviewRequest:
    return receive_letter(handler=cast.handler, letter=letter, wanted=wanted, form_key=uuid.uuid4(), now=now)


def test_a_letter_has_number_clock_and_hold_at_once(case: ReviewRequest, now: dt.datetime) -> None:
    assert (case.status, case.number, case.need, case.unit) == (Status.IN_REVIEW, "115-0001", Need.AGENCY, BODY)
    hold = Hold.objects.get(case_key=case.draft_key)
    assert {camera.code for camera in hold.cameras.all()} == {"C01", "C02"}
    assert written(case) == ["requests.letter_received"]


def test_what_the_letter_says_is_read_through_one_function(case: ReviewRequest, letter: LetterContent) -> None:
    facts = agency_facts(case)
    assert facts is not None
    assert (facts.body, facts.number, facts.missing, facts.secrecy) == (BODY, NUMBER, (), Secrecy.NONE)
    assert facts.received_at == letter.received_at


def test_a_case_of_the_school_has_no_letter(db: None) -> None:
    assert agency_facts(ReviewRequest()) is None


@pytest.mark.parametrize(
    ("priority", "reply_by", "due_on"),
    [
        (Priority.MOST_URGENT, None, dt.date(2026, 11, 24)),
        (Priority.URGENT, None, dt.date(2026, 11, 26)),
        (Priority.ORDINARY, None, dt.date(2026, 12, 1)),  # Monday and six working days
        (Priority.ORDINARY, dt.date(2026, 11, 25), dt.date(2026, 11, 25)),
    ],
)
def test_the_clock_is_the_bodys_own_limit_else_what_its_priority_means(
    cast: Cast,
    letter: LetterContent,
    wanted: Wanted,
    now: dt.datetime,
    priority: Priority,
    reply_by: dt.date | None,
    due_on: dt.date,
) -> None:
    made = receive(cast, dataclasses.replace(letter, priority=priority, reply_by=reply_by), wanted, now)
    assert made.due_at is not None
    assert local_date(made.due_at) == due_on


def test_the_same_form_sent_twice_is_one_case(
    cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime
) -> None:
    key = uuid.uuid4()
    first, second = (
        receive_letter(handler=cast.handler, letter=letter, wanted=wanted, form_key=key, now=now) for _ in range(2)
    )
    assert first == second
    assert Entry.objects.filter(verb="requests.letter_received").count() == 1


def test_a_letter_that_cannot_be_is_refused(
    cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime
) -> None:
    with refused(AgencyRefused, "未來"):
        receive(cast, dataclasses.replace(letter, received_at=now + dt.timedelta(minutes=1)), wanted, now)
    with refused(AgencyRefused, "不能晚於"):
        receive(cast, dataclasses.replace(letter, dated_on=now.date() + dt.timedelta(days=1)), wanted, now)


def test_only_who_handles_requests_takes_letters_in(
    cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime
) -> None:
    with refused(policies.MayNotEnter):
        receive_letter(handler=cast.teacher, letter=letter, wanted=wanted, form_key=uuid.uuid4(), now=now)


def test_the_paper_begins_with_the_letters_number_and_the_four_items(case: ReviewRequest) -> None:
    form = appendix_1_of(case)
    assert (form.unit, form.relation, form.id_number) == (BODY, "公務機關", "")
    assert form.reason.split("\n") == [
        f"{BODY}115年11月20日{NUMBER}函",
        "法令依據：刑事訴訟法第230條",
        "調閱目的：偵辦竊盜案件",
        "範圍：操場東側 11 月 20 日 12 時至 12 時 15 分",
        "用途：作為偵查之證據",
        "另請求複製。",
    ]
    assert form.signatures[0].lines == (BODY, "公文存卷")


def test_a_letter_that_lacks_an_item_is_returned_or_refused_but_never_granted(
    cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime, signs: Signs
) -> None:
    case = receive(cast, dataclasses.replace(letter, legal_basis="", use=""), wanted, now)
    facts = agency_facts(case)
    assert facts is not None
    assert facts.missing == ("法令依據", "用途")
    with refused(StandingUnknown, "法令依據、用途"):
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    returned = signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請載明法令依據及用途。")
    assert returned.status == Status.RETURNED


def test_its_period_is_the_letters_and_is_not_extended(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(ExtensionRefused, "不適用展延"):
        extend(case_id=case.pk, actor=cast.handler, reason="尚在調查", now=now)


def test_it_is_found_by_the_number_of_its_letter(case: ReviewRequest) -> None:
    assert list(selectors.matching(ReviewRequest.objects.all(), "１１５００３１２３４")) == [case]
    assert not selectors.matching(ReviewRequest.objects.all(), "999").exists()


def test_what_the_letter_says_is_a_part_of_what_the_case_says(case: ReviewRequest) -> None:
    before = selectors.CASES.said(case)
    AgencyLetter.objects.update(use="供報導")
    assert selectors.CASES.said(case) != before

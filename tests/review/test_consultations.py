"""會辦: another office's opinion, asked sideways; it stops neither clock nor chain (ruling 1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import sentence
from requests import policies
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.policies import NotYourStep
from requests.services.consultations import (
    ConsultationRefused,
    NotConsulted,
    answer_consultation,
    consult,
    consultable,
)
from requests.services.drafts import Content, correct
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.transitions import WrongOrder
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import Consultation, ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
DAY = dt.timedelta(days=1)


def ask(
    case: ReviewRequest, person: User, now: dt.datetime, *, by: User, question: str = " 是否涉及霸凌通報？ "
) -> Consultation:
    return consult(case_id=case.pk, person_id=person.pk, question=question, actor=by, now=now)


def answer(asked: Consultation, by: User, now: dt.datetime, opinion: str = " 已通報。 ") -> Consultation:
    return answer_consultation(consultation_id=asked.pk, actor=by, opinion=opinion, now=now)


def sees(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    return policies.visible_to(person, now).filter(pk=case.pk).exists()


@pytest.mark.counted_elsewhere
def test_who_is_asked_sees_the_case_answers_and_who_signs_is_told(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    due_at = case.due_at
    assert not sees(cast.dean, case, now)
    asked = ask(case, cast.dean, now, by=cast.handler)
    assert (asked.question, asked.person_title, asked.asked_by) == ("是否涉及霸凌通報？", "教務主任", "事務組長 游承堃")
    assert told(cast.dean) == ["請就調閱申請 115-0001 表示會辦意見"]
    assert sees(cast.dean, case, now)
    assert sentence(Entry.objects.get(verb=Verb.CASE_CONSULTED)) == "事務組長 游承堃將案 115-0001 會辦教務處"
    answered = answer(asked, cast.dean, now + DAY)
    assert (answered.opinion, answered.answered_at) == ("已通報。", now + DAY)
    assert "調閱申請 115-0001 的會辦意見已回覆" in told(cast.handler)
    assert sentence(Entry.objects.get(verb=Verb.CASE_ADVISED)) == "教務主任 陳煒騏回覆案 115-0001 之會辦"
    case.refresh_from_db()
    assert (case.status, case.step, case.due_at) == (Status.IN_REVIEW, 1, due_at)


def test_an_opinion_holds_nobody_up_and_is_seen_while_the_case_is_open(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    asked = ask(case, cast.dean, now, by=cast.handler)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    assert sees(cast.dean, case, now)
    signs(case, cast.principal, Action.APPROVE)
    assert not sees(cast.dean, case, now)
    with refused(ConsultationRefused, "已核定，不必再回覆"):
        answer(asked, cast.dean, now)


def test_each_step_asks_in_its_turn(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    for username in ("supervisor", "principal", "teacher", "colleague", "administrator"):
        with refused(NotYourStep):
            ask(case, cast.dean, now, by=getattr(cast, username))
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert ask(case, cast.dean, now, by=cast.supervisor).asked_by == "總務主任 方瑀彤"


def test_a_returned_or_decided_case_asks_nobody(
    case: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    asked = ask(case, cast.dean, now, by=cast.handler)
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明。")
    with refused(WrongOrder, "待補正"):
        ask(case, cast.colleague, now, by=cast.handler)
    assert answer(asked, cast.dean, now).answered_at == now
    correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    signs(case, cast.principal, Action.APPROVE)
    with refused(WrongOrder, "已核准"):
        ask(case, cast.colleague, now, by=cast.principal)


@pytest.mark.parametrize("username", ["teacher", "handler", "guard", "auditor"])
def test_the_applicant_oneself_and_who_is_no_staff_are_not_asked(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    person = getattr(cast, username)
    assert person not in consultable(case, cast.handler, now)
    with refused(ConsultationRefused, "請選擇其他處室的在職同仁"):
        ask(case, person, now, by=cast.handler)


def test_who_keeps_out_or_has_left_is_not_asked(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert {cast.dean, cast.colleague, cast.supervisor} <= set(consultable(case, cast.handler, now))
    recuse(case_id=case.pk, person_id=cast.dean.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now)
    cast.colleague.appointments.update(until=now.date() - DAY)
    for person in (cast.dean, cast.colleague):
        with refused(ConsultationRefused):
            ask(case, person, now, by=cast.handler)


def test_a_question_is_asked_once_until_it_is_answered(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(ConsultationRefused, "請填寫會辦事項"):
        ask(case, cast.dean, now, by=cast.handler, question="  ")
    asked = ask(case, cast.dean, now, by=cast.handler)
    with refused(ConsultationRefused, "尚未回覆"):
        ask(case, cast.dean, now, by=cast.handler)
    answer(asked, cast.dean, now)
    assert ask(case, cast.dean, now, by=cast.handler).pk != asked.pk


def test_an_answer_is_given_once_by_who_was_asked_and_says_something(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    asked = ask(case, cast.dean, now, by=cast.handler)
    for username in ("handler", "colleague", "principal"):
        with refused(NotConsulted, "不是請您回覆的"):
            answer(asked, getattr(cast, username), now)
    with refused(ConsultationRefused, "請填「無意見」"):
        answer(asked, cast.dean, now, opinion=" ")
    answer(asked, cast.dean, now)
    with refused(ConsultationRefused, "已經回覆"):
        answer(asked, cast.dean, now)


def test_who_keeps_out_or_has_left_since_answers_no_more(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    first, second = ask(case, cast.dean, now, by=cast.handler), ask(case, cast.colleague, now, by=cast.handler)
    recuse(case_id=case.pk, person_id=cast.dean.pk, ground=RecusalGround.RELATIVE, note="", actor=cast.handler, now=now)
    cast.colleague.appointments.update(until=now.date() - DAY)
    for asked, person in ((first, cast.dean), (second, cast.colleague)):
        assert not sees(person, case, now)
        with refused(NotConsulted):
            answer(asked, person, now)


def test_of_a_restricted_case_who_is_asked_becomes_a_reader(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    asked = ask(case, cast.dean, now, by=cast.handler)
    assert cast.dean in case.readers.all()
    assert sees(cast.dean, case, now)
    assert answer(asked, cast.dean, now).answered_at == now


def test_who_is_no_reader_of_a_case_restricted_since_answers_no_more(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    asked = ask(case, cast.dean, now, by=cast.handler)
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    assert not sees(cast.dean, case, now)
    assert told(cast.dean) == []
    with refused(NotConsulted):
        answer(asked, cast.dean, now)

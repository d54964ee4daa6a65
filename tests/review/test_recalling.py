"""抽回: the last actor takes the act back, until the next acts; then the case stands where it stood (house, "The case")."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.services.chain import NotRecallable, StaleCase, dispute_paper_signature, recall
from requests.services.drafts import Content, correct, withdraw
from requests.services.recusals import recuse
from requests.transitions import WrongOrder
from tests.review.acts import on_paper, refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
HOUR = dt.timedelta(hours=1)


@shared
def at_supervisor(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case 承辦人 has just proposed to grant."""
    return signs(case, cast.handler, Action.PROPOSE, proposal=YES)


def in_force(case: ReviewRequest) -> list[int]:
    """The steps with a signature in force."""
    return sorted(case.approvals.filter(is_current=True).values_list("step", flat=True))


def test_a_proposal_is_taken_back_and_the_step_is_open_again(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    again = recall(case_id=at_supervisor.pk, actor=cast.handler, now=now + HOUR)
    assert (again.status, again.step, in_force(again)) == (Status.IN_REVIEW, 1, [])
    assert again.approvals.get().recalled_at == now + HOUR
    assert "調閱申請 115-0001 已由前一位簽核人抽回" in told(cast.supervisor)
    assert Entry.objects.get(verb=Verb.CASE_RECALLED).detail == {"word": "擬准"}
    assert signs(again, cast.handler, Action.PROPOSE, proposal=YES, now=now + 2 * HOUR).step == 2


def test_a_return_to_the_applicant_is_taken_back_before_he_corrects(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(at_supervisor, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    again = recall(case_id=at_supervisor.pk, actor=cast.supervisor, now=now)
    assert (again.status, again.step, in_force(again)) == (Status.IN_REVIEW, 2, [1])
    assert "調閱申請 115-0001 已由前一位簽核人抽回" in told(cast.teacher)
    with refused(WrongOrder):
        correct(case_id=again.pk, applicant=cast.teacher, content=content, now=now)


def test_a_return_to_the_step_before_gives_that_step_its_signature_back(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    back = signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    assert (back.step, in_force(back)) == (2, [1])
    again = recall(case_id=back.pk, actor=cast.principal, now=now)
    assert (again.step, in_force(again)) == (3, [1, 2])
    assert Entry.objects.get(verb=Verb.CASE_RECALLED).detail == {"word": "退回前一關"}
    assert signs(again, cast.principal, Action.APPROVE).status == Status.APPROVED


def test_of_several_signatures_of_a_step_the_newest_comes_back(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    signs(at_principal, cast.supervisor, Action.PROPOSE, proposal=YES, opinion="已查明。")
    signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="再查。")
    recall(case_id=at_principal.pk, actor=cast.principal, now=now)
    assert at_principal.approvals.get(step=2, is_current=True).opinion == "已查明。"


def test_steps_signed_as_one_are_sent_back_as_one_and_come_back_as_one(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    appoint(user=cast.handler, role=Role.SUPERVISOR, title="代理主任", since=now.date(), actor=SYSTEM, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert in_force(case) == [1, 2]
    back = signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    assert (back.step, in_force(back)) == (1, [])
    again = recall(case_id=case.pk, actor=cast.principal, now=now)
    assert (again.step, in_force(again)) == (3, [1, 2])
    signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    taken = recall(case_id=case.pk, actor=cast.handler, now=now)
    assert (taken.step, in_force(taken)) == (1, [])


@pytest.mark.parametrize("actor", ["teacher", "supervisor", "principal", "colleague", "administrator"])
def test_nobody_takes_back_the_act_of_another(
    at_supervisor: ReviewRequest, cast: Cast, now: dt.datetime, actor: str
) -> None:
    with refused(NotRecallable, "只有最後簽核的人"):
        recall(case_id=at_supervisor.pk, actor=getattr(cast, actor), now=now)


def test_after_the_next_act_it_is_too_late(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(at_supervisor, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.handler, now=now)
    signs(at_supervisor, cast.principal, Action.RETURN_TO_APPLICANT, opinion="請敘明。")
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.supervisor, now=now)
    correct(case_id=at_supervisor.pk, applicant=cast.teacher, content=content, now=now)
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.principal, now=now)


def test_a_decision_and_a_withdrawn_case_are_final(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.APPROVE)
    with refused(WrongOrder, "案件目前為「已核准」，不能「抽回」"):
        recall(case_id=at_principal.pk, actor=cast.principal, now=now)


def test_what_the_applicant_has_withdrawn_is_not_reopened(
    at_supervisor: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    withdraw(case_id=at_supervisor.pk, applicant=cast.teacher, now=now)
    with refused(WrongOrder, "已撤回"):
        recall(case_id=at_supervisor.pk, actor=cast.handler, now=now)


def test_nothing_is_taken_back_twice_nor_before_anything_was_done(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    with refused(NotRecallable):
        recall(case_id=case.pk, actor=cast.handler, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    recall(case_id=case.pk, actor=cast.handler, now=now)
    with refused(NotRecallable):
        recall(case_id=case.pk, actor=cast.handler, now=now)


@pytest.mark.parametrize("why", ["post ended", "account closed", "keeps out"])
def test_who_has_no_business_with_the_case_any_more_takes_nothing_back(
    at_supervisor: ReviewRequest, cast: Cast, now: dt.datetime, why: str
) -> None:
    if why == "post ended":
        cast.handler.appointments.update(until=now.date() - dt.timedelta(days=1))
    elif why == "account closed":
        type(cast.handler).objects.filter(pk=cast.handler.pk).update(is_active=False)
    else:
        recuse(
            case_id=at_supervisor.pk, person_id=cast.handler.pk, ground=RecusalGround.OWN, note="", actor=cast.handler,
            now=now,
        )  # fmt: skip
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.handler, now=now)


def deputise(absent: User, deputy: User, now: dt.datetime, reason: DeputyReason = DeputyReason.LEAVE) -> None:
    name_deputy(
        principal_id=absent.pk, deputy_id=deputy.pk, order=1, reason=reason, since=now, until=now + 3 * HOUR,
        actor=absent, now=now,
    )  # fmt: skip


def test_a_deputy_takes_back_his_act_while_he_deputises(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.supervisor, cast.dean, now)
    signs(at_supervisor, cast.dean, Action.PROPOSE, proposal=YES)
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.supervisor, now=now)
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.dean, now=now + 3 * HOUR)
    assert recall(case_id=at_supervisor.pk, actor=cast.dean, now=now + 2 * HOUR).step == 2


def test_a_deputy_for_who_must_keep_out_takes_back_his_act_too(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.supervisor, cast.dean, now, DeputyReason.RECUSAL)
    recuse(
        case_id=at_supervisor.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler,
        now=now,
    )  # fmt: skip
    signs(at_supervisor, cast.dean, Action.PROPOSE, proposal=YES)
    assert recall(case_id=at_supervisor.pk, actor=cast.dean, now=now).step == 2


def test_a_paper_signature_is_objected_to_not_taken_back(
    at_supervisor: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    on_paper(at_supervisor, cast.handler, cast.supervisor, Action.PROPOSE, YES, at=now, now=now)
    with refused(NotRecallable):
        recall(case_id=at_supervisor.pk, actor=cast.supervisor, now=now)


def test_after_an_objection_below_it_a_return_cannot_be_taken_back(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    other = type(cast.dean).objects.create_user("handler2", "方若", "x")
    appoint(user=other, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    on_paper(case, cast.handler, other, Action.PROPOSE, YES, at=now, now=now)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    back = signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    assert (back.step, in_force(back)) == (2, [1])
    dispute_paper_signature(approval_id=case.approvals.get(step=1).pk, actor=other, reason="未曾核章。", now=now)
    with refused(NotRecallable):
        recall(case_id=case.pk, actor=cast.principal, now=now)


def test_who_read_the_page_before_the_recall_is_told_of_it(
    at_supervisor: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    recall(case_id=at_supervisor.pk, actor=cast.handler, now=now + HOUR)
    with refused(StaleCase, "事務組長游承堃於 115/11/23 10:00「抽回」"):
        signs(at_supervisor, cast.supervisor, Action.PROPOSE, proposal=YES, acts_seen=1)

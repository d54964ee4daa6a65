"""附錄1's chain: 承辦人 → 處室主管 → 校長 (rulings 1, 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from requests.choices import Action, Proposal, RefusalGround, Status
from requests.policies import NotYourStep
from requests.services.chain import GroundNeeded, OpinionNeeded, Signing, StaleCase, sign
from requests.services.drafts import Content, correct, save_draft, submit, withdraw
from requests.transitions import WrongOrder

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

UNSPECIFIC = (RefusalGround.UNSPECIFIC,)


def test_the_case_walks_from_handler_to_principal_and_is_approved(approved: ReviewRequest, cast: Cast) -> None:
    assert approved.status == Status.APPROVED
    assert approved.decided_on is not None
    assert [act.actor for act in approved.approvals.all()] == [cast.handler, cast.supervisor, cast.principal]
    assert "調閱申請 115-0001 已核准" in [notice.text for notice in cast.teacher.notices.all()]
    verbs = list(Entry.objects.filter(subject="案 115-0001").order_by("sequence").values_list("verb", flat=True))
    assert verbs == [Verb.CASE_SUBMITTED, Verb.CASE_PROPOSED, Verb.CASE_PROPOSED, Verb.CASE_DECIDED]


def test_a_refusal_needs_its_reason_and_keeps_it(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    with pytest.raises(OpinionNeeded):
        signs(at_principal, cast.principal, Action.REFUSE, opinion="  ", grounds=UNSPECIFIC)
    with pytest.raises(GroundNeeded):
        signs(at_principal, cast.principal, Action.REFUSE, opinion="申請時段與事由無關。")
    refused = signs(at_principal, cast.principal, Action.REFUSE, opinion="申請時段與事由無關。", grounds=UNSPECIFIC)
    assert refused.status == Status.REFUSED
    assert refused.approvals.last().opinion == "申請時段與事由無關。"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "username", ["teacher", "colleague", "supervisor", "dean", "principal", "guard", "administrator", "auditor"]
)
def test_nobody_but_the_handler_takes_the_first_step(
    case: ReviewRequest, cast: Cast, signs: Signs, username: str
) -> None:
    with pytest.raises(NotYourStep):
        signs(case, getattr(cast, username), Action.PROPOSE, proposal=Proposal.APPROVE)
    case.refresh_from_db()
    assert (case.status, case.step, case.approvals.count()) == (Status.IN_REVIEW, 1, 0)


def test_a_proposing_step_cannot_decide_and_the_deciding_step_cannot_propose(
    case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    with pytest.raises(WrongOrder):
        signs(case, cast.handler, Action.APPROVE)
    with pytest.raises(WrongOrder):
        signs(case, cast.handler, Action.PROPOSE)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="時段過長。", grounds=UNSPECIFIC)
    with pytest.raises(WrongOrder):
        signs(case, cast.principal, Action.PROPOSE, proposal=Proposal.APPROVE)


def test_an_applicant_never_signs_their_own_case(cast: Cast, content: Content, now: dt.datetime, signs: Signs) -> None:
    draft = save_draft(applicant=cast.handler, content=content, key=None, now=now)
    own = submit(key=draft.draft_key, applicant=cast.handler, accepts_note=True, now=now)
    with pytest.raises(NotYourStep):
        signs(own, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)


def test_a_returned_case_comes_back_to_the_step_that_asked(
    case: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    returned = signs(case, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    assert returned.status == Status.RETURNED
    assert "調閱申請 115-0001 請補正" in [notice.text for notice in cast.teacher.notices.all()]
    again = correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now)
    assert (again.status, again.step) == (Status.IN_REVIEW, 2)
    assert signs(again, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE).step == 3


def test_returning_to_the_step_before_takes_its_signature_back(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    back = signs(case, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請查明攝影機。")
    assert (back.status, back.step) == (Status.IN_REVIEW, 1)
    assert not back.approvals.filter(is_current=True).exists()
    assert signs(back, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE).step == 2


def test_who_comes_second_is_told_who_was_faster_and_changes_nothing(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明事由。")
    late = Signing(action=Action.PROPOSE, proposal=Proposal.APPROVE, opinion="如擬", acts_seen=0)
    with pytest.raises(StaleCase, match="事務組長游承堃於 115/11/23 09:00「退回補正」"):
        sign(case_id=case.pk, actor=cast.handler, signing=late, now=now)
    assert case.approvals.count() == 1


def test_the_applicant_withdraws_until_the_decision_and_nobody_else_does(
    case: ReviewRequest, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(WrongOrder):
        withdraw(case_id=approved.pk, applicant=cast.teacher, now=now)


def test_withdrawing_ends_the_chain(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    assert withdraw(case_id=case.pk, applicant=cast.teacher, now=now).status == Status.WITHDRAWN
    with pytest.raises(WrongOrder):
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)


def test_a_director_who_is_also_principal_signs_both_steps_once(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    appoint(user=cast.supervisor, role=Role.PRINCIPAL, title="代理校長", since=now.date(), actor=SYSTEM, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    with pytest.raises(WrongOrder):
        signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert signs(case, cast.supervisor, Action.APPROVE).status == Status.APPROVED
    acts = list(case.approvals.order_by("step").values_list("step", "action", "same_as_left"))
    assert acts == [(1, "propose", False), (2, "approve", False), (3, "approve", True)]


def test_every_act_froze_what_it_was_done_on(approved: ReviewRequest) -> None:
    snapshots = [act.snapshot for act in approved.approvals.all()]
    assert all(snapshots)
    assert approved.decided_on == snapshots[-1]
    assert len({snapshot.sha256 for snapshot in snapshots if snapshot}) == 3


def test_who_counts_acts_that_never_were_is_told_to_look_again(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    with pytest.raises(StaleCase, match="此案已由他人處理"):
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, acts_seen=1)

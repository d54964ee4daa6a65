"""Who is said to have signed on paper may object for seven days; then the step is open again (ruling 4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.services import SYSTEM
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.services.chain import PaperRefused, dispute_paper_signature, may_dispute
from requests.services.drafts import Content, correct, withdraw
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.transitions import WrongOrder
from tests.review.acts import on_paper, refused, told, written
from tests.shared import shared

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import Approval, ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
WEEK = dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)
NO_SUCH_SIGNATURE = "未曾於該日核章。"
REOPENED = "調閱申請 115-0001 的紙本核章登錄經本人提出異議，該關重新簽核"


@shared
def signed(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> Approval:
    """What 處室主管 is said to have signed on paper; the case waits for 校長."""
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    on_paper(case, cast.handler, cast.supervisor, Action.PROPOSE, YES, at=now, now=now)
    return case.approvals.get(step=2)


def object_to(act: Approval, actor: User, now: dt.datetime, reason: str = NO_SUCH_SIGNATURE) -> ReviewRequest:
    return dispute_paper_signature(approval_id=act.pk, actor=actor, reason=reason, now=now)


def in_force(case: ReviewRequest) -> list[int]:
    return sorted(case.approvals.filter(is_current=True).values_list("step", flat=True))


@pytest.mark.counted_elsewhere
def test_the_objection_opens_the_step_again_and_everybody_concerned_is_told(
    signed: Approval, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    case = object_to(signed, cast.supervisor, now, reason=f" {NO_SUCH_SIGNATURE} ")
    signed.refresh_from_db()
    assert (case.status, case.step, in_force(case)) == (Status.IN_REVIEW, 2, [1])
    assert (signed.objected_at, signed.objection, signed.is_current) == (now, NO_SUCH_SIGNATURE, False)
    assert all(REOPENED in told(person) for person in (cast.teacher, cast.handler, cast.principal))
    assert REOPENED not in told(cast.supervisor)
    assert "請簽核調閱申請 115-0001：處室主管審核" in told(cast.supervisor)
    assert written(case)[-1] == Verb.PAPER_DISPUTED
    assert signs(case, cast.supervisor, Action.PROPOSE, proposal=YES).step == 3


def test_within_seven_days_also_after_the_decision(
    signed: Approval, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(signed.review_request, cast.principal, Action.APPROVE)
    with refused(PaperRefused, "登錄後七日內") as refusal:
        object_to(signed, cast.supervisor, now + WEEK + SECOND)
    assert refusal.value.field == "reason"
    case = object_to(signed, cast.supervisor, now + WEEK)
    assert (case.status, case.step, in_force(case)) == (Status.IN_REVIEW, 2, [1])
    assert (case.decided_at, case.decided_on) == (None, None)
    assert signs(case, cast.supervisor, Action.PROPOSE, proposal=YES).step == 3
    assert signs(case, cast.principal, Action.APPROVE).decided_on is not None


@pytest.mark.counted_elsewhere
def test_a_decision_recorded_in_ones_name_is_undone_by_the_objection(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    on_paper(at_principal, cast.handler, cast.principal, Action.APPROVE, at=now, now=now)
    case = object_to(at_principal.approvals.get(step=3), cast.principal, now)
    assert (case.status, case.step, case.decided_on, in_force(case)) == (Status.IN_REVIEW, 3, None, [1, 2])


def test_the_seven_days_count_from_the_recording_not_from_the_date_on_the_paper(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    recorded_at = now + 2 * WEEK
    on_paper(case, cast.handler, cast.supervisor, Action.PROPOSE, YES, at=now, now=recorded_at)
    assert object_to(case.approvals.get(step=2), cast.supervisor, recorded_at + WEEK).step == 2


def test_a_return_recorded_in_ones_name_is_objected_to_while_it_stands(
    case: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    on_paper(case, cast.handler, cast.supervisor, Action.RETURN_TO_APPLICANT, at=now, now=now, opinion="請縮短時段。")
    act = case.approvals.get(step=2)
    again = object_to(act, cast.supervisor, now)
    assert (again.status, again.step, in_force(again)) == (Status.IN_REVIEW, 2, [1])
    assert REOPENED in told(cast.teacher)
    with refused(PaperRefused):
        object_to(act, cast.supervisor, now)


def test_a_return_that_was_answered_is_past(
    case: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    on_paper(case, cast.handler, cast.supervisor, Action.RETURN_TO_APPLICANT, at=now, now=now, opinion="請縮短時段。")
    correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now)
    with refused(PaperRefused):
        object_to(case.approvals.get(step=2), cast.supervisor, now)


def test_a_return_to_the_step_before_is_past_when_that_step_has_signed_again(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    on_paper(at_principal, cast.handler, cast.principal, Action.RETURN_TO_PREVIOUS, at=now, now=now, opinion="請查明。")
    signs(at_principal, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(PaperRefused):
        object_to(at_principal.approvals.get(step=3), cast.principal, now)


def test_a_return_to_the_step_before_is_undone_with_the_signature_it_took_away(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    on_paper(at_principal, cast.handler, cast.principal, Action.RETURN_TO_PREVIOUS, at=now, now=now, opinion="請查明。")
    case = object_to(at_principal.approvals.get(step=3), cast.principal, now)
    assert (case.step, in_force(case)) == (3, [1, 2])


def test_steps_signed_as_one_are_opened_as_one(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    appoint(user=cast.supervisor, role=Role.PRINCIPAL, title="代理校長", since=now.date(), actor=SYSTEM, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    on_paper(case, cast.handler, cast.supervisor, Action.APPROVE, at=now, now=now)
    with refused(PaperRefused):
        object_to(case.approvals.get(step=3), cast.supervisor, now)
    again = object_to(case.approvals.get(step=2), cast.supervisor, now)
    assert (again.status, again.step, in_force(again)) == (Status.IN_REVIEW, 2, [1])


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("username", ["teacher", "handler", "principal", "colleague", "administrator"])
def test_nobody_objects_for_another(signed: Approval, cast: Cast, now: dt.datetime, username: str) -> None:
    with refused(PaperRefused, "只有被登錄核章的人"):
        object_to(signed, getattr(cast, username), now)


def test_a_signature_in_the_browser_is_ones_own(signed: Approval, cast: Cast, now: dt.datetime) -> None:
    online = signed.review_request.approvals.get(step=1)
    with refused(PaperRefused):
        object_to(online, cast.handler, now)


def test_an_objection_says_why(signed: Approval, cast: Cast, now: dt.datetime) -> None:
    with refused(PaperRefused, "請填寫異議理由"):
        object_to(signed, cast.supervisor, now, reason="  ")


def test_a_signature_out_of_force_is_not_objected_to(
    signed: Approval, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(signed.review_request, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    with refused(PaperRefused):
        object_to(signed, cast.supervisor, now)


def test_after_the_applicant_withdrew_there_is_nothing_to_open(signed: Approval, cast: Cast, now: dt.datetime) -> None:
    withdraw(case_id=signed.review_request_id, applicant=cast.teacher, now=now)
    signed.refresh_from_db()
    assert not may_dispute(signed, cast.supervisor, now)
    with refused(WrongOrder, "已撤回"):
        object_to(signed, cast.supervisor, now)


def test_who_must_keep_out_by_now_does_not_object(signed: Approval, cast: Cast, now: dt.datetime) -> None:
    recuse(
        case_id=signed.review_request_id, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="",
        actor=cast.handler, now=now,
    )  # fmt: skip
    with refused(PaperRefused):
        object_to(signed, cast.supervisor, now)


def test_of_a_restricted_case_only_its_readers_hear(signed: Approval, cast: Cast, now: dt.datetime) -> None:
    other = type(cast.dean).objects.create_user("handler2", "方若", "x")
    appoint(user=other, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    readers = [cast.supervisor, cast.principal]
    restrict(case_id=signed.review_request_id, actor=cast.handler, readers=readers, now=now)
    object_to(signed, cast.supervisor, now)
    assert REOPENED in told(cast.principal)
    assert told(other) == []

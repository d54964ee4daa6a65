"""「另請求複製」 is answered expressly when the request is decided, either way with a reason (ruling 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from requests import rules
from requests.choices import Action, Answer, Proposal, RefusalGround
from requests.models import Approval, ReviewRequest
from requests.selectors import decision_of
from requests.services.chain import AnswerNeeded, Grant
from tests.review.acts import refused

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs


@pytest.fixture
def wanted(at_principal: ReviewRequest) -> ReviewRequest:
    """A case at 校長 whose applicant asks for a copy, too."""
    ReviewRequest.objects.update(wants_copy=True)
    return ReviewRequest.objects.get(pk=at_principal.pk)


def decision(case: ReviewRequest) -> Approval:
    found = decision_of(case)
    assert found is not None
    return found


def a_part(case: ReviewRequest) -> Grant:
    assert case.starts_at is not None
    assert case.ends_at is not None
    return Grant(list(case.cameras.all()), case.starts_at, case.ends_at, conditions="遮蔽其他學生。")


@pytest.mark.parametrize("action", [Action.APPROVE, Action.PARTLY_APPROVE])
@pytest.mark.parametrize("answer", Answer)
def test_a_grant_answers_yes_or_no_with_a_reason(
    wanted: ReviewRequest, cast: Cast, signs: Signs, action: Action, answer: Answer
) -> None:
    more: dict[str, Any] = {"grant": a_part(wanted)} if action == Action.PARTLY_APPROVE else {}
    with refused(AnswerNeeded, "請選擇是否准予複製") as refusal:
        signs(wanted, cast.principal, action, **more)
    assert refusal.value.field == "grants_copy"
    with refused(AnswerNeeded, "請填寫准予或不准複製的理由") as refusal:
        signs(wanted, cast.principal, action, grants_copy=answer, copy_answer=" ", **more)
    assert refusal.value.field == "copy_answer"
    decided = signs(wanted, cast.principal, action, grants_copy=answer, copy_answer=" 依個資法。 ", **more)
    assert (decision(decided).grants_copy, decision(decided).copy_answer) == (answer, "依個資法。")


@pytest.mark.parametrize(
    ("answer", "offered", "chosen"),
    [(Answer.YES, rules.NO_COPY, "准予複製"), (Answer.NO, rules.COPY_FOR_A_BODY, "不准複製")],
)
def test_a_changed_answer_is_not_given_with_the_reasons_of_the_other(
    wanted: ReviewRequest, cast: Cast, signs: Signs, answer: Answer, offered: str, chosen: str
) -> None:
    with refused(AnswerNeeded, f"請改寫{chosen}的理由") as refusal:
        signs(wanted, cast.principal, Action.APPROVE, grants_copy=answer, copy_answer=f" {offered} ")
    assert refusal.value.field == "copy_answer"
    other = Answer.NO if answer == Answer.YES else Answer.YES
    decided = signs(wanted, cast.principal, Action.APPROVE, grants_copy=other, copy_answer=offered)
    assert decision(decided).copy_answer == offered


def test_who_refuses_everything_refuses_the_copy_whatever_else_was_ticked(
    wanted: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    decided = signs(
        wanted, cast.principal, Action.REFUSE, opinion="與事由無關。", grounds=(RefusalGround.NO_INTEREST,),
        grants_copy=Answer.YES,
    )  # fmt: skip
    assert decision(decided).grants_copy == Answer.NO


def test_a_proposal_and_a_return_do_not_answer_for_the_principal(
    wanted: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    back = signs(wanted, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請再確認。", grants_copy=Answer.YES)
    signs(back, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, grants_copy=Answer.YES, copy_answer="准。")
    assert set(wanted.approvals.values_list("grants_copy", "copy_answer")) == {("", "")}


def test_who_did_not_ask_is_not_answered(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    decided = signs(at_principal, cast.principal, Action.APPROVE, grants_copy=Answer.YES, copy_answer="准。")
    assert (decision(decided).grants_copy, decision(decided).copy_answer) == ("", "")

"""承辦人 finds the request necessary to somebody's rights, or writes why not (ruling 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from requests.choices import Action, Answer, Need, Proposal, RefusalGround
from requests.models import ReviewRequest
from requests.services.chain import AnswerNeeded, Grant
from tests.review.acts import refused

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs


def proposed(case: ReviewRequest, proposal: Proposal) -> dict[str, Any]:
    """What each proposal needs besides the finding."""
    if proposal == Proposal.REFUSE:
        return {"opinion": "與權益無關。", "grounds": (RefusalGround.PLAN_5_1,)}
    if proposal == Proposal.PARTLY_APPROVE:
        assert case.starts_at is not None
        assert case.ends_at is not None
        return {"grant": Grant(list(case.cameras.all()), case.starts_at, case.ends_at, conditions="不得翻拍。")}
    return {}


@pytest.mark.parametrize("proposal", Proposal)
def test_the_first_step_does_not_go_on_without_its_finding(
    case: ReviewRequest, cast: Cast, signs: Signs, proposal: Proposal
) -> None:
    more = proposed(case, proposal)
    with refused(AnswerNeeded, "請勾選「涉及個人權益維護所必要」") as refusal:
        signs(case, cast.handler, Action.PROPOSE, proposal=proposal, is_necessary=None, **more)
    assert refusal.value.field == "is_necessary"
    signs(case, cast.handler, Action.PROPOSE, proposal=proposal, is_necessary=Answer.YES, **more)
    assert case.approvals.get().is_necessary == Answer.YES


def test_who_finds_it_unnecessary_writes_why(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    with refused(AnswerNeeded, "請於意見說明理由") as refusal:
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, is_necessary=Answer.NO, opinion="如擬")
    assert refusal.value.field == "opinion"
    signs(
        case,
        cast.handler,
        Action.PROPOSE,
        proposal=Proposal.APPROVE,
        is_necessary=Answer.NO,
        opinion="屬校安通報所需。",
    )
    assert case.approvals.get().is_necessary == Answer.NO


def test_a_return_makes_no_finding(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明。", is_necessary=None)
    assert case.approvals.get().is_necessary == ""


def test_the_later_steps_find_nothing(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, is_necessary=None)
    signs(case, cast.principal, Action.APPROVE, is_necessary=Answer.NO)
    assert list(case.approvals.values_list("is_necessary", flat=True)) == ["yes", "", ""]


def test_a_public_body_has_grounds_of_its_own(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    ReviewRequest.objects.update(need=Need.AGENCY)
    assert signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, is_necessary=None).step == 2

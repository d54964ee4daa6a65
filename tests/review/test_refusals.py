"""不予核准 rests on grounds of the catalogue and on facts; the answer tells how to seek remedy (rulings 1, 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.models import SchoolPlan
from ledger.choices import Verb
from ledger.models import Entry
from requests.choices import Action, Answer, Asker, Need, Proposal, RefusalGround, Status
from requests.models import ReviewRequest
from requests.selectors import decision_of
from requests.services.chain import GroundNeeded, OpinionNeeded
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs

GROUNDS = (RefusalGround.UNSPECIFIC, RefusalGround.PDPA_10_3)
FACTS = "申請時段內該處無影像可資釐清事由。"


def remedy(case: ReviewRequest) -> str:
    decision = decision_of(case)
    assert decision is not None
    return decision.remedy


def test_a_refusal_keeps_its_grounds_and_facts(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    decided = signs(at_principal, cast.principal, Action.REFUSE, opinion=FACTS, grounds=GROUNDS)
    decision = decision_of(decided)
    assert decision is not None
    assert (decided.status, decision.grounds, decision.opinion) == (Status.REFUSED, ["PROC-2", "PDPA10-3"], FACTS)
    assert decided.decided_on == decision.snapshot
    assert Entry.objects.get(verb=Verb.CASE_DECIDED).detail == {"word": "不予核准"}
    assert "調閱申請 115-0001 不予核准" in told(cast.teacher)
    assert not any("請安排調閱" in text for text in told(cast.handler))


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("opinion", ["", "  ", "如擬", "如擬。", " 如擬。。 "])
def test_as_proposed_is_no_fact(at_principal: ReviewRequest, cast: Cast, signs: Signs, opinion: str) -> None:
    with refused(OpinionNeeded, "「不予核准」須敘明理由") as refusal:
        signs(at_principal, cast.principal, Action.REFUSE, opinion=opinion, grounds=GROUNDS)
    assert refusal.value.field == "opinion"
    assert signs(at_principal, cast.principal, Action.REFUSE, opinion=f"如擬，{FACTS}", grounds=GROUNDS)


def test_without_a_ground_nothing_is_refused_nor_proposed_to_be(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    with refused(GroundNeeded, "請至少勾選一項依據") as refusal:
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.REFUSE, opinion=FACTS)
    assert refusal.value.field == "grounds"
    proposed = signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.REFUSE, opinion=FACTS, grounds=GROUNDS)
    act = proposed.approvals.get()
    assert (proposed.step, act.grounds, act.remedy) == (2, ["PROC-2", "PDPA10-3"], "")


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("action", [Action.RETURN_TO_APPLICANT, Action.RETURN_TO_PREVIOUS])
def test_who_sends_a_case_back_says_why(at_principal: ReviewRequest, cast: Cast, signs: Signs, action: Action) -> None:
    with refused(OpinionNeeded, f"「{action.label}」須敘明理由"):
        signs(at_principal, cast.principal, action)


def test_grounds_of_a_grant_are_not_kept(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    decided = signs(at_principal, cast.principal, Action.APPROVE, grounds=GROUNDS)
    assert decided.approvals.get(step=3).grounds == []


CHECKED = {"identity_checked": True, "guardianship_confirmed": True, "protection_order": Answer.NO}


@pytest.mark.counted_elsewhere
# --- 救濟教示 ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asks", "by_default"),
    [
        ({"need": Need.DUTY}, False),
        ({"need": Need.OWN}, True),
        ({"need": Need.CHILD, **CHECKED}, True),
        ({"need": Need.DUTY, "asker": Asker.PUPIL}, True),
    ],
    ids=["職務需要", "本人", "子女", "學生"],
)
@pytest.mark.parametrize("said", [None, True, False])
def test_the_remedy_is_told_to_the_person_concerned_unless_said_otherwise(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, asks: dict[str, object], by_default: bool, said: bool | None
) -> None:
    ReviewRequest.objects.update(**asks)
    decided = signs(at_principal, cast.principal, Action.REFUSE, opinion=FACTS, grounds=GROUNDS, with_remedy=said)
    expected = by_default if said is None else said
    assert ("三十日內" in remedy(decided)) is expected


def test_who_gets_everything_is_told_no_remedy(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    assert remedy(signs(at_principal, cast.principal, Action.APPROVE, with_remedy=True)) == ""


def test_the_school_writes_its_own_remedy(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    SchoolPlan.objects.update(remedy="請向本校申訴。")
    decided = signs(at_principal, cast.principal, Action.REFUSE, opinion=FACTS, grounds=GROUNDS, with_remedy=True)
    assert remedy(decided) == "請向本校申訴。"


def test_a_refused_copy_is_a_refusal_too(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    ReviewRequest.objects.update(wants_copy=True, need=Need.OWN)
    decided = signs(
        at_principal, cast.principal, Action.APPROVE, grants_copy=Answer.NO, copy_answer="畫面中另有其他學生。"
    )
    assert "三十日內" in remedy(decided)

"""How many steps a case passes, who takes them and under which title is data of the plan of its day (ruling 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role, StepKind
from accounts.models import PlanStep, SchoolPlan
from accounts.services import appoint
from ledger.services import SYSTEM
from requests.choices import Action, Proposal, Status
from requests.documents.filling import appendix_1_of
from requests.policies import NotYourStep
from requests.services.chain import recall
from requests.services.drafts import Content, correct, save_draft, submit
from requests.transitions import WrongOrder
from tests.review.acts import refused
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.once

H, S, P = Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL
TITLES = {H: "承辦人擬辦", S: "處室主管審核", P: "校長核定"}

PLANS = {
    "1 校長": [P],
    "1 承辦人": [H],
    "2 承辦人、校長": [H, P],
    "2 主管、校長": [S, P],
    "3": [H, S, P],
    "4 兩次主管": [H, S, S, P],
    "4 兩次承辦人": [H, H, S, P],
    "4 校長複核": [H, S, P, P],
}
ONE_ACT_EACH = {"1 校長": 1, "1 承辦人": 1, "2 承辦人、校長": 2, "2 主管、校長": 2, "3": 3}


def set_plan(roles: list[Role]) -> None:
    """Let the school's plan have these steps; the last decides."""
    plan = SchoolPlan.objects.get()
    plan.steps.all().delete()
    for order, role in enumerate(roles, start=1):
        kind = StepKind.DECIDES if order == len(roles) else StepKind.PROPOSES
        title = TITLES[role] if role not in roles[: order - 1] else f"{TITLES[role]}（{order}）"
        PlanStep.objects.create(plan=plan, order=order, role=role, kind=kind, title=title, paper_label=title)


@pytest.fixture(params=PLANS)
def roles(request: pytest.FixtureRequest, cast: Cast) -> list[Role]:
    """The steps of one of the plans."""
    set_plan(PLANS[request.param])
    return PLANS[request.param]


@shared
def who(cast: Cast) -> dict[Role, User]:
    """Who holds each role."""
    return {H: cast.handler, S: cast.supervisor, P: cast.principal}


def ask(applicant: User, content: Content, now: dt.datetime) -> ReviewRequest:
    draft = save_draft(applicant=applicant, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=now)


def act_of(case: ReviewRequest, roles: list[Role]) -> tuple[Action, Proposal | None]:
    """What whoever holds the current step, and the equal ones after it, does to grant the request."""
    last = case.step
    while last < len(roles) and roles[last] == roles[last - 1]:
        last += 1
    return (Action.APPROVE, None) if last == len(roles) else (Action.PROPOSE, Proposal.APPROVE)


def pass_on(case: ReviewRequest, roles: list[Role], who: dict[Role, User], signs: Signs) -> ReviewRequest:
    action, proposal = act_of(case, roles)
    return signs(case, who[roles[case.step - 1]], action, proposal=proposal)


def test_a_case_walks_its_plan_to_the_decision(
    roles: list[Role], who: dict[Role, User], cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    case = ask(cast.teacher, content, now)
    taps = 0
    while case.status == Status.IN_REVIEW:
        everybody_else = [person for role, person in who.items() if role != roles[case.step - 1]]
        for person in [*everybody_else, cast.teacher, cast.colleague]:
            with refused(NotYourStep):
                signs(case, person, *act_of(case, roles)[:1], proposal=act_of(case, roles)[1])
        case = pass_on(case, roles, who, signs)
        taps += 1
    assert case.status == Status.APPROVED
    acts = list(case.approvals.order_by("step"))
    assert [act.role for act in acts] == roles
    assert [act.same_as_left for act in acts] == [
        order > 0 and role == roles[order - 1] for order, role in enumerate(roles)
    ]
    assert taps == sum(not act.same_as_left for act in acts)
    assert len(appendix_1_of(case).signatures) == 1 + len(roles)


def test_from_each_step_it_goes_back_to_the_applicant_and_returns_there(
    roles: list[Role], who: dict[Role, User], cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    case = ask(cast.teacher, content, now)
    while case.status == Status.IN_REVIEW:
        step, person = case.step, who[roles[case.step - 1]]
        assert signs(case, person, Action.RETURN_TO_APPLICANT, opinion="請敘明。").status == Status.RETURNED
        case = correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now)
        assert case.step == step
        case = pass_on(case, roles, who, signs)


def test_from_each_step_but_the_first_it_goes_back_to_who_signed_before(
    roles: list[Role], who: dict[Role, User], cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    case = ask(cast.teacher, content, now)
    with refused(WrongOrder):
        signs(case, who[roles[0]], Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    while True:
        start = case.step
        case = pass_on(case, roles, who, signs)
        if case.status != Status.IN_REVIEW:
            break
        here = case.step
        back = signs(case, who[roles[here - 1]], Action.RETURN_TO_PREVIOUS, opinion="請查明。")
        assert back.step == start, "several steps signed as one are asked again as one"
        again = recall(case_id=case.pk, actor=who[roles[here - 1]], now=now)
        assert again.step == here
        assert again.approvals.filter(is_current=True).count() == here - 1
        case = again


@pytest.mark.parametrize("name", ONE_ACT_EACH)
def test_the_last_step_decides_and_only_the_last(
    name: str, who: dict[Role, User], cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    roles = PLANS[name]
    set_plan(roles)
    case = ask(cast.teacher, content, now)
    for order, role in enumerate(roles, start=1):
        decides = order == len(roles)
        with refused(WrongOrder):
            if decides:
                signs(case, who[role], Action.PROPOSE, proposal=Proposal.APPROVE)
            else:
                signs(case, who[role], Action.APPROVE)
        case = pass_on(case, roles, who, signs)
    assert case.approvals.count() == ONE_ACT_EACH[name]


def test_a_case_keeps_the_plan_of_its_day(cast: Cast, content: Content, signs: Signs, now: dt.datetime) -> None:
    old = ask(cast.teacher, content, now)
    plan = SchoolPlan.objects.create(effective_from=now.date())
    PlanStep.objects.create(plan=plan, order=1, role=P, kind=StepKind.DECIDES, title="校長核定", paper_label="校長")
    new = ask(cast.teacher, content, now)
    with refused(NotYourStep):
        signs(old, cast.principal, Action.APPROVE)
    assert signs(new, cast.principal, Action.APPROVE).status == Status.APPROVED
    assert signs(old, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE).step == 2


def test_of_two_holders_of_a_role_either_signs_and_one_is_enough(
    cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    set_plan([H, S, S, P])
    other = type(cast.dean).objects.create_user("supervisor2", "方若", "x")
    appoint(user=other, role=S, title="學務主任", since=now.date(), actor=SYSTEM, now=now)
    case = ask(cast.teacher, content, now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert signs(case, other, Action.PROPOSE, proposal=Proposal.APPROVE).step == 4
    with refused(NotYourStep):
        signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)

"""Three people must do: one person in several roles signs neighbouring steps once; nobody signs for himself (ruling 2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from ledger.services import SYSTEM
from requests import selectors
from requests.choices import Action, Proposal, Status
from requests.policies import NotYourStep
from requests.services.drafts import Content, save_draft, submit
from tests.review.acts import refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.counted_elsewhere

H, S, P = Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL
YES = Proposal.APPROVE
DAY = dt.timedelta(days=1)


def hold(person: User, role: Role, now: dt.datetime, *, instead_of: User | None = None) -> None:
    """Give a role, and let who held it be a teacher."""
    if instead_of:
        instead_of.appointments.update(role=Role.STAFF)
    appoint(user=person, role=role, title=f"兼{role.label}", since=now.date(), actor=SYSTEM, now=now)


def deputise(absent: User, deputy: User, now: dt.datetime, *, order: int = 1, **more: DeputyReason) -> None:
    reason = more.get("reason", DeputyReason.OFFICIAL_TRIP)
    name_deputy(
        principal_id=absent.pk, deputy_id=deputy.pk, order=order, reason=reason, since=now, until=now + DAY,
        actor=absent, now=now,
    )  # fmt: skip


def ask(applicant: User, content: Content, now: dt.datetime) -> ReviewRequest:
    draft = save_draft(applicant=applicant, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=now)


def signed(case: ReviewRequest) -> list[tuple[int, str, bool]]:
    """Step, who, and whether the cell prints 「（兼）同左」."""
    acts = case.approvals.filter(is_current=True).order_by("step")
    return [(act.step, act.actor.username, act.same_as_left) for act in acts]


def test_a_handler_who_is_also_supervisor_proposes_once(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    hold(cast.handler, S, now, instead_of=cast.supervisor)
    assert [step.order for step in selectors.signed_at_once(cast.handler, case, now)] == [1, 2]
    assert signs(case, cast.handler, Action.PROPOSE, proposal=YES).step == 3
    signs(case, cast.principal, Action.APPROVE)
    assert signed(case) == [(1, "handler", False), (2, "handler", True), (3, "principal", False)]


def test_a_supervisor_who_is_also_principal_decides_once(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    hold(cast.supervisor, P, now, instead_of=cast.principal)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert signs(case, cast.supervisor, Action.APPROVE).status == Status.APPROVED
    assert signed(case) == [(1, "handler", False), (2, "supervisor", False), (3, "supervisor", True)]


def test_who_holds_all_three_decides_once(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    hold(cast.handler, S, now, instead_of=cast.supervisor)
    hold(cast.handler, P, now, instead_of=cast.principal)
    assert signs(case, cast.handler, Action.APPROVE).status == Status.APPROVED
    assert signed(case) == [(1, "handler", False), (2, "handler", True), (3, "handler", True)]


def test_steps_that_are_no_neighbours_are_signed_each(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    hold(cast.handler, P, now, instead_of=cast.principal)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    assert signs(case, cast.handler, Action.APPROVE).status == Status.APPROVED
    assert signed(case) == [(1, "handler", False), (2, "supervisor", False), (3, "handler", False)]


def test_a_return_is_of_one_step_only(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    hold(cast.supervisor, P, now, instead_of=cast.principal)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert signs(case, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請查明。").step == 1
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert signs(case, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請敘明。").step == 2


# --- deputies ----------------------------------------------------------------------------------------------------------
def test_who_signed_as_supervisor_does_not_sign_for_the_principal_the_next_deputy_does(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.supervisor, now)
    deputise(cast.principal, cast.dean, now, order=2)
    at_supervisor = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    held = selectors.signed_at_once(cast.supervisor, at_supervisor, now)
    assert [step.order for step in held] == [2], "for another one signs apart"
    at_principal = signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    assert selectors.signatories(at_principal, now) == [cast.principal, cast.dean]
    with refused(NotYourStep):
        signs(case, cast.supervisor, Action.APPROVE)
    act = signs(case, cast.dean, Action.APPROVE).approvals.get(step=3)
    assert (act.actor_title, act.acting_for_note) == ("教務主任", "校長公出")


def test_a_deputy_of_the_supervisor_does_not_sign_for_the_principal_either(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.supervisor, cast.dean, now)
    deputise(cast.principal, cast.dean, now)
    deputise(cast.principal, cast.colleague, now, order=2)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.dean, Action.PROPOSE, proposal=YES)
    with refused(NotYourStep):
        signs(case, cast.dean, Action.APPROVE)
    assert signs(case, cast.colleague, Action.APPROVE).status == Status.APPROVED


def test_a_deputy_who_did_not_sign_before_is_not_passed_over(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.dean, now)
    deputise(cast.principal, cast.colleague, now, order=2)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(NotYourStep):
        signs(case, cast.colleague, Action.APPROVE)
    assert signs(case, cast.dean, Action.APPROVE).status == Status.APPROVED


def test_a_signature_that_was_sent_back_does_not_bar_from_deputising(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.supervisor, cast.dean, now)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.dean, Action.PROPOSE, proposal=YES)
    signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    deputise(cast.principal, cast.dean, now)
    assert signs(case, cast.dean, Action.APPROVE).status == Status.APPROVED


def test_where_the_only_deputy_has_signed_before_nobody_is_left_and_it_is_said(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    cast.principal.appointments.update(until=now.date() - DAY)
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.supervisor.pk, order=1, reason=DeputyReason.VACANT, since=now,
        until=now + DAY, actor=cast.administrator, now=now,
    )  # fmt: skip
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(NotYourStep):
        signs(case, cast.supervisor, Action.APPROVE)
    assert told(cast.administrator) == ["有案件的「校長核定」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避）"]


# --- three people: 承辦人, 主任 who is also 校長, 警衛 -------------------------------------------------------------------
@shared
def three(cast: Cast, now: dt.datetime) -> Cast:
    """A school of 承辦人, a principal who is supervisor too, and a guard; everybody else is gone."""
    hold(cast.principal, S, now, instead_of=cast.supervisor)
    for person in (cast.supervisor, cast.dean, cast.colleague, cast.teacher, cast.administrator, cast.auditor):
        person.appointments.update(until=now.date() - DAY)
    return cast


def test_two_people_take_three_steps(case: ReviewRequest, three: Cast, signs: Signs, now: dt.datetime) -> None:
    signs(case, three.handler, Action.PROPOSE, proposal=YES)
    assert signs(case, three.principal, Action.APPROVE).status == Status.APPROVED
    assert signed(case) == [(1, "handler", False), (2, "principal", False), (3, "principal", True)]


def test_the_handlers_own_request_is_proposed_by_his_deputy_and_decided_by_the_same_person(
    content: Content, three: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(three.handler, three.principal, now, reason=DeputyReason.RECUSAL)
    own = ask(three.handler, content, now)
    with refused(NotYourStep):
        signs(own, three.handler, Action.PROPOSE, proposal=YES)
    signs(own, three.principal, Action.PROPOSE, proposal=YES)
    assert signs(own, three.principal, Action.APPROVE).status == Status.APPROVED
    assert signed(own) == [(1, "principal", False), (2, "principal", False), (3, "principal", True)]
    assert own.approvals.get(step=1).acting_for_note == "事務組長迴避"


def test_the_principals_own_request_cannot_be_decided_by_who_proposed_it(
    content: Content, three: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(three.principal, three.handler, now, reason=DeputyReason.RECUSAL)
    own = ask(three.principal, content, now)
    signs(own, three.handler, Action.PROPOSE, proposal=YES)
    for person in (three.handler, three.principal):
        with refused(NotYourStep):
            signs(own, person, Action.PROPOSE, proposal=YES)
    assert "目前沒有人可以簽核" in told(three.handler)[-1]

"""Who signs the step a case stands at, as what, and which steps one act signs (rulings 1 to 3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from accounts.services import appoint
from ledger.services import SYSTEM
from requests import policies
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.models import Recusal, ReviewRequest
from tests.absences import away

if TYPE_CHECKING:
    from accounts.models import PlanStep, User
    from tests.conftest import Cast
    from tests.review.conftest import Signs

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
YES = Proposal.APPROVE


def steps_of(case: ReviewRequest) -> list[PlanStep]:
    assert case.plan
    return list(case.plan.steps.all())


def signing(cast: Cast, case: ReviewRequest, number: int, now: dt.datetime) -> dict[str, str]:
    """Who signs step `number`, each with for whom."""
    step = steps_of(case)[number - 1]
    found = {name: policies.signs_now(user, case, step, now) for name, user in vars(cast).items()}
    return {name: one.acting_for.username if one.acting_for else "" for name, one in found.items() if one}


def keeps_out(case: ReviewRequest, person: User, now: dt.datetime) -> None:
    Recusal.objects.create(review_request=case, person=person, ground=RecusalGround.PARTY, declared_by="游承堃", at=now)


def given(user: User, role: Role, now: dt.datetime) -> None:
    appoint(user=user, role=role, title="代理主任", since=now.date(), actor=SYSTEM, now=now)


@pytest.mark.parametrize(("number", "who"), [(1, "handler"), (2, "supervisor"), (3, "principal")])
def test_each_step_is_signed_by_who_holds_its_post(
    cast: Cast, case: ReviewRequest, now: dt.datetime, number: int, who: str
) -> None:
    assert signing(cast, case, number, now) == {who: ""}
    assert signing(cast, case, number, now - LONG_AGO) == {}


def test_a_deputy_signs_for_who_is_away(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, now)

    assert signing(cast, case, 3, now) == {"principal": "", "dean": "principal"}


def test_a_party_signs_no_step_and_for_nobody(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    given(cast.teacher, Role.SUPERVISOR, now)
    away(cast.principal, cast.teacher, now)
    keeps_out(case, cast.supervisor, now)

    assert signing(cast, case, 2, now) == {}, "the applicant, and who keeps out"
    assert signing(cast, case, 3, now) == {"principal": ""}
    away(cast.supervisor, cast.dean, now, reason=DeputyReason.RECUSAL)
    assert signing(cast, case, 2, now) == {"dean": "supervisor"}


def test_of_a_restricted_case_only_a_reader_signs(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    case.is_restricted = True
    case.readers.set([cast.handler])

    assert signing(cast, case, 1, now) == {"handler": ""}
    assert signing(cast, case, 2, now) == {}


def test_nobody_signs_a_draft(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    case.status = Status.DRAFT

    assert signing(cast, case, 1, now) == {}


def test_who_signed_before_signs_the_last_step_for_nobody_the_next_deputy_does(
    cast: Cast, case: ReviewRequest, now: dt.datetime, signs: Signs
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    case = signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    away(cast.principal, cast.supervisor, now)
    assert signing(cast, case, 3, now) == {"principal": ""}
    away(cast.principal, cast.dean, now, order=2)

    assert signing(cast, case, 3, now) == {"principal": "", "dean": "principal"}


def test_what_was_taken_back_keeps_nobody_from_signing_for_another(
    cast: Cast, case: ReviewRequest, now: dt.datetime, signs: Signs
) -> None:
    case = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    away(cast.principal, cast.handler, now)
    assert signing(cast, case, 3, now) == {"principal": ""}

    case.approvals.update(is_current=False)

    assert signing(cast, case, 3, now) == {"principal": "", "handler": "principal"}


def test_by_ones_own_post_one_signs_again_as_in_a_small_school(
    cast: Cast, case: ReviewRequest, now: dt.datetime, signs: Signs
) -> None:
    case = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    given(cast.handler, Role.PRINCIPAL, now)
    away(cast.principal, cast.handler, now)

    assert signing(cast, case, 3, now)["handler"] == ""


def at_once(cast: Cast, who: str, case: ReviewRequest, now: dt.datetime, *, begins: int = 1) -> list[int]:
    """The steps one act of `who` signs, from step `begins` on."""
    steps = steps_of(case)[begins - 1 :]
    seats = accounts.seatings(policies.CHAIN, now)
    return [step.order for step in policies.signs_at_once(seats, getattr(cast, who), case, steps)]


def test_neighbouring_steps_of_one_person_are_signed_at_once(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    assert at_once(cast, "handler", case, now) == [1]
    assert at_once(cast, "supervisor", case, now) == [], "it does not stand at his"
    assert at_once(cast, "supervisor", case, now, begins=2) == [2]

    given(cast.handler, Role.PRINCIPAL, now)
    assert at_once(cast, "handler", case, now) == [1], "another's stands between"
    given(cast.handler, Role.SUPERVISOR, now)
    assert at_once(cast, "handler", case, now) == [1, 2, 3]


def test_a_deputy_signs_one_step_only(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    away(cast.handler, cast.supervisor, now)

    assert at_once(cast, "supervisor", case, now) == [1]


def test_for_somebody_else_no_second_step_is_signed(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    away(cast.supervisor, cast.handler, now)

    assert at_once(cast, "handler", case, now) == [1]


def test_who_may_not_sign_is_told_where_it_stands(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    first, second, _ = steps_of(case)

    assert policies.require_signatory(cast.handler, case, first, now).title == "事務組長"
    for user, step, at in ((cast.handler, second, now), (cast.supervisor, second, now - LONG_AGO)):
        with pytest.raises(policies.NotYourStep, match=f"這一關是「{second.title}」，您目前不能簽核。"):
            policies.require_signatory(user, case, step, at)

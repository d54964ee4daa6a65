"""At which step of its chain a case stands, and who may take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.choices import Role, StepKind
from requests import policies
from requests.choices import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import PlanStep, SchoolPlan, User
    from requests.models import ReviewRequest


def current_step(case: ReviewRequest) -> PlanStep | None:
    """Return the step the case waits at, or None when nobody's signature is due."""
    if case.status != Status.IN_REVIEW:
        return None
    return {step.order: step for step in chain_of(case)}[case.step]


def step_that_returned(case: ReviewRequest) -> PlanStep | None:
    """Return the step a returned case comes back to, or None when it is not returned."""
    if case.status != Status.RETURNED:
        return None
    return {step.order: step for step in chain_of(case)}[case.step]


def chain_of(case: ReviewRequest) -> list[PlanStep]:
    """Return every step of the plan the case keeps, in order; none before it was sent."""
    return accounts.plan_steps()[case.plan_id] if case.plan_id else []


def plan_of(case: ReviewRequest) -> SchoolPlan | None:
    """Return the plan the case keeps, as it comes with its steps; None before it was sent."""
    chain = chain_of(case)
    return chain[0].plan if chain else None


def step_kind(case: ReviewRequest) -> StepKind | None:
    """Return what the current step may do, or None."""
    step = current_step(case)
    return StepKind(step.kind) if step else None


def steps_ahead(case: ReviewRequest) -> list[PlanStep]:
    """Return the steps from the current one on."""
    return steps_to_come(case) if case.status == Status.IN_REVIEW else []


def steps_to_come(case: ReviewRequest) -> list[PlanStep]:
    """Return the steps still to be signed, also while the applicant corrects."""
    return [step for step in chain_of(case) if step.order >= case.step] if case.status in policies.OPEN else []


def signed_at_once(user: User, case: ReviewRequest, now: dt.datetime) -> list[PlanStep]:
    """Return the steps one act of `user` signs now, in order; empty when it is not their turn."""
    steps = steps_ahead(case)
    seats = accounts.seatings({Role(step.role) for step in steps}, now)
    return policies.signs_at_once(seats, user, case, steps) if steps else []


def asked_by(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who speaks for the asking side: the applicant; without an account, the 承辦人 who may know of it (代填)."""
    if case.applicant is not None:
        return [case.applicant]
    return in_office([Role.HANDLER], case, now)


def in_office(roles: Collection[Role], case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who does the work of `roles` on `case` and may know of it: holders, and while they are away their deputies."""
    return [one for one in _sitting(roles, case, now) if policies.may_know(one, case)]


def chain_people(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return everybody who may sign some step of `case`, holders and deputies, without those who must keep out."""
    return _sitting([Role(step.role) for step in chain_of(case)], case, now)


def sitting_on(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return everybody with a seat of the chain on `case`, whether its plan has such a step or not."""
    return _sitting(policies.CHAIN, case, now)


def signatories(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who may sign the current step, deputies included, parties excluded."""
    step = current_step(case)
    return signatories_of(step, case, now) if step else []


def signatories_of(step: PlanStep, case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who could sign `step` of `case` as things stand, deputies included, parties excluded."""
    seats = accounts.seating(Role(step.role), now)
    people = {one.user.pk: one.user for one in seats.people}
    return [one for one in people.values() if policies.signs_from(seats, one, case)]


def go_on_people(case: ReviewRequest, step: PlanStep, now: dt.datetime) -> list[User]:
    """Return who may go on with a case that was not corrected in time, `step` being the one that returned it."""
    seats = accounts.seatings({Role(step.role), Role.HANDLER}, now)
    people = {one.user.pk: one.user for seating in seats.values() for one in seating.people}
    return [one for one in people.values() if policies.goes_on_as(one, case, step, now)]


def steps_nobody_may_sign(case: ReviewRequest, now: dt.datetime) -> list[PlanStep]:
    """Return the steps still to come that nobody could sign as things stand: a vacant post, all parties, no reader."""
    return [step for step in steps_to_come(case) if not signatories_of(step, case, now)]


def _sitting(roles: Collection[Role], case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who sits on `case` in one of `roles`; a deputy for 迴避 only where somebody keeps out of it."""
    seats, out = accounts.seatings(roles, now), policies.parties(case)
    return list({one.user.pk: one.user for role in roles for one in seats[role].without(out)}.values())

"""What the school decided for the values of its plan: confirmed as they stand, or a new plan from a day on.

A case keeps the plan of its day: what anything was begun under is never changed, another plan follows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts import policies
from accounts.choices import StepKind
from accounts.models import PlanStep, SchoolPlan
from accounts.selectors import in_words, says_otherwise
from accounts.selectors.witnessed import PLANS
from accounts.services.errors import NotAllowed, PeopleError
from ledger.choices import Verb
from ledger.services import append
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from accounts.models import User
    from accounts.rules import Step

TOO_EARLY = "適用日不可早於今天：已辦理的案件依當日的計畫。"
IN_USE = "當日已有案件依現行計畫辦理，變更的數值請自另一日（例如明天）起適用。"


class PlanError(PeopleError):
    """The plan cannot begin then."""


@transaction.atomic
def decide_plan(
    *,
    user: User,
    effective_from: dt.date,
    values: Mapping[str, Any],
    steps: Sequence[Step],
    now: dt.datetime,
) -> SchoolPlan:
    """Enter what the school decided on its plan; return the plan that says so. Raises NotAllowed, PlanError.

    The same values confirm the plan of that day. Other ones are a plan from `effective_from` on: the one of that very day
    while nothing was begun under it, else a new one. A plan that begins later stands until its own day is decided on.
    """
    today = local_date(now)
    if not policies.may_change_plan(user, today):
        raise NotAllowed("只有系統管理人員可以變更計畫數值。")
    plans = SchoolPlan.objects.select_for_update(no_key=True).order_by("pk")
    plan = _plan_on(max(effective_from, today), list(plans))
    if not says_otherwise(plan, values, steps):
        return _written(plan, Verb.PLAN_CONFIRMED, user, now)
    if effective_from < today:
        raise PlanError(TOO_EARLY)
    verb = Verb.PLAN_CHANGED
    if plan.effective_from < effective_from:
        plan, verb = _copied(plan, effective_from), Verb.PLAN_MADE
    elif policies.is_plan_used(plan):
        raise PlanError(IN_USE)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save()
    plan.steps.all().delete()
    PlanStep.objects.bulk_create(_rows(plan, steps))
    return _written(plan, verb, user, now)


def plans_from_today(now: dt.datetime) -> list[SchoolPlan]:
    """Lock and return the plan in force and those that begin later: what applies from today on is written into each."""
    plans = list(SchoolPlan.objects.select_for_update(no_key=True).order_by("pk"))
    in_force = _plan_on(local_date(now), plans)
    return [plan for plan in plans if plan.effective_from >= in_force.effective_from]


def _plan_on(day: dt.date, plans: Iterable[SchoolPlan]) -> SchoolPlan:
    return max((plan for plan in plans if plan.effective_from <= day), key=lambda plan: plan.effective_from)


def _copied(plan: SchoolPlan, effective_from: dt.date) -> SchoolPlan:
    """Return a plan not yet written that says the same; what this act does not name goes on as it was."""
    copied = SchoolPlan.objects.get(pk=plan.pk)
    copied.pk, copied.effective_from = None, effective_from
    copied._state.adding = True
    return copied


def _rows(plan: SchoolPlan, steps: Sequence[Step]) -> list[PlanStep]:
    last = len(steps)
    return [
        PlanStep(
            plan=plan, order=order, role=step.role, title=step.title, paper_label=step.paper_label,
            kind=StepKind.DECIDES if order == last else StepKind.PROPOSES,
        )
        for order, step in enumerate(steps, start=1)
    ]  # fmt: skip


def _written(plan: SchoolPlan, verb: Verb, user: User, now: dt.datetime) -> SchoolPlan:
    plan.confirmed_on = local_date(now)
    plan.save(update_fields=["confirmed_on"])
    since = {"title": plan.title, "since": long_date(plan.effective_from)}
    detail = since if verb == Verb.PLAN_MADE else {}
    append(
        verb=verb, actor=in_words(user, now), detail=detail, now=now, **PLANS.said(SchoolPlan.objects.get(pk=plan.pk))
    )
    return plan

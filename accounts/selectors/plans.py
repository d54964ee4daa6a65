"""Questions about what the school decided: what a plan says other than another, and what begins only later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.choices import Role
from accounts.models import SchoolPlan
from accounts.rules import Step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

OF_ITS_OWN = frozenset({"id", "effective_from", "confirmed_on"})
IN_FULL = frozenset({"basis", "text", "remedy", "id_number_required_for"})
"""Too long to be quoted: a line says that they are other ones."""


@dataclass(frozen=True, slots=True)
class ComingPlan:
    """A plan that was decided and has not begun: what it says other than the plan before it, as label and words."""

    plan: SchoolPlan
    changes: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """The day it begins, as addresses name it."""
        return self.plan.effective_from.isoformat()


def coming_plans(day: dt.date) -> list[ComingPlan]:
    """Return the plans that begin after `day`, the next one first."""
    plans = list(SchoolPlan.objects.filter(effective_from__gt=day).prefetch_related("steps").order_by("effective_from"))
    if not plans:
        return []
    before = [SchoolPlan.objects.filter(effective_from__lte=day).latest(), *plans]
    return [
        ComingPlan(plan, says_otherwise(plan, _values_of(last), chain_of(last)))
        for last, plan in zip(before, plans, strict=False)
    ]


def chain_of(plan: SchoolPlan) -> list[Step]:
    """Return the steps of `plan` as a school decides on them."""
    return [Step(Role(one.role), one.title, one.paper_label) for one in plan.steps.all()]


def says_otherwise(plan: SchoolPlan, values: Mapping[str, Any], steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """Return what `plan` says other than `values` and `steps`, as label and words; nothing where it says the same."""
    labels = {column.name: str(column.verbose_name) for column in SchoolPlan._meta.fields}
    found = [(labels[name], _words(plan, name)) for name, value in values.items() if getattr(plan, name) != value]
    chain = chain_of(plan)
    if chain != list(steps):
        found.append(("簽核關卡", "、".join(step.title for step in chain)))
    return tuple(found)


def _values_of(plan: SchoolPlan) -> dict[str, Any]:
    return {one.name: getattr(plan, one.name) for one in SchoolPlan._meta.fields if one.name not in OF_ITS_OWN}


def _words(plan: SchoolPlan, name: str) -> str:
    value = getattr(plan, name)
    if name in IN_FULL:
        return "內容不同"
    return "留白" if value is None else str(value)

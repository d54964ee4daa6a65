"""參、一 asks for 承辦人 and for whoever signs a step of the plan in force, and for no other post (rulings, introduction)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.models import PlanStep
from reports.selectors.compliance import Asked, compliance
from tests.reports.clauses import leave_the_post, well_kept

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.reports.clauses import Place


def missing(place: Place) -> list[str]:
    results = compliance(Asked(place.span, place.now, place.verified))
    return [breach.words for one in results if one.duty.key == "3.1" for breach in one.found.breaches]


def test_a_school_whose_plan_has_no_step_of_a_supervisor_needs_none(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    place = well_kept(cast, cameras, now)
    leave_the_post(place, "supervisor")
    assert missing(place) == ["無人擔任處室主管：115/11/23、115/11/24"]
    PlanStep.objects.filter(role=Role.SUPERVISOR).delete()
    assert missing(place) == []
    leave_the_post(place, "principal")
    assert missing(place) == ["無人擔任校長：115/11/24、115/11/25"]

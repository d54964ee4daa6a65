"""陸、三: for every duty the report says 符合 where it was met and 未符合, by name, where it was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.choices import Conformity
from reports.rules import CLAUSES, OWN_RULES, Result
from reports.selectors.compliance import EVIDENCE, Asked, compliance
from reports.selectors.compliance.own import RULES
from tests.reports.clauses import ROWS, Place, well_kept

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

PLAN = (
    "1", "2", "3.1", "3.2a", "3.2b", "3.3a", "3.3b", "4.1", "4.2", "4.3a", "4.3b", "4.4", "5.1", "5.2", "5.3", "5.4", "5.5",
    "6.1", "6.2", "6.3", "附錄1", "附錄2",
)  # fmt: skip
"""The clauses of the plan, as the project numbers them."""


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


def found(place: Place) -> dict[str, Result]:
    results = compliance(Asked(place.span, place.now, place.verified))
    return {one.duty.key: one for one in results}


def test_every_clause_of_the_plan_has_its_evidence_and_a_row_here() -> None:
    assert tuple(one.key for one in CLAUSES) == PLAN == tuple(EVIDENCE)
    assert [one.key for one in OWN_RULES] == list(RULES)
    assert list(ROWS) == [*PLAN, *RULES]


def test_a_school_that_keeps_its_plan_breaks_nothing(place: Place) -> None:
    assert [one.duty.key for one in found(place).values() if one.is_broken] == []


@pytest.mark.parametrize("key", ROWS)
def test_where_the_duty_is_met_it_says_so(place: Place, key: str) -> None:
    ROWS[key].kept(place)
    one = found(place)[key]
    assert one.found.breaches == []
    assert one.verdict == Conformity.KEPT
    assert one.found.proofs


@pytest.mark.parametrize("key", ROWS)
def test_where_it_is_not_the_report_names_what(place: Place, key: str) -> None:
    ROWS[key].broken(place)
    one = found(place)[key]
    said = [breach.words for breach in one.found.breaches]
    assert one.verdict == Conformity.BROKEN
    assert any(ROWS[key].named in words for words in said), said

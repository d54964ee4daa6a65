"""附錄2: a 否 typed in late from paper opened no fault; unless another person looks at it again, the report names it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from maintenance.services import recheck_inspection
from reports.selectors.compliance import Asked, compliance
from tests.maintenance.looking import inspect
from tests.reports.clauses import well_kept

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.reports.clauses import Place


def named(place: Place) -> list[str]:
    results = compliance(Asked(place.span, place.now, place.verified))
    return [breach.words for one in results if one.duty.key == "附錄2" for breach in one.found.breaches]


def test_a_no_that_nobody_reported_nor_rechecked_is_named(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    place = well_kept(cast, cameras, now)
    old = now.date() - dt.timedelta(days=30)
    row = inspect(cast.handler, now, inspected_on=old, picture_is_clear=False, remarks="C17 模糊")
    assert not row.faults.exists()
    place.later(days=3)
    assert named(place) == []
    place.later(days=27)
    assert named(place) == ["115/10/24 檢查有「否」，沒有故障單，也未複查"]
    recheck_inspection(inspection_id=row.pk, rechecked_on=place.now.date(), user=cast.supervisor, now=place.now)
    assert named(place) == []

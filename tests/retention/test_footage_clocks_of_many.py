"""The footage clocks of many cases at once say what each says alone, and cost no more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.rules import Period, covers
from cameras.selectors import why_no_footage
from cameras.services import add_camera, add_recorder
from ledger.services import SYSTEM
from printing.rules import TAIPEI, local_date
from retention.choices import HoldKind
from retention.models import HandCheck, Hold
from retention.rules import FootageClock, FootageFacts, Seen, footage_clock, most_urgent_first
from retention.selectors import Asked, footage_clock_for, footage_clocks_for

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
QUERIES = 3


@pytest.fixture
def two_recorders(cameras: list[Camera]) -> list[Camera]:
    """Three cameras on two recorders; the last must keep 30 days."""
    recorder = add_recorder(code="NVR2", name="電腦教室主機", location="", actor=SYSTEM, now=NOW)
    other = add_camera(
        code="C05",
        actor=SYSTEM,
        now=NOW,
        name="電腦教室",
        place=cameras[0].place,
        recorder=recorder,
        area_type="corridor",
        installed_on=dt.date(2020, 1, 1),
        minimum_days=30,
    )
    return [*cameras[:2], other]


def told_alone(asked: Asked) -> FootageClock | None:
    """Ask the database about one camera at a time, as simply as it can be asked."""
    cameras = [Camera.objects.get(pk=camera.pk) for camera in asked.cameras]
    return next(iter(most_urgent_first([_alone(camera, asked) for camera in cameras])), None)


def _alone(camera: Camera, asked: Asked) -> FootageClock:
    start, end = asked.starts_at, asked.ends_at
    holds = Hold.objects.filter(released_at=None, cameras=camera, starts_at__lt=end, ends_at__gt=start)
    outages = why_no_footage(camera, start, end)
    is_dark = covers([Period(row.since, row.until) for row in outages], start, end)
    check = HandCheck.objects.filter(recorder=camera.recorder).order_by("-checked_at", "-pk").first()
    facts = FootageFacts(
        starts_at=start,
        ends_at=end,
        minimum_days=max(camera.minimum_days or 0, asked.plan_minimum_days),
        seen=Seen(local_date(check.checked_at), check.earliest_day) if check else None,
        is_held=covers([Period(hold.starts_at, hold.ends_at) for hold in holds], start, end),
        hold="、".join(dict.fromkeys(hold.reference for hold in holds if hold.reference)),
        outage="、".join(f"故障（{row.reference}）" for row in outages) if is_dark else "",
    )
    return footage_clock(facts, NOW)


INDICES = st.sets(st.integers(0, 2), max_size=3)
HOURS = st.tuples(st.integers(-40 * 24, 0), st.integers(1, 96))
"""Some hours before now, for some hours: now and then the same, now and then apart."""
FACTS = st.fixed_dictionaries(
    {
        "asked": st.lists(st.tuples(INDICES, HOURS), min_size=1, max_size=4),
        "holds": st.lists(st.tuples(INDICES, HOURS, st.booleans()), max_size=4),
        "outages": st.lists(st.tuples(st.integers(0, 2), HOURS, st.booleans()), max_size=4),
        "checks": st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10), st.integers(0, 40)), max_size=4),
    }
)


def span(hours: tuple[int, int]) -> tuple[dt.datetime, dt.datetime]:
    return NOW + hours[0] * HOUR, NOW + (hours[0] + hours[1]) * HOUR


def make(facts: dict[str, Any], cameras: Sequence[Camera]) -> list[Asked]:
    for number, (where, hours, released) in enumerate(facts["holds"]):
        start, end = span(hours)
        hold = Hold.objects.create(
            kind=HoldKind.TEMPORARY,
            starts_at=start,
            ends_at=end,
            reason="走廊推擠",
            reference=f"115-{number:04d}",
            placed_by="系統",
            placed_at=NOW - number * HOUR,
            released_at=NOW if released else None,
        )
        hold.cameras.set([cameras[index] for index in where])
    for number, (index, hours, is_open) in enumerate(facts["outages"]):
        start, end = span(hours)
        Outage.objects.create(
            camera=cameras[index],
            cause=OutageCause.FAULT,
            reference=f"F115-{number:04d}",
            since=start + number * dt.timedelta(seconds=1),
            until=None if is_open else end + number * dt.timedelta(seconds=1),
        )
    for index, ago, days in facts["checks"]:
        made = NOW - ago * DAY
        HandCheck.objects.create(
            recorder=cameras[index].recorder,
            checked_at=made,
            checked_by="警衛",
            earliest_day=made.date() - days * DAY,
        )
    return [Asked([cameras[index] for index in sorted(where)], *span(hours), 14) for where, hours in facts["asked"]]


@pytest.mark.counted_elsewhere
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS)
def test_many_at_once_say_what_each_says_alone(facts: dict[str, Any], two_recorders: list[Camera]) -> None:
    with transaction.atomic():
        asked = make(facts, two_recorders)
        together = footage_clocks_for(asked, NOW)
        assert together == [told_alone(one) for one in asked]
        singly = [footage_clock_for(one.cameras, one.starts_at, one.ends_at, NOW, 14) for one in asked]
        assert together == [clocks[0] if clocks else None for clocks in singly]
        transaction.set_rollback(True)


@pytest.mark.parametrize("cases", [1, 3, 30])
def test_thirty_cases_take_as_many_queries_as_one(two_recorders: list[Camera], cases: int) -> None:
    asked = [Asked(two_recorders, NOW - number * DAY, NOW - number * DAY + HOUR, 14) for number in range(cases)]
    with CaptureQueriesContext(connection) as captured:
        assert len(footage_clocks_for(asked, NOW)) == cases
    assert len(captured) == QUERIES


def test_nothing_asked_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert footage_clocks_for([], NOW) == []
        assert footage_clocks_for([Asked([], NOW, NOW + HOUR, 14)], NOW) == [None]
    assert not captured

"""How long a camera had no picture: what overlaps counts once, never less than nothing (issue 5)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cameras.choices import OutageCause
from cameras.rules import Period
from cameras.services import open_outage
from ledger.services import SYSTEM
from maintenance.choices import Symptom
from maintenance.rules import as_stored, downtime, gaps_of, time_down
from maintenance.services import repair_fault, report_fault

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
EPOCH = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 200).map(lambda hours: EPOCH + hours * HOUR)
PERIODS = st.lists(
    st.tuples(st.integers(0, 200), st.one_of(st.none(), st.integers(1, 100))).map(
        lambda pair: Period(EPOCH + pair[0] * HOUR, EPOCH + (pair[0] + pair[1]) * HOUR if pair[1] else None)
    ),
    max_size=6,
)


@given(PERIODS, MOMENTS, MOMENTS)
def test_downtime_is_what_counting_hour_by_hour_gives(
    periods: list[Period], start: dt.datetime, end: dt.datetime
) -> None:
    hours = int((end - start) / HOUR)
    down = sum(
        any(each.start <= moment and (each.end is None or moment < each.end) for each in periods)
        for moment in (start + number * HOUR for number in range(max(hours, 0)))
    )
    assert time_down(periods, start, end) == down * HOUR


@given(MOMENTS, MOMENTS)
def test_a_fault_never_lasts_less_than_nothing(reported_at: dt.datetime, repaired_at: dt.datetime) -> None:
    assert downtime(reported_at, repaired_at) >= dt.timedelta()


@given(PERIODS)
def test_gaps_are_read_as_they_were_stored(periods: list[Period]) -> None:
    assert gaps_of(as_stored(periods)) == periods
    assert gaps_of([[None, None]]) == []


def test_the_page_adds_up_a_period_once(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None
) -> None:
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard,
        now=now - 30 * HOUR,
    )  # fmt: skip
    repair_fault(
        fault_id=fault.pk, measures="換線", repaired_at=now - 10 * HOUR, user=cast.handler, now=now - 10 * HOUR
    )
    open_outage(
        camera=cameras[0], cause=OutageCause.POWER, reference="", since=now - 12 * HOUR, until=now - 8 * HOUR,
        actor=SYSTEM, now=now,
    )  # fmt: skip
    client.force_login(cast.supervisor)
    address = reverse("maintenance:camera-faults", args=["C01"])
    whole = client.get(address)
    assert whole.context["total"] == "22 小時"
    assert [row.fault.number for row in whole.context["rows"]] == ["F115-0001"]
    yesterday = {"from_0": "115", "from_1": "11", "from_2": "22", "until_0": "115", "until_1": "11", "until_2": "22"}
    assert client.get(address, yesterday).context["total"] == "21 小時"
    today = {name: "23" if name.endswith("_2") else value for name, value in yesterday.items()}
    assert client.get(address, today).context["total"] == "1 小時"
    wrong = client.get(address, yesterday | {"until_2": "20"})
    assert "迄日不可早於起日" in wrong.content.decode()
    assert wrong.context["total"] == "22 小時", "what cannot be read asks for a year"

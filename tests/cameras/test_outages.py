"""「為何無影像」 has one answer: the outages of a camera, merged where they overlap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.rules import Period, covers, merged
from cameras.selectors import why_no_footage
from cameras.services import OutageError, close_outage, open_outage
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
START = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


def record(
    camera: Camera, since: int, until: int | None, reference: str, cause: OutageCause = OutageCause.FAULT
) -> Outage:
    return open_outage(
        camera=camera,
        cause=cause,
        reference=reference,
        since=START + since * HOUR,
        until=None if until is None else START + until * HOUR,
        actor=SYSTEM,
        now=START,
    )


def test_overlapping_outages_of_one_cause_become_one_that_names_all_numbers(cameras: list[Camera]) -> None:
    record(cameras[0], 0, 2, "F115-0001")
    record(cameras[0], 4, 6, "F115-0002")
    record(cameras[0], 1, 5, "F115-0003")
    record(cameras[1], 1, 5, "F115-0004")
    outage = Outage.objects.get(camera=cameras[0])
    assert (outage.since, outage.until) == (START, START + 6 * HOUR)
    assert outage.reference == "F115-0001、F115-0002、F115-0003"


def test_another_cause_keeps_its_own_row_because_both_are_true(cameras: list[Camera]) -> None:
    record(cameras[0], 0, None, "F115-0001")
    record(cameras[0], 1, 2, "台電施工", OutageCause.POWER)
    assert [row.cause for row in why_no_footage(cameras[0], START, START + 3 * HOUR)] == ["fault", "power"]


def test_only_outages_that_touch_the_period_answer_why(cameras: list[Camera]) -> None:
    outage = record(cameras[0], 1, 2, "F115-0001")
    assert not why_no_footage(cameras[0], START, START + HOUR).exists()
    assert not why_no_footage(cameras[0], START + 2 * HOUR, START + 3 * HOUR).exists()
    assert why_no_footage(cameras[0], START, START + 1.5 * HOUR).get() == outage
    assert not why_no_footage(cameras[1], START, START + 3 * HOUR).exists()


def test_an_outage_is_closed_once(cameras: list[Camera]) -> None:
    outage = record(cameras[0], 0, None, "F115-0001")
    close_outage(outage_id=outage.pk, until=START + HOUR, actor=SYSTEM, now=START + HOUR)
    with pytest.raises(OutageError, match="已經登錄恢復"):
        close_outage(outage_id=outage.pk, until=START + 2 * HOUR, actor=SYSTEM, now=START + 2 * HOUR)
    assert Outage.objects.get().until == START + HOUR
    assert Entry.objects.filter(verb=Verb.OUTAGE_CLOSED).count() == 1


def test_an_outage_lasts_at_least_a_minute(cameras: list[Camera]) -> None:
    outage = record(cameras[0], 0, None, "")
    close_outage(outage_id=outage.pk, until=START, actor=SYSTEM, now=START)
    assert Outage.objects.get().until == START + dt.timedelta(minutes=1)


def test_a_time_before_it_began_is_refused_not_replaced(cameras: list[Camera]) -> None:
    outage = record(cameras[0], 0, None, "")
    early = START - dt.timedelta(minutes=1)
    with pytest.raises(OutageError, match="恢復時間不可早於中斷開始的時間（115年11月23日（一）16:00）") as refused:
        close_outage(outage_id=outage.pk, until=early, actor=SYSTEM, now=START + HOUR)
    assert refused.value.field == "until"
    assert Outage.objects.get().until is None
    assert not Entry.objects.filter(verb=Verb.OUTAGE_CLOSED).exists()


def test_the_minute_it_began_in_is_not_before_it(cameras: list[Camera]) -> None:
    began = START + dt.timedelta(seconds=40)
    outage = open_outage(camera=cameras[0], cause=OutageCause.POWER, reference="", since=began, actor=SYSTEM, now=began)
    close_outage(outage_id=outage.pk, until=START, actor=SYSTEM, now=began)
    assert Outage.objects.get().until == began + dt.timedelta(minutes=1)


def test_an_outage_does_not_end_before_it_begins(cameras: list[Camera]) -> None:
    with pytest.raises(OutageError, match="迄必須晚於起"):
        record(cameras[0], 2, 2, "")
    assert not Outage.objects.exists()


def test_the_list_and_the_page_of_a_camera_show_its_outage(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    record(cameras[0], 0, None, "F115-0001")
    client.force_login(cast.guard)
    assert "影像中斷：故障" in client.get("/cameras/").content.decode()
    page = client.get("/cameras/C01/").content.decode()
    assert "尚未恢復" in page
    assert "故障（F115-0001）" in page


HOURS = st.integers(0, 60)
PERIODS = st.lists(
    st.builds(
        lambda start, length: Period(START + start * HOUR, None if length is None else START + (start + length) * HOUR),
        HOURS,
        st.none() | st.integers(1, 20),
    ),
    max_size=8,
)


def lies_in(moment: dt.datetime, periods: list[Period]) -> bool:
    return any(period.start <= moment and (period.end is None or moment < period.end) for period in periods)


@given(periods=PERIODS)
def test_merging_keeps_exactly_the_same_hours_and_leaves_gaps_between(periods: list[Period]) -> None:
    whole = merged(periods)
    for hour in range(-1, 85):
        moment = START + hour * HOUR
        assert lies_in(moment, whole) == lies_in(moment, periods)
    ends = [period.end for period in whole[:-1]]
    assert all(end is not None and end < later.start for end, later in zip(ends, whole[1:], strict=True))


@given(periods=PERIODS, start=HOURS, length=st.integers(1, 20))
def test_a_period_is_covered_when_each_of_its_hours_is(periods: list[Period], start: int, length: int) -> None:
    hours = [START + (start + offset) * HOUR for offset in range(length)]
    assert covers(periods, hours[0], hours[-1] + HOUR) == all(lies_in(hour, periods) for hour in hours)

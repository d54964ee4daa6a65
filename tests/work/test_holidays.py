"""Holidays come from the package once a year; from then on people keep them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from tests.roc import roc
from work.models import Holiday
from work.selectors import calendar
from work.services import seed_holidays

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

TYPHOON = dt.date(2026, 9, 3)


@pytest.fixture(autouse=True)
def seeded(db: None, now: dt.datetime) -> None:
    Holiday.objects.all().delete()
    seed_holidays(now)


def fill(day: dt.date, kind: str = "off") -> dict[str, str]:
    return {**roc("date", day), "name": "颱風停止上班", "kind": kind}


def test_this_and_the_next_year_are_brought_in() -> None:
    names = dict(Holiday.objects.values_list("date", "name"))
    assert names[dt.date(2026, 9, 25)] == "中秋節"
    assert names[dt.date(2027, 1, 1)] == "中華民國開國紀念日"
    assert not calendar().is_working(dt.date(2026, 10, 9))


def test_a_made_up_working_saturday_is_worked(now: dt.datetime) -> None:
    seed_holidays(now.replace(year=2025))
    assert calendar().is_working(dt.date(2025, 2, 8))
    assert not calendar().is_working(dt.date(2025, 2, 15))


def test_a_year_is_brought_in_once_so_a_removed_day_stays_removed(now: dt.datetime) -> None:
    Holiday.objects.filter(date=dt.date(2026, 9, 28)).delete()
    outcome = seed_holidays(now)
    assert (outcome.words, outcome.acted) == ("今年及明年假日均已帶入", False)
    assert calendar().is_working(dt.date(2026, 9, 28))


def test_a_day_entered_before_its_year_is_brought_in_stays_as_it_was_entered(now: dt.datetime) -> None:
    Holiday.objects.create(date=dt.date(2028, 1, 1), name="校慶")
    outcome = seed_holidays(now.replace(year=2027))
    assert outcome.acted
    assert "117年" in outcome.words
    assert Holiday.objects.get(date=dt.date(2028, 1, 1)).name == "校慶"


def test_the_year_is_the_one_in_taipei() -> None:
    Holiday.objects.all().delete()
    seed_holidays(dt.datetime(2026, 12, 31, 21, 0, tzinfo=dt.UTC))
    assert {day.year for day in Holiday.objects.values_list("date", flat=True)} == {2027, 2028}


@pytest.mark.parametrize("who", ["handler", "administrator"])
def test_a_typhoon_day_is_added_and_taken_out_again(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    response = client.post(reverse("work:holidays-now"), fill(TYPHOON))
    assert response["Location"] == reverse("work:holidays", args=[115])
    assert not calendar().is_working(TYPHOON)
    assert "颱風停止上班" in client.get(response["Location"]).content.decode()
    client.post(reverse("work:remove-holiday", args=[TYPHOON.isoformat()]))
    assert calendar().is_working(TYPHOON)
    changes = Entry.objects.filter(verb=Verb.HOLIDAY_CHANGED).order_by("sequence")
    assert [entry.detail["change"] for entry in changes] == ["新增假日「颱風停止上班」", "移除「颱風停止上班」"]


def test_a_day_entered_twice_is_refused_beside_the_kept_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    page = client.post(reverse("work:holidays-now"), fill(dt.date(2026, 9, 25))).content.decode()
    assert "115年9月25日（五）已經登錄，請先移除再新增" in page
    assert 'value="颱風停止上班"' in page


def test_a_day_that_is_not_there_cannot_be_taken_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    page = client.post(reverse("work:remove-holiday", args=["2026-09-03"]), follow=True)
    assert [str(message) for message in page.context["messages"]] == ["115年9月3日（四）不在115年假日表，可能已被移除"]
    assert client.post(reverse("work:remove-holiday", args=["never"])).status_code == 404


@pytest.mark.parametrize(
    ("who", "reads", "changes"),
    [
        ("teacher", 404, 404),
        ("guard", 404, 404),
        ("supervisor", 200, 403),
        ("principal", 200, 403),
        ("auditor", 200, 403),
        ("handler", 200, 302),
        ("administrator", 200, 302),
    ],
)
def test_who_reads_and_who_changes(client: Client, cast: Cast, who: str, reads: int, changes: int) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(reverse("work:holidays", args=[115])).status_code == reads
    assert client.post(reverse("work:holidays-now"), fill(TYPHOON)).status_code == changes
    assert client.post(reverse("work:remove-holiday", args=["2026-09-25"])).status_code == changes

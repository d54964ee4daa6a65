"""統計 for 校務會議: month by month the same numbers as table, chart, paper and sheet; off until switched on."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import Feature
from cameras.choices import OutageCause
from maintenance.services.outages import record_outages
from reports.rules import Span, bar_chart
from reports.selectors.statistics import HEADINGS, Figures, statistics_of
from requests.choices import Action, Proposal
from requests.services import drafts
from requests.services.secrecy import restrict
from retention.models import Hold
from retention.services.copy_destruction import run_due_day
from tests.conftest import switch_on
from tests.copies.ending import a_year_old, signed, sure
from tests.copies.making import made
from tests.house.world import Sender
from tests.maintenance.looking import inspect
from tests.printing import reader
from tests.reports.clauses import Place, asked, granted, shift, view

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    switch_on(Feature.STATISTICS)
    return Place(cast, cameras, now)


@pytest.fixture
def term(now: dt.datetime) -> Span:
    return Span(dt.date(2026, 10, 1), dt.date(2026, 12, 31))


def test_what_was_asked_and_answered_is_counted_in_its_month(place: Place, term: Span) -> None:
    view(place, copies=True)
    waits, gone = asked(place), asked(place)
    drafts.withdraw(case_id=gone.pk, applicant=place.cast.teacher, now=place.now)
    restrict(
        case_id=waits.pk, readers=[place.cast.handler, place.cast.principal], actor=place.cast.supervisor, now=place.now
    )
    place.now += 20 * DAY
    send = Sender(place.cast, place.cameras, place.now)
    for person in (place.cast.handler, place.cast.supervisor):
        send.sign(waits, person, Action.PROPOSE, Proposal.APPROVE)
    send.sign(waits, place.cast.principal, Action.APPROVE, None)

    october, november, december = statistics_of(term, place.now).months
    assert october == Figures("115年10月")
    assert (november.received, november.approved, november.withdrawn, november.viewings) == (3, 1, 1, 1)
    assert (november.days, november.late, november.copied) == ([0], 0, 1)
    assert (december.received, december.approved, december.days, december.late) == (0, 1, [20], 1)


def test_days_to_reply_have_a_mean_a_median_and_a_longest() -> None:
    some = Figures("115年11月", days=[1, 2, 9])
    assert (some.mean_days, some.median_days, some.longest_days) == (4.0, 2, 9)
    none = Figures("115年11月")
    assert (none.mean_days, none.median_days, none.longest_days) == (None, None, None)
    assert none.cells()[7:10] == ("", "", "")
    assert len(none.cells()) == len(HEADINGS)


def test_cameras_down_at_once_count_each_and_a_month_ends_at_its_end(place: Place, term: Span) -> None:
    record_outages(
        cameras=place.cameras[:2], cause=OutageCause.POWER, reference="", since=place.now - 2 * HOUR, until=None,
        user=place.cast.handler, now=place.now,
    )  # fmt: skip
    until = dt.datetime(2026, 12, 1, 3, tzinfo=place.now.tzinfo)
    _, november, december = statistics_of(term, until).months
    assert november.hours == 2 * (7 * 24 + 24 - 7)
    assert december.hours == 6.0


def test_checks_and_copies_made_and_destroyed_are_counted(place: Place, term: Span) -> None:
    inspect(place.cast.handler, place.now)
    due = a_year_old(place.cameras, place.now)
    sure(place.cameras, place.now)
    signed(place.cast, place.now, due)
    run_due_day(place.now)
    case = granted(place)
    made(Hold.objects.get(case_key=case.draft_key), place.cast.handler, place.now)
    shift(place, is_checked=True)
    statistics = statistics_of(term, place.now)
    november = statistics.months[1]
    assert (november.inspections, november.checks, november.copied, november.destroyed) == (1, 1, 1, 1)
    assert statistics.total.destroyed == sum(one.destroyed for one in statistics.months)


def test_bars_are_as_high_as_their_numbers() -> None:
    chart = bar_chart("x", "件數", "件", [("10月", 2), ("11月", 4), ("12月", 0)])
    heights = [bar.height for bar in chart.bars]
    assert heights == [90.0, 180.0, 0.0]
    assert all(round(bar.y + bar.height, 1) == chart.ground for bar in chart.bars)
    assert chart.description == "10月 2 件；11月 4 件；12月 0 件"
    assert [bar.height for bar in bar_chart("x", "件數", "件", [("10月", 0)]).bars] == [0.0]
    assert bar_chart("x", "件數", "件", []).bars == ()


def test_page_paper_and_sheet_show_the_same_numbers(client: Client, place: Place, at_now: None) -> None:
    granted(place)
    client.force_login(place.cast.auditor)
    query = "?since_0=115/11/1&until_0=115/11/23"
    page = client.get(f"/reports/statistics/{query}").content.decode()
    assert re.search(
        r'<svg class="chart"[^>]*role="img"[^>]*>\s*<title[^>]*>每月收件件數（件）</title>\s*<desc[^>]*>115年11月 1 件',
        page,
    )
    assert "style=" not in page
    assert re.search(r"115年11月</th><td[^>]*>1</td><td[^>]*>1</td>", page)
    [first, *_] = reader.pages(client.get(f"/reports/statistics.pdf{query}").content)
    assert "115年11月110000" in reader.squeeze(first.extract_text())
    rows = client.get(f"/reports/statistics.csv{query}").content.decode("utf-8-sig").splitlines()
    assert rows[0] == ",".join(HEADINGS)
    assert rows[1].startswith("115年11月,1,1,0,0,0,0,0,0,0,0,")
    assert rows[-1].startswith("合計,1,1,")
    assert client.get("/reports/statistics.ods").status_code == 200
    assert client.get("/reports/statistics.xls").status_code == 404


@pytest.mark.parametrize(
    ("username", "status"), [("handler", 200), ("auditor", 200), ("administrator", 403), ("guard", 403)]
)
def test_it_is_for_who_reads_the_report_once_it_is_switched_on(
    client: Client, place: Place, at_now: None, username: str, status: int
) -> None:
    client.force_login(getattr(place.cast, username))
    page = reverse("reports:statistics")
    assert client.get(page).status_code == status
    switch_on()
    assert client.get(page).status_code == 404

"""影像保存: what the map of cameras and days says, in marks and in words; one camera's days; the same as JSON."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cameras.models import Camera, Outage, Recorder
from cameras.services import add_camera, add_recorder
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention.models import HandCheck
from retention.services import check_footage, check_minimum_retention, register_source
from retention.views.heat import heat_map
from tests.retention.recordings import record

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import School
    from retention.models import FootageSource
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(at_now: None) -> None:
    """The clock of the views stands at `now`."""


def midnight(ago: int) -> dt.datetime:
    return dt.datetime.combine(TODAY - ago * DAY, dt.time(), TAIPEI)


@pytest.fixture
def folder(cast: Cast, cameras: list[Camera], tmp_path: Path, now: dt.datetime) -> FootageSource:
    """Sixteen days of C01 and C02, ten of C03; C01 was dark for a fault, C02 for nothing anybody knows; C04 unseen."""
    root = tmp_path / "recordings"
    fault = (midnight(3) + 8 * HOUR, midnight(3) + 20 * HOUR)
    for code, days in (("C01", 16), ("C02", 16), ("C03", 10)):
        moment = midnight(days)
        while moment < now:
            is_lost = code != "C03" and fault[0] <= moment < fault[1]
            if not is_lost:
                record(root, code, moment, moment + HOUR, every=3600)
            moment += HOUR
    Outage.objects.create(camera=cameras[0], cause="fault", reference="F115-0007", since=fault[0], until=fault[1])
    source = register_source(
        name="一號主機", layout="frigate", path=str(root), recorder=cameras[0].recorder, longest_seconds=3600,
        actor=SYSTEM, now=now,
    )  # fmt: skip
    check_footage(now)
    return source


def cells_of(page: str, code: str) -> list[str]:
    """Return the classes of one camera's squares, oldest first."""
    row = re.search(rf"<b>{code}</b>.*?</tr>", page, re.DOTALL)
    assert row
    return [" ".join(css.split()) for css in re.findall(r'<td class="([^"]*)"', row[0])][:-1]


@pytest.mark.counted_elsewhere
def test_a_faults_day_is_told_apart_from_one_nobody_explains(client: Client, cast: Cast, folder: FootageSource) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("retention:overview")).content.decode()
    explained, unexplained = cells_of(page, "C01")[-4], cells_of(page, "C02")[-4]
    assert (explained, unexplained) == ("e", "p")
    assert '<i aria-hidden="true">故</i>' in page
    assert "115/11/20 08:00–20:00 無影像：故障（F115-0007）" in page
    assert "115/11/20 08:00–20:00 缺漏，無中斷紀錄" in page
    for word in ("完整", "部分缺漏", "無影像，有原因", "已覆蓋"):
        assert word in page


@pytest.mark.counted_elsewhere
def test_the_line_stands_where_the_plan_says(client: Client, cast: Cast, folder: FootageSource) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("retention:overview")).content.decode()
    cells = cells_of(page, "C03")
    assert len(cells) == 21
    assert [number for number, css in enumerate(cells) if css.endswith(" ln")] == [21 - 15]
    assert cells[:10] == ["x", "x", "x", "x", "x", "x", "x ln", "x", "x", "x"]
    assert cells[10:] == ["f"] * 11
    assert "最低保存日數 14 日" in page
    longer = heat_map(20, TODAY).columns
    assert [column.is_line for column in longer].index(True) == len(longer) - 21


@pytest.mark.counted_elsewhere
def test_the_shortest_count_stands_on_top_not_the_mean(client: Client, cast: Cast, folder: FootageSource) -> None:
    client.force_login(cast.principal)
    page = client.get(reverse("retention:overview")).content.decode()
    top = page[page.index("kpi--wide") : page.index("heat-h")]
    assert '<b class="num">0<small>日</small></b>' in top
    assert "C04 操場西側" in top
    assert "不足 14 日" in top
    HandCheck.objects.all().delete()
    Camera.objects.filter(code="C04").update(retired_on=TODAY)
    page = client.get(reverse("retention:overview")).content.decode()
    top = page[page.index("kpi--wide") : page.index("heat-h")]
    assert '<b class="num">10<small>日</small></b>' in top
    assert "C03 操場東側" in top
    assert "不足 4 日" in top


def test_days_of_a_recorder_without_a_folder_count_from_the_check(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    """Seen two days ago to keep twelve days, a recorder that overwrites keeps twelve today, not fourteen."""
    HandCheck.objects.create(
        recorder=cameras[0].recorder, checked_at=now - 2 * DAY, checked_by="警衛", earliest_day=TODAY - 14 * DAY
    )
    (row, *_) = heat_map(14, TODAY).rows
    assert (row.kept, row.required, row.lacks) == (12, 14, 2)
    assert [cell.css for cell in row.cells][-4:] == ["s", "s", "u", "u"]


@pytest.mark.counted_elsewhere
def test_the_map_asks_as_often_for_forty_cameras_as_for_four(
    client: Client, cast: Cast, folder: FootageSource, now: dt.datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:  # fmt: skip
    with django_assert_max_num_queries(4):
        heat_map(14, TODAY)
    recorder = add_recorder(code="NVR2", name="二號", location="", actor=SYSTEM, now=now)
    for number in range(5, 41):
        add_camera(
            code=f"C{number:02d}", actor=SYSTEM, now=now, name="走廊", place="忠孝樓", recorder=recorder,
            area_type="corridor", installed_on=dt.date(2020, 1, 1),
        )  # fmt: skip
    with django_assert_max_num_queries(4):
        assert len(heat_map(14, TODAY).rows) == 40


def test_a_cameras_page_tells_every_gap_by_the_clock(
    client: Client, cast: Cast, folder: FootageSource, now: dt.datetime
) -> None:
    HandCheck.objects.create(
        recorder=Recorder.objects.get(), checked_at=now, checked_by="警衛", earliest_day=TODAY, clock_offset_seconds=-40
    )
    check_minimum_retention(now)
    client.force_login(cast.handler)
    page = client.get(reverse("retention:camera", args=["C02"])).content.decode()
    assert "08:00–20:00 缺漏，無中斷紀錄" in page
    assert '<rect x="480" width="720" height="10" class="strip__lost"/>' in page
    assert "攝影機 C02 於 115/11/20 影像缺漏，共 12 小時 0 分" in page
    assert "慢 40 秒" in page
    page = client.get(reverse("retention:camera", args=["C01"])).content.decode()
    assert '<rect x="480" width="720" height="10" class="strip__dark"/>' in page
    assert reverse("maintenance:fault", args=["F115-0007"]) in page
    assert client.get(reverse("retention:camera", args=["C99"])).status_code == 404


@pytest.mark.counted_elsewhere
def test_a_guard_sees_the_map_but_not_where_the_folder_lies(client: Client, cast: Cast, folder: FootageSource) -> None:
    client.force_login(cast.guard)
    for page in (reverse("retention:overview"), reverse("retention:camera", args=["C01"])):
        said = client.get(page).content.decode()
        assert folder.path not in said
        assert "/retention/sources/" not in said


def test_json_says_the_same(client: Client, cast: Cast, folder: FootageSource) -> None:
    client.force_login(cast.auditor)
    said = client.get(reverse("retention:coverage")).json()
    assert (said["first_day"], said["last_day"], said["minimum_days"]) == ("2026-11-03", "2026-11-23", 14)
    by_code = {camera["code"]: camera for camera in said["cameras"]}
    assert list(by_code) == ["C01", "C02", "C03", "C04"]
    third = by_code["C03"]
    assert (third["known_from"], third["kept_days"], third["required_days"], third["is_short"]) == (
        "folder",
        10,
        14,
        True,
    )
    assert by_code["C02"]["days"][-4] == {
        "day": "2026-11-20", "state": "partial", "missing_minutes": 720, "gaps": [["08:00", "20:00"]], "explained": [],
        "causes": [],
    }  # fmt: skip
    assert by_code["C01"]["days"][-4] == {
        "day": "2026-11-20", "state": "explained", "missing_minutes": 0, "gaps": [], "explained": [["08:00", "20:00"]],
        "causes": ["故障（F115-0007）"],
    }  # fmt: skip
    assert len(client.get(reverse("retention:coverage"), {"days": "3"}).json()["cameras"][0]["days"]) == 3


def test_an_empty_school_has_a_page(client: Client, cast: Cast, school: School) -> None:
    client.force_login(cast.handler)
    assert "尚未登錄攝影機" in client.get(reverse("retention:overview")).content.decode()

"""The demonstration's recorder: small files under a recorder's names, true to the faults that are told."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest

from cameras.models import Camera, Outage
from cameras.services import add_camera
from cctv_admin.demo import footage
from ledger.services import SYSTEM
from retention.models import Destruction, FolderCamera, FootageSource
from retention.services import preview
from retention.views.heat import heat_map
from work.models import Duty
from work.services import seed_duties

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def recorder(cast: Cast, cameras: list[Camera], settings: Settings, tmp_path: Path, now: dt.datetime) -> Path:
    """A data folder; C05, C06, C11 and C14 besides the four; C14 has been dark since yesterday 10:25."""
    settings.DATA_DIR = tmp_path
    for code in ("C05", "C06", "C11", "C14"):
        add_camera(
            code=code, actor=SYSTEM, now=now, name="走廊", place="忠孝樓", recorder=cameras[0].recorder,
            area_type="corridor", installed_on=dt.date(2020, 1, 1),
        )  # fmt: skip
    dark = now - 22 * HOUR - dt.timedelta(minutes=35)
    Outage.objects.create(camera=Camera.objects.get(code="C14"), cause="fault", reference="F115-0004", since=dark)
    return tmp_path / "demo-recordings"


def states(code: str) -> list[str]:
    row = next(row for row in heat_map(14, TODAY).rows if row.days.camera.code == code)
    return [cell.css.removesuffix(" ln") for cell in row.cells]


@pytest.mark.counted_elsewhere
def test_the_map_of_the_demonstration_is_true(recorder: Path, cast: Cast, now: dt.datetime) -> None:
    seed_duties(now)
    footage.record(now)
    assert set(states("C01")) == {"f"}
    assert states("C14")[-3:] == ["f", "e", "e"]
    assert states("C06")[-6:-4] == ["p", "f"]
    assert states("C11")[-10:-6] == ["p", "n", "p", "f"]
    assert list(FolderCamera.objects.filter(camera=None).values_list("folder", flat=True)) == ["CAM-TEST"]
    (record,) = Destruction.objects.all()
    assert (record.destroyed_files, record.accepted_by) == (7, "總務主任 方瑀彤")
    source = FootageSource.objects.get()
    assert source.proposed_by == "事務組長 游承堃"
    trial = preview(source, now)
    assert (trial.found.due_files, trial.doubts) == (6, {})
    ran = Duty.objects.get(name=footage.ENFORCING)
    assert ran.next_run_at
    assert ran.next_run_at > now
    assert "銷毀 7 檔" in ran.last_result


def test_a_later_start_adds_what_was_recorded_since(recorder: Path, cast: Cast, now: dt.datetime) -> None:
    footage.record(now)
    before = sum(1 for _ in recorder.rglob("*.mp4"))
    footage.record(now)
    assert sum(1 for _ in recorder.rglob("*.mp4")) == before
    footage.record(now + 2 * HOUR)
    assert sum(1 for _ in recorder.rglob("*.mp4")) == before + 2 * 7, "seven cameras record, one is dark"
    assert states("C01")[-1] == "f"


def test_where_nothing_can_be_linked_the_clip_is_copied(
    recorder: Path, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(footage, "DAYS", 2)
    footage.record(now)
    files = list(recorder.rglob("*.mp4"))
    assert {path.stat().st_nlink for path in files} == {1}
    assert {path.stat().st_size for path in files} == {footage.CLIP.stat().st_size}

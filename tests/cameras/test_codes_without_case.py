"""c01 is C01: what is entered differs from what is there by more than capitals, and is there when it is entered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from cameras.models import Camera, Recorder
from cameras.services import CameraError, add_camera, add_recorder, change_camera, replace_camera
from ledger.services import SYSTEM

if TYPE_CHECKING:
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)


def facts(cameras: list[Camera], **changes: Any) -> dict[str, Any]:
    return {
        "name": "校門", "place": "忠孝樓", "recorder": cameras[0].recorder, "area_type": "gate", "installed_on": TODAY,
    } | changes  # fmt: skip


def test_neither_a_camera_nor_what_replaces_one_nor_a_recorder_differs_by_capitals_alone(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    with pytest.raises(CameraError, match="編號 C01 已有攝影機使用"):
        add_camera(code="c01", actor=SYSTEM, now=now, **facts(cameras))
    with pytest.raises(CameraError, match="編號 C02 已有攝影機使用"):
        replace_camera(code="C01", new_code="c02", on=TODAY, actor=SYSTEM, now=now)
    with pytest.raises(CameraError, match="編號 NVR1 已有主機使用"):
        add_recorder(code="nvr1", name="主機", location="", actor=SYSTEM, now=now)
    assert (Camera.objects.count(), Recorder.objects.filter(code__iexact="nvr1").count()) == (4, 1)
    assert Camera.objects.get(code="C01").retired_on is None


def test_a_camera_is_entered_on_the_day_it_begins(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    tomorrow = facts(cameras, installed_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(CameraError, match="啟用日不可晚於今天"):
        add_camera(code="C05", actor=SYSTEM, now=now, **tomorrow)
    with pytest.raises(CameraError, match="啟用日不可晚於今天"):
        change_camera(code="C01", actor=SYSTEM, now=now, **tomorrow)
    assert add_camera(code="C05", actor=SYSTEM, now=now, **facts(cameras)).installed_on == TODAY

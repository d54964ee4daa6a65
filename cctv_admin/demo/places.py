"""Thirty-six cameras in four places on two recorders, and one that was replaced."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cameras.choices import AreaType
from cameras.services import add_camera, add_recorder, replace_camera
from ledger.services import SYSTEM
from printing.rules import local_date

if TYPE_CHECKING:
    from cameras.models import Camera

TWO_YEARS = dt.timedelta(days=730)
"""How long the cameras had hung when the school began to keep this register."""

PLACES: tuple[tuple[str, AreaType, tuple[str, ...]], ...] = (
    (
        "忠孝樓",
        AreaType.CORRIDOR,
        (
            "一樓川堂", "一樓東側樓梯口", "一樓西側樓梯口", "二樓東側走廊", "二樓西側走廊", "三樓東側走廊", "三樓西側走廊",
            "四樓東側走廊", "四樓西側走廊", "頂樓出入口",
        ),
    ),
    (
        "仁愛樓",
        AreaType.CORRIDOR,
        (
            "一樓穿堂", "健康中心外走廊", "一樓樓梯口", "二樓走廊", "二樓樓梯口", "三樓走廊", "三樓樓梯口", "圖書館入口",
            "電腦教室外走廊",
        ),
    ),
    (
        "校門及圍牆",
        AreaType.GATE,
        ("正門人行道", "正門車道", "側門", "後門", "警衛室前", "家長接送區", "東側圍牆", "西側圍牆", "停車場入口"),
    ),
    (
        "操場及遊戲場",
        AreaType.FIELD,
        ("操場東側", "操場西側", "司令台", "籃球場", "遊戲場", "資源回收場", "風雨操場", "幼兒園門口"),
    ),
)  # fmt: skip


REPLACED = "C16"
"""Its predecessor broke and was replaced a while ago; the recorder goes on writing under this name."""
REPLACED_AGO = dt.timedelta(days=9)


def make_cameras(began: dt.datetime, now: dt.datetime) -> dict[str, Camera]:
    """Enter the two recorders and C01…C36 with their places at `began`, one of them replaced since; return them by code."""
    first, second = (
        add_recorder(code=code, name=name, location="警衛室", actor=SYSTEM, now=began)
        for code, name in (("NVR1", "一號主機"), ("NVR2", "二號主機"))
    )
    views = [(place, area_type, view) for place, area_type, names in PLACES for view in names]
    cameras = [
        add_camera(
            code=_first_code(f"C{number:02d}"), actor=SYSTEM, now=began, name=view, place=place,
            recorder=first if number <= len(views) // 2 else second, area_type=area_type,
            installed_on=local_date(began) - TWO_YEARS,
        )
        for number, (place, area_type, view) in enumerate(views, start=1)
    ]  # fmt: skip
    moment = now - REPLACED_AGO
    new = replace_camera(code=_first_code(REPLACED), new_code=REPLACED, on=local_date(moment), actor=SYSTEM, now=moment)
    in_use = [new if camera == new.replaces else camera for camera in cameras]
    return {camera.code: camera for camera in in_use}


def _first_code(code: str) -> str:
    return f"{code}-OLD" if code == REPLACED else code

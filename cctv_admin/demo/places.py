"""Thirty-six cameras in four places on two recorders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameras.choices import AreaType
from cameras.models import Camera, Place, Recorder

if TYPE_CHECKING:
    import datetime as dt

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


def make_cameras(installed_on: dt.date) -> list[Camera]:
    """Make the places, the two recorders and C01…C36, and return the cameras in order."""
    recorders = [
        Recorder.objects.create(code="NVR1", name="一號主機", location="警衛室"),
        Recorder.objects.create(code="NVR2", name="二號主機", location="警衛室"),
    ]
    cameras: list[Camera] = []
    for order, (name, area_type, views) in enumerate(PLACES, start=1):
        place = Place.objects.create(name=name, order=order)
        for view in views:
            number = len(cameras) + 1
            cameras.append(
                Camera.objects.create(
                    code=f"C{number:02d}",
                    name=view,
                    place=place,
                    recorder=recorders[0 if number <= 18 else 1],  # noqa: PLR2004 half of them on each
                    area_type=area_type,
                    installed_on=installed_on,
                )
            )
    return cameras

"""The 設備帳 of the sample school, and last year's stock-take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from maintenance.choices import TickResult
from maintenance.services import (
    close_stock_take,
    enter_equipment,
    move_equipment,
    open_stock_take,
    scrap_equipment,
    sign_stock_take,
    tick_item,
)
from printing.rules import local_date, roc_year

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from maintenance.models import Equipment

YEAR = dt.timedelta(days=365)
PLAIN: dict[str, Any] = {
    "suffix": "", "serial": "", "warranty_until": None, "is_networked": False, "restriction": "", "approval_number": "",
    "replace_by": None, "camera": None, "recorder": None, "remarks": "", "unit": "總務處", "keeper": "游承堃",
}  # fmt: skip
CAMERA: dict[str, Any] = {
    "number": "3140403-12", "name": "網路攝影機", "brand": "晶睿 VIVOTEK", "model": "IB9365", "cost": 12800, "life_years": 5,
    "is_networked": True, "restriction": "no",
}  # fmt: skip
MAINLAND: dict[str, Any] = {"brand": "Dahua 大華", "model": "IPC-HFW"}
LISTED = "C12"
LOOKED_INTO = {
    LISTED: MAINLAND | {"restriction": "yes", "approval_number": "桃教資字第1140012345號"},
    "C13": MAINLAND | {"restriction": ""},
}
"""One mainland camera is listed and approved until it is replaced, one nobody has looked into yet."""
OTHERS = (
    ("3140404-03", "1", "不斷電系統", "台達", "RT-1K", 18500, 5, "警衛室"),
    ("3140101-05", "3", "液晶螢幕", "奇美", "TL-32", 7200, 4, "警衛室"),
    ("3140303-11", "1", "網路交換器", "友訊", "DGS-1210", 9800, 4, "總務處機櫃"),
    ("3140303-11", "2", "網路交換器", "TP-Link", "TL-SG1016", 5600, 4, "仁愛樓機櫃"),
)


def keep_books(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Enter every camera, both recorders and what belongs to them; move one, scrap one; take stock last year."""
    began = now - 3 * YEAR
    things = _enter(people["handler"], cameras, began)
    moved = now - YEAR
    move_equipment(
        equipment_id=things[-2].pk, moved_on=local_date(moved), reason="總務處機櫃整併", keeper="游承堃", unit="總務處",
        location="警衛室機櫃", user=people["handler"], now=moved,
    )  # fmt: skip
    _take_stock(people, now - YEAR)
    scrap_equipment(
        equipment_id=things[-3].pk, scrapped_on=local_date(now - YEAR / 2), scrap_number="瑞豐總字第1150000321號",
        user=people["handler"], now=now - YEAR / 2,
    )  # fmt: skip


def _enter(handler: User, cameras: dict[str, Camera], now: dt.datetime) -> list[Equipment]:
    day = local_date(now) - YEAR
    facts = PLAIN | {"acquired_on": day, "warranty_until": day + 3 * YEAR, "user": handler, "now": now}
    things = [
        enter_equipment(**facts | CAMERA | LOOKED_INTO.get(camera.code, {}) | {
            "suffix": str(number), "serial": f"RF{number:04d}", "location": camera.place.name, "camera": camera,
            "replace_by": day + 6 * YEAR if camera.code == LISTED else None,
        })
        for number, camera in enumerate(cameras.values(), start=1)
    ]  # fmt: skip
    for number, recorder in enumerate(dict.fromkeys(camera.recorder for camera in cameras.values()), start=1):
        recorder_facts = {
            "number": "3140403-07", "suffix": str(number), "name": "網路錄影主機", "brand": "晶睿 VIVOTEK", "model": "ND9541",
            "cost": 68000, "life_years": 5, "location": recorder.location, "recorder": recorder, "restriction": "no",
        }  # fmt: skip
        things.append(enter_equipment(**facts | recorder_facts))
    names = ("number", "suffix", "name", "brand", "model", "cost", "life_years", "location")
    return things + [enter_equipment(**facts | dict(zip(names, other, strict=True))) for other in OTHERS]


def _take_stock(people: dict[str, User], now: dt.datetime) -> None:
    year = roc_year(local_date(now))
    stock_take = open_stock_take(year=year, user=people["handler"], now=now)
    for item in stock_take.items.select_related("equipment"):
        is_old = item.equipment.name == "液晶螢幕"
        result, remark = (TickResult.TO_SCRAP, "面板損壞，辦理報廢") if is_old else (TickResult.PRESENT, "")
        tick_item(item_id=item.pk, result=result, found_at="", remark=remark, user=people["handler"], now=now)
    close_stock_take(year=year, conclusion="一件待報廢，餘均相符。", user=people["handler"], now=now)
    sign_stock_take(year=year, user=people["supervisor"], now=now + dt.timedelta(days=2))

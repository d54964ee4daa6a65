"""Making things of the 設備帳."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from maintenance.services import enter_equipment

if TYPE_CHECKING:
    from accounts.models import User
    from maintenance.models import Equipment

FACTS: dict[str, Any] = {
    "number": "3140403-12", "suffix": "1", "name": "網路攝影機", "brand": "晶睿", "model": "IB9365", "serial": "RF0001",
    "acquired_on": dt.date(2024, 1, 2), "cost": 12800, "life_years": 5, "keeper": "游承堃", "unit": "總務處",
    "location": "忠孝樓", "warranty_until": None, "is_networked": True, "restriction": "", "approval_number": "",
    "replace_by": None, "camera": None, "recorder": None, "remarks": "",
}  # fmt: skip


def enter(user: User, now: dt.datetime, **changes: Any) -> Equipment:
    return enter_equipment(user=user, now=now, **FACTS | changes)

"""What tests of checks do again and again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from maintenance.services import add_shift, record_daily_check, record_inspection

if TYPE_CHECKING:
    from accounts.models import User
    from maintenance.models import DailyCheck, Inspection, Shift


def inspect(user: User, now: dt.datetime, **changes: Any) -> Inspection:
    """Record 附錄2 of today, all well but for what is said."""
    facts: dict[str, Any] = {
        "inspected_on": now.date(), "recorder_works": True, "equipment_works": True, "picture_is_clear": True,
        "inspector": user.name, "remarks": "", "form_key": uuid.uuid4(),
    }  # fmt: skip
    return record_inspection(user=user, now=now, **facts | changes)


def make_shift(user: User, now: dt.datetime, **changes: Any) -> Shift:
    """Set 日班, Monday to Friday from 8 to 17, from today on."""
    facts: dict[str, Any] = {
        "name": "日班", "starts": dt.time(8), "ends": dt.time(17), "weekdays": range(5), "since": now.date(),
    }  # fmt: skip
    return add_shift(user=user, now=now, **facts | changes)


def check(shift: Shift, user: User, now: dt.datetime, **changes: Any) -> DailyCheck:
    """Record the check of today's turn, all well but for what is said."""
    facts: dict[str, Any] = {
        "day": now.date(), "troubles": (), "handover": "", "late_reason": "", "form_key": uuid.uuid4(),
    }  # fmt: skip
    return record_daily_check(shift_id=shift.pk, user=user, now=now, **facts | changes)

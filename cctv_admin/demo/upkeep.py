"""What a year of looking after the system leaves: inspections, faults, checks of the recorders."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from maintenance.choices import Symptom
from maintenance.services import faults, inspections
from retention.services import record_hand_check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from cameras.models import Camera

INSPECTIONS = (
    (1180, True, True, True, ""),
    (998, True, True, False, "C17 夜間影像模糊，已調整焦距"),
    (815, True, True, True, "主機時間快 42 秒，已校正"),
    (640, True, False, True, "C21 斷訊，已報修更換網路線"),
    (452, True, True, True, ""),
    (273, True, True, True, "硬碟更換一顆"),
    (160, True, True, True, ""),
)
"""Days before today, the three ticks of 附錄2, 備考."""

FAULTS = (
    (30, "C21", Symptom.BLACK, "畫面全黑，重新開機無效", 27, "廠商更換電源供應器"),
    (12, "C09", Symptom.BLURRED, "鏡面有水漬", 11, "已擦拭鏡面"),
    (6, "C30", Symptom.BLOCKED, "被樹枝遮住一半", None, ""),
    (2, "C14", Symptom.BLACK, "", None, ""),
)
"""Days before today, camera, symptom, description; days before today of the repair and what was done."""


def keep_up(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Fill 附錄2, report and repair faults, check both recorders every week."""
    for days, *ticks, remarks in INSPECTIONS:
        _inspect(people, now - dt.timedelta(days=days), ticks, remarks)
    for days, code, symptom, description, repaired, measures in FAULTS:
        reported_at = now - dt.timedelta(days=days)
        fault = faults.report_fault(
            camera=cameras[code], symptom=symptom, description=description, form_key=uuid.uuid4(),
            reporter=people["guard"], now=reported_at,
        )  # fmt: skip
        if repaired:
            moment = now - dt.timedelta(days=repaired)
            faults.repair_fault(
                fault_id=fault.pk, measures=measures, repaired_at=moment, user=people["handler"], now=moment
            )
    for weeks in (3, 2, 1, 0):
        _check(people["guard"], cameras, now - dt.timedelta(weeks=weeks, days=2))


def _inspect(people: dict[str, User], moment: dt.datetime, ticks: Sequence[bool], remarks: str) -> None:
    recorder, equipment, picture = ticks
    day = timezone.localdate(moment)
    row = inspections.record_inspection(
        inspected_on=day, recorder_works=recorder, equipment_works=equipment, picture_is_clear=picture,
        inspector=people["handler"].name, remarks=remarks, form_key=uuid.uuid4(), user=people["handler"], now=moment,
    )  # fmt: skip
    if not all((recorder, equipment, picture)):
        later = moment + dt.timedelta(days=4)
        inspections.recheck_inspection(
            inspection_id=row.pk, rechecked_on=timezone.localdate(later), user=people["supervisor"], now=later
        )


def _check(guard: User, cameras: dict[str, Camera], moment: dt.datetime) -> None:
    """The first recorder keeps 22 days, the second only 12: the floor of 14 days is not met."""
    for camera, days, offset in ((cameras["C01"], 22, 3), (cameras["C36"], 12, -48)):
        record_hand_check(
            recorder=camera.recorder, earliest_day=timezone.localdate(moment) - dt.timedelta(days=days),
            clock_offset_seconds=offset, user=guard, now=moment,
        )  # fmt: skip

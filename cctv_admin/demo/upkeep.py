"""What a year of looking after the system leaves: inspections, faults, checks of the recorders."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from cameras.choices import OutageCause
from maintenance.choices import Symptom
from maintenance.services import faults, inspections, record_outages
from retention.services import record_hand_check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from cameras.models import Camera
    from maintenance.models import Fault

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
    (4, "C26", Symptom.MOVED, "被風吹歪，只照到地面", 1, "重新固定並調回原角度"),
    (2, "C14", Symptom.BLACK, "", None, ""),
)
"""Days before today, camera, symptom, description; days before today of the repair and what was done."""
RECHECKED = ("C21", "C09")
BILL = faults.Bill(cost=3500, under_warranty=False, warranty_until=None)
OUTAGES = (
    (15, 13, 2, OutageCause.POWER, "台電計畫停電", ("C20", "C21", "C22", "C23")),
    (3, 8, None, OutageCause.BUILDING_WORK, "遊戲場地坪施工", ("C33",)),
)
"""Days before today, hour, hours (None: still), cause, words, cameras."""


def keep_up(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Fill 附錄2, report, repair and re-check faults, record outages, check both recorders every week."""
    for days, *ticks, remarks in INSPECTIONS:
        _inspect(people, now - dt.timedelta(days=days), ticks, remarks)
    for days, code, symptom, description, repaired, measures in FAULTS:
        fault = faults.report_fault(
            camera=cameras[code], symptom=symptom, description=description, form_key=uuid.uuid4(),
            reporter=people["guard"], now=now - dt.timedelta(days=days),
        )  # fmt: skip
        if repaired:
            _mend(people, fault, measures, now - dt.timedelta(days=repaired))
        if code == "C30":
            _call_a_firm(people, fault, now - dt.timedelta(days=5))
    faults.report_by_sticker(
        camera=cameras["C18"], symptom=Symptom.BLURRED, form_key=uuid.uuid4(), now=now - dt.timedelta(hours=3)
    )
    for outage in OUTAGES:
        _without_footage(people["handler"], cameras, now, *outage)
    for weeks in (3, 2, 1, 0):
        _check(people["guard"], cameras, now - dt.timedelta(weeks=weeks, days=2))


def _mend(people: dict[str, User], fault: Fault, measures: str, moment: dt.datetime) -> None:
    """承辦人 records the repair; the guard looks at it the day after, but not yet at the newest."""
    code = fault.code
    bill = BILL if code == "C21" else None
    faults.repair_fault(
        fault_id=fault.pk, measures=measures, repaired_at=moment, bill=bill, user=people["handler"], now=moment
    )
    if code in RECHECKED:
        faults.pass_fault(fault_id=fault.pk, note="", user=people["guard"], now=moment + dt.timedelta(days=1))


def _call_a_firm(people: dict[str, User], fault: Fault, moment: dt.datetime) -> None:
    """A gardener was to come yesterday and did not."""
    faults.assign_fault(
        fault_id=fault.pk, owner=people["handler"], vendor="綠野園藝行", visit_on=timezone.localdate(moment) + dt.timedelta(days=4),
        interim="警衛每節下課加強巡查", user=people["handler"], now=moment,
    )  # fmt: skip


def _without_footage(
    handler: User, cameras: dict[str, Camera], now: dt.datetime, days: int, hour: int, hours: int | None,
    cause: OutageCause, words: str, codes: Sequence[str],
) -> None:  # fmt: skip
    since = timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0) - dt.timedelta(days=days)
    until = since + dt.timedelta(hours=hours) if hours else None
    record_outages(
        cameras=[cameras[code] for code in codes], cause=cause, reference=words, since=since, until=until, user=handler,
        now=until or since,
    )  # fmt: skip


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

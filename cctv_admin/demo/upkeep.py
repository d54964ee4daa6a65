"""What years of looking after the system leave: inspections, faults, checks of the recorders, a month of daily checks."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from django.utils import timezone

from cctv_admin.demo.daily import daily_checks
from maintenance.choices import Symptom
from maintenance.models import Inspection, Trouble
from maintenance.services import faults, inspections
from retention.services import record_hand_check
from work.services import seed_holidays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accounts.models import User
    from cameras.models import Camera

    Event = tuple[dt.datetime, Callable[[], object]]

DAY = dt.timedelta(days=1)

INSPECTIONS: tuple[tuple[int, tuple[bool, bool, bool], tuple[str, Symptom] | None, str], ...] = (
    (1180, (True, True, True), None, ""),
    (998, (True, True, False), ("C17", Symptom.NIGHT_VIEW), "已請廠商調整焦距"),
    (815, (True, True, True), None, "主機時間快 42 秒，已校正"),
    (640, (True, False, True), ("C21", Symptom.NO_SIGNAL), "更換網路線"),
    (452, (True, True, True), None, ""),
    (273, (True, True, True), None, "硬碟更換一顆"),
    (160, (True, True, True), None, ""),
)
"""Days before today, the three ticks of 附錄2, what was found, 備考. What was found is repaired and re-checked."""

FAULTS = (
    (30, "C21", Symptom.BLACK, "畫面全黑，重新開機無效", 27, "廠商更換電源供應器"),
    (12, "C09", Symptom.BLURRED, "鏡面有水漬", 11, "已擦拭鏡面"),
    (6, "C30", Symptom.BLOCKED, "被樹枝遮住一半", None, ""),
    (2, "C14", Symptom.BLACK, "", None, ""),
)
"""Days before today, camera, symptom, description; days before today of the repair and what was done."""


@dataclass(frozen=True)
class School:
    """Who and what the events are about."""

    people: dict[str, User]
    cameras: dict[str, Camera]
    now: dt.datetime


def keep_up(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Let everything happen in the order of its days: each check knows what was broken on its day."""
    seed_holidays(now)
    school = School(people, cameras, now)
    events = [*_inspections(school), *_faults(school), *_hand_checks(school), *daily_checks(people, now)]
    for _, act in sorted(events, key=itemgetter(0)):
        act()


def _inspections(school: School) -> Iterator[Event]:
    for days, ticks, found, remarks in INSPECTIONS:
        yield from _inspection(school, school.now - days * DAY, ticks, found, remarks)


def _inspection(
    school: School,
    moment: dt.datetime,
    ticks: tuple[bool, bool, bool],
    found: tuple[str, Symptom] | None,
    remarks: str,
) -> Iterator[Event]:
    day, handler = timezone.localdate(moment), school.people["handler"]
    key, later = uuid.uuid4(), moment + 4 * DAY

    def inspect() -> None:
        recorder, equipment, picture = ticks
        troubles = [Trouble(found[1], camera=school.cameras[found[0]])] if found else []
        inspections.record_inspection(
            inspected_on=day, recorder_works=recorder, equipment_works=equipment, picture_is_clear=picture,
            inspector=handler.name, remarks=remarks, form_key=key, user=handler, now=moment, troubles=troubles,
        )  # fmt: skip

    def repair_and_recheck() -> None:
        row = Inspection.objects.get(form_key=key)
        for fault in row.faults.all():
            faults.repair_fault(
                fault_id=fault.pk, measures=remarks, repaired_at=later - DAY, user=handler, now=later - DAY
            )
        inspections.recheck_inspection(
            inspection_id=row.pk, rechecked_on=timezone.localdate(later), user=school.people["supervisor"], now=later
        )

    yield moment, inspect
    if found:
        yield later, repair_and_recheck


def _faults(school: School) -> Iterator[Event]:
    for days, code, symptom, description, repaired, measures in FAULTS:
        yield from _fault(school, (days, repaired), code, symptom, (description, measures))


def _fault(
    school: School, days: tuple[int, int | None], code: str, symptom: Symptom, words: tuple[str, str]
) -> Iterator[Event]:
    reported, repaired = days
    description, measures = words
    moment, numbers = school.now - reported * DAY, list[int]()

    def report() -> None:
        fault = faults.report_fault(
            camera=school.cameras[code], symptom=symptom, description=description, form_key=uuid.uuid4(),
            reporter=school.people["guard"], now=moment,
        )  # fmt: skip
        numbers.append(fault.pk)

    def repair(moment: dt.datetime) -> None:
        faults.repair_fault(
            fault_id=numbers[0], measures=measures, repaired_at=moment, user=school.people["handler"], now=moment
        )

    yield moment, report
    if repaired:
        then = school.now - repaired * DAY
        yield then, lambda: repair(then)


def _hand_checks(school: School) -> Iterator[Event]:
    for weeks in (3, 2, 1, 0):
        moment = school.now - (7 * weeks + 2) * DAY
        yield moment, lambda moment=moment: _check(school, moment)  # type: ignore[misc]


def _check(school: School, moment: dt.datetime) -> None:
    """The first recorder keeps 22 days, the second only 12: the floor of 14 days is not met."""
    for code, days, offset in (("C01", 22, 3), ("C36", 12, -48)):
        record_hand_check(
            recorder=school.cameras[code].recorder, earliest_day=timezone.localdate(moment) - days * DAY,
            clock_offset_seconds=offset, user=school.people["guard"], now=moment,
        )  # fmt: skip

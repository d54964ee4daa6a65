"""What years of looking after the system leave: inspections, checks of the recorders; faults and daily checks beside it."""

from __future__ import annotations

import uuid
from operator import itemgetter
from typing import TYPE_CHECKING

from django.utils import timezone

from cctv_admin.demo.broken import DAY, Sample, what_broke
from cctv_admin.demo.daily import daily_checks
from maintenance.choices import Symptom
from maintenance.models import Inspection, Trouble
from maintenance.services import faults, inspections
from retention.services import record_hand_check
from work.services import seed_holidays

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User
    from cameras.models import Camera
    from cctv_admin.demo.broken import Event

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


def keep_up(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Let everything happen in the order of its days: each check knows what was broken on its day."""
    seed_holidays(now)
    sample = Sample(people, cameras, now)
    events = [*_inspections(sample), *what_broke(sample), *_hand_checks(sample), *daily_checks(people, now)]
    for _, act in sorted(events, key=itemgetter(0)):
        act()


def _inspections(sample: Sample) -> Iterator[Event]:
    for days, ticks, found, remarks in INSPECTIONS:
        yield from _inspection(sample, sample.now - days * DAY, ticks, found, remarks)


def _inspection(
    sample: Sample,
    moment: dt.datetime,
    ticks: tuple[bool, bool, bool],
    found: tuple[str, Symptom] | None,
    remarks: str,
) -> Iterator[Event]:
    handler, key, later = sample.people["handler"], uuid.uuid4(), moment + 4 * DAY

    def inspect() -> None:
        recorder, equipment, picture = ticks
        troubles = [Trouble(found[1], camera=sample.cameras[found[0]])] if found else []
        inspections.record_inspection(
            inspected_on=timezone.localdate(moment), recorder_works=recorder, equipment_works=equipment,
            picture_is_clear=picture, inspector=handler.name, remarks=remarks, form_key=key, user=handler, now=moment,
            troubles=troubles,
        )  # fmt: skip

    def mend() -> None:
        row, repaired = Inspection.objects.get(form_key=key), later - DAY
        for fault in row.faults.all():
            faults.repair_fault(fault_id=fault.pk, measures=remarks, repaired_at=repaired, user=handler, now=repaired)
            faults.pass_fault(fault_id=fault.pk, note="", user=sample.people["guard"], now=repaired)
        inspections.recheck_inspection(
            inspection_id=row.pk, rechecked_on=timezone.localdate(later), user=sample.people["supervisor"], now=later
        )

    yield moment, inspect
    if found:
        yield later, mend


def _hand_checks(sample: Sample) -> Iterator[Event]:
    for weeks in (3, 2, 1, 0):
        yield from _hand_check(sample, sample.now - (7 * weeks + 2) * DAY)


def _hand_check(sample: Sample, moment: dt.datetime) -> Iterator[Event]:
    """The first recorder keeps 22 days, the second only 12: the floor of 14 days is not met."""

    def read_off() -> None:
        for code, days, offset in (("C01", 22, 3), ("C36", 12, -48)):
            record_hand_check(
                recorder=sample.cameras[code].recorder, earliest_day=timezone.localdate(moment) - days * DAY,
                clock_offset_seconds=offset, user=sample.people["guard"], now=moment,
            )  # fmt: skip

    yield moment, read_off

"""What broke in the sample school: faults in every state of their life, outages that are no faults."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from cameras.choices import OutageCause
from maintenance.choices import Symptom
from maintenance.models import Fault
from maintenance.services import faults, record_outages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from cameras.models import Camera

Event = tuple[dt.datetime, Callable[[], object]]
"""When something happens, and what."""
DAY = dt.timedelta(days=1)

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


@dataclass(frozen=True)
class Sample:
    """Who and what the events are about."""

    people: dict[str, User]
    cameras: dict[str, Camera]
    now: dt.datetime


def what_broke(sample: Sample) -> Iterator[Event]:
    """Yield every report, repair and re-check, and the outages."""
    for days, code, symptom, description, repaired, measures in FAULTS:
        key = uuid.uuid4()
        yield _report(sample, key, (code, symptom, description), sample.now - days * DAY)
        if repaired:
            yield from _mend(sample, key, measures, sample.now - repaired * DAY)
        if code == "C30":
            yield _call_a_firm(sample, key, sample.now - 5 * DAY)
    yield _report_by_sticker(sample, sample.now - dt.timedelta(hours=3))
    for days, hour, hours, cause, words, codes in OUTAGES:
        start = timezone.localtime(sample.now).replace(hour=hour, minute=0, second=0, microsecond=0) - days * DAY
        yield _without_footage(sample, start, hours, (cause, words), codes)


def _report(sample: Sample, key: uuid.UUID, what: tuple[str, Symptom, str], moment: dt.datetime) -> Event:
    code, symptom, description = what

    def report() -> object:
        return faults.report_fault(
            camera=sample.cameras[code], symptom=symptom, description=description, form_key=key,
            reporter=sample.people["guard"], now=moment,
        )  # fmt: skip

    return moment, report


def _mend(sample: Sample, key: uuid.UUID, measures: str, moment: dt.datetime) -> Iterator[Event]:
    """承辦人 records the repair; the guard looks at it the day after, but not yet at the newest."""

    def repair() -> None:
        fault = Fault.objects.get(form_key=key)
        faults.repair_fault(
            fault_id=fault.pk, measures=measures, repaired_at=moment, bill=BILL if fault.code == "C21" else None,
            user=sample.people["handler"], now=moment,
        )  # fmt: skip

    def look() -> None:
        fault = Fault.objects.get(form_key=key)
        if fault.code in RECHECKED:
            faults.pass_fault(fault_id=fault.pk, note="", user=sample.people["guard"], now=moment + DAY)

    yield moment, repair
    yield moment + DAY, look


def _call_a_firm(sample: Sample, key: uuid.UUID, moment: dt.datetime) -> Event:
    """A gardener was to come yesterday and did not."""
    handler = sample.people["handler"]

    def assign() -> object:
        return faults.assign_fault(
            fault_id=Fault.objects.get(form_key=key).pk, owner=handler, vendor="綠野園藝行",
            visit_on=timezone.localdate(moment) + 4 * DAY, interim="警衛每節下課加強巡查", user=handler, now=moment,
        )  # fmt: skip

    return moment, assign


def _report_by_sticker(sample: Sample, moment: dt.datetime) -> Event:
    def report() -> object:
        return faults.report_by_sticker(
            camera=sample.cameras["C18"], symptom=Symptom.BLURRED, form_key=uuid.uuid4(), now=moment
        )

    return moment, report


def _without_footage(
    sample: Sample, since: dt.datetime, hours: int | None, why: tuple[OutageCause, str], codes: tuple[str, ...]
) -> Event:
    until = since + dt.timedelta(hours=hours) if hours else None
    cause, words = why

    def record() -> object:
        return record_outages(
            cameras=[sample.cameras[code] for code in codes], cause=cause, reference=words, since=since, until=until,
            user=sample.people["handler"], now=until or since,
        )  # fmt: skip

    return until or since, record

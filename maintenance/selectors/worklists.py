"""Questions about work lists: what is still to be looked at, and what the whole adds up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.selectors import plan_on
from cameras.models import Camera
from cameras.selectors import cameras_in_use, recorders_in_use
from ledger.witnesses import RowWitness, row_facts
from maintenance.choices import UNREPAIRED, Answer, Condition, Symptom
from maintenance.models import Fault, Trouble, WorkList
from maintenance.rules import RecorderSeen, Ticks, required_days, roll_up
from printing.rules import local_date

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Recorder
    from maintenance.models import CheckedCamera, CheckedRecorder

SYSTEM_ITEMS = {
    "password": Symptom.PASSWORD,
    "firmware": Symptom.FIRMWARE,
    "sign": Symptom.SIGN,
    "ups": Symptom.UPS,
}
"""The items of the whole system and the fault each opens when it is 異常."""


def _facts(work_list: WorkList) -> dict[str, object]:
    """Return the list with everything that was found; who was shown on a photo nobody guesses: only its key counts."""
    cameras = [row_facts(row) for row in sorted(work_list.cameras.all(), key=lambda row: row.pk)]
    recorders = [row_facts(row) for row in sorted(work_list.recorders.all(), key=lambda row: row.pk)]
    return row_facts(work_list) | {"cameras": cameras, "recorders": recorders}


WORK_LISTS = RowWitness(
    WorkList.objects.prefetch_related("cameras", "recorders"),
    subject=lambda work_list: f"逐項檢查 {work_list.pk}",
    facts=_facts,
)


def open_work_list() -> WorkList | None:
    """Return the list that is being worked on, or None."""
    return WorkList.objects.filter(is_open=True).first()


@dataclass(frozen=True, slots=True)
class CameraItem:
    """One camera of a list: what was found, and what is known of it already."""

    camera: Camera
    found: CheckedCamera | None
    known: tuple[Fault, ...]

    @property
    def is_well(self) -> bool:
        """Whether it was found 正常."""
        return self.found is not None and self.found.condition == Condition.NORMAL


@dataclass(frozen=True, slots=True)
class RecorderItem:
    """One recorder of a list: what was read off it, and what that means under the plan."""

    recorder: Recorder
    found: CheckedRecorder | None
    seen: RecorderSeen | None

    @property
    def troubles(self) -> tuple[Symptom, ...]:
        """What is wrong with it."""
        return self.seen.troubles if self.seen else ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A work list with everything it asks for, looked at or not."""

    work_list: WorkList
    cameras: tuple[CameraItem, ...]
    recorders: tuple[RecorderItem, ...]

    @property
    def done(self) -> int:
        """How many items are answered; the four of the system count as one."""
        cameras = sum(item.found is not None for item in self.cameras)
        recorders = sum(item.found is not None for item in self.recorders)
        return cameras + recorders + self.work_list.is_system_checked

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.cameras) + len(self.recorders) + 1

    @property
    def progress(self) -> str:
        """For instance 已檢 12／39 項."""
        return f"已檢 {self.done}／{self.total} 項"

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to look at."""
        return self.done == self.total

    @property
    def rest(self) -> list[CameraItem]:
        """The cameras 「其餘全部正常」 speaks of: not looked at, and nothing is known against them."""
        return [item for item in self.cameras if item.found is None and not item.known]

    @property
    def ticks(self) -> Ticks:
        """What the list adds up to (ruling 21)."""
        conditions = [Condition(item.found.condition) for item in self.cameras if item.found]
        return roll_up(conditions, [item.seen for item in self.recorders if item.seen])

    @property
    def troubles(self) -> list[Trouble]:
        """Everything that is wrong, cameras first, each with what was written beside it."""
        found = [
            Trouble(Symptom(item.found.condition), camera=item.camera, description=item.found.note)
            for item in self.cameras
            if item.found and not item.is_well
        ]
        for recorder in self.recorders:
            note = recorder.found.note if recorder.found else ""
            found += [Trouble(each, recorder=recorder.recorder, description=note) for each in recorder.troubles]
        note = self.work_list.system_note
        bad = [symptom for name, symptom in SYSTEM_ITEMS.items() if getattr(self.work_list, name) == Answer.BAD]
        return found + [Trouble(symptom, description=note) for symptom in bad]


def sheet_of(work_list: WorkList, day: dt.date) -> Sheet:
    """Return the list as it stands on `day`: what is in use, and what was found though it was retired since."""
    found = {row.camera_id: row for row in work_list.cameras.all()}
    in_use = list(cameras_in_use(day).select_related("recorder"))
    if not work_list.is_open:
        in_use = list(_cameras_of(found))
    known = _known_faults()
    cameras = [CameraItem(camera, found.get(camera.pk), tuple(known.get(camera.pk, ()))) for camera in in_use]
    return Sheet(work_list, tuple(cameras), tuple(_recorder_items(work_list, day)))


def _cameras_of(found: dict[int, CheckedCamera]) -> list[Camera]:
    rows = Camera.objects.filter(pk__in=found).select_related("place", "recorder")
    return list(rows.order_by("place__order", "place__name", "code"))


def _known_faults() -> dict[int, list[Fault]]:
    known = defaultdict(list)
    for fault in Fault.objects.filter(status__in=UNREPAIRED).order_by("number"):
        if fault.camera_id:
            known[fault.camera_id].append(fault)
    return known


def _recorder_items(work_list: WorkList, day: dt.date) -> list[RecorderItem]:
    found = {row.recorder_id: row for row in work_list.recorders.select_related("recorder")}
    recorders = recorders_in_use(day) if work_list.is_open else [row.recorder for row in found.values()]
    return [RecorderItem(each, found.get(each.pk), _seen(found.get(each.pk))) for each in recorders]


def _seen(row: CheckedRecorder | None) -> RecorderSeen | None:
    if row is None:
        return None
    checked_on = local_date(row.checked_at)
    cameras = list(row.recorder.cameras.all())
    minimums = [plan_on(checked_on).minimum_days, *(each.minimum_days or 0 for each in cameras if not each.retired_on)]
    first = min((camera.installed_on for camera in cameras), default=None)
    return RecorderSeen(
        has_power=row.has_power,
        is_recording=row.is_recording,
        disk_is_healthy=row.disk_is_healthy,
        clock_offset_seconds=row.clock_offset_seconds,
        kept_days=(checked_on - row.earliest_day).days,
        required_days=required_days(minimums, first, checked_on),
    )

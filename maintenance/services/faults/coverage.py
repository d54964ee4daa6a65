"""A gap in the footage that nobody explains becomes a fault somebody has to look at (肆、三; issue 5).

It explains nothing until a person confirms it: then the outage has the gap's own beginning and end.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SchoolPlan
from cameras.models import Outage
from cameras.rules import Period, merged
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import rules, transitions
from maintenance.choices import FaultAction, FaultOrigin, FaultStatus, Symptom
from maintenance.models import Fault
from maintenance.selectors import darkened_by_others, first_day_looked_at, unexplained_gaps
from maintenance.services.faults.life import dismiss
from maintenance.services.faults.opening import open_by_itself
from maintenance.services.faults.telling import in_short, record
from printing.rules import local_date, short_moment, start_of_day
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from cameras.models import Camera

NO_LONGER = "影像已補齊，或缺漏時段已有中斷紀錄說明"
NAMED = 3


@transaction.atomic
def open_coverage_faults(now: dt.datetime) -> Outcome:
    """Open one fault for each camera with a gap nobody explains; keep the gaps of those that wait; end what is answered.

    A camera already known down opens nothing, and what was dismissed is not asked again, however long it lasts.
    """
    try:
        found, first = unexplained_gaps(now), start_of_day(first_day_looked_at(now))
    except SchoolPlan.DoesNotExist:
        return Outcome("尚未設定學校計畫，未檢查")
    waiting = {fault.camera_id: fault for fault in _of_coverage(FaultStatus.UNCONFIRMED).select_related("camera")}
    kept = sum(_keep(fault, found, first, now) for fault in waiting.values())
    opened = _open_new({camera: gaps for camera, gaps in found.items() if camera.pk not in waiting}, now)
    _tell(opened, now)
    words = f"查看 {len(found)} 支攝影機：新增 {len(opened)} 張待確認故障、更新 {kept} 張"
    return Outcome(words, acted=bool(opened or kept))


def _of_coverage(status: FaultStatus) -> QuerySet[Fault]:
    return Fault.objects.filter(origin=FaultOrigin.COVERAGE, status=status)


def _keep(fault: Fault, found: Mapping[Camera, Sequence[Period]], first: dt.datetime, now: dt.datetime) -> bool:
    """Let a fault that waits say what is missing now; return whether something changed.

    What began before `first` nobody can look at again: that stays as it was found.
    """
    if fault.camera is None or fault.camera not in found:
        return False  # its folder cannot be read: nothing is known
    past = [gap for gap in rules.gaps_of(fault.gaps) if gap.start < first]
    gaps = merged([*past, *found[fault.camera]])
    if not gaps:
        status = transitions.step(FaultStatus(fault.status), FaultAction.DISMISS)
        dismiss(fault, status, reason=NO_LONGER, actor=ledger.SYSTEM, now=now)
    elif (stored := rules.as_stored(gaps)) != fault.gaps:
        fault.gaps = stored
        fault.save(update_fields=["gaps"])
        record(Verb.FAULT_GAPS_CHANGED, fault, ledger.SYSTEM, now, gaps=in_words(gaps))
    else:
        return False
    return True


def _open_new(found: Mapping[Camera, Sequence[Period]], now: dt.datetime) -> list[Fault]:
    down = _known_down([camera for camera, gaps in found.items() if gaps])
    answered = _dismissed()
    opened = []
    for camera, gaps in found.items():
        asked = [gap for gap in gaps if not any(_overlap(gap, other) for other in answered[camera.pk])]
        if asked and camera.pk not in down:
            opened.append(_open(camera, asked, now))
    return opened


def _open(camera: Camera, gaps: Sequence[Period], now: dt.datetime) -> Fault:
    return open_by_itself(
        camera=camera, recorder=None, symptom=Symptom.NO_FOOTAGE, origin=FaultOrigin.COVERAGE,
        description=in_words(gaps), actor=ledger.SYSTEM, now=now, since=gaps[0].start, gaps=gaps,
    )  # fmt: skip


def _known_down(cameras: Sequence[Camera]) -> set[int]:
    """Return the cameras (keys) somebody knows to be without picture, or waits to be confirmed so."""
    running = Outage.objects.filter(camera__in=cameras, until=None).values_list("camera", flat=True)
    return set(running) | darkened_by_others(None, cameras, with_unconfirmed=True)


def _dismissed() -> dict[int, list[Period]]:
    answered: dict[int, list[Period]] = defaultdict(list)
    for camera_id, gaps in (
        _of_coverage(FaultStatus.DISMISSED).exclude(measures=NO_LONGER).values_list("camera", "gaps")
    ):
        answered[camera_id] += rules.gaps_of(gaps)
    return answered


def _overlap(one: Period, other: Period) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)


def in_words(gaps: Sequence[Period]) -> str:
    """Return for instance 115/11/21 19:09 至 115/11/22 07:00、115/11/22 13:00 起持續中."""
    named = "、".join(
        f"{short_moment(gap.start)} {'至 ' + short_moment(gap.end) if gap.end else '起持續中'}" for gap in gaps[:NAMED]
    )
    return f"{named}，共 {len(gaps)} 段" if len(gaps) > NAMED else named


def _tell(opened: Sequence[Fault], now: dt.datetime) -> None:
    """Tell who confirms, once: a dead switch is one notice, not thirty-six."""
    if not opened:
        return
    people = holders_of(Role.HANDLER, Role.GUARD, day=local_date(now))
    first = opened[0]
    if len(opened) == 1:
        text, url = f"待確認故障 {first.number}：{in_short(first)}", reverse("maintenance:fault", args=[first.number])
    else:
        text, url = f"待確認故障 {len(opened)} 件：影像缺漏", reverse("maintenance:fault-list")
    notify(recipients=people, text=text, url=url, subject=f"故障 {first.number}", now=now)

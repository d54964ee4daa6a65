"""The school's copies: one out of the folder, one on a stick in the safe, one of which half is still to be uploaded."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from accounts.models import User
from cameras.models import Camera
from printing.rules import TAIPEI
from retention.choices import EmergencyReason, MediumKind
from retention.rules import PART_BYTES
from retention.selectors import newest_check
from retention.services import confirm_hold, keep_in_emergency
from retention.services.copies import (
    Content,
    Label,
    make_copies,
    open_upload,
    queue_folder_copy,
    receive_part,
    store_medium,
)

if TYPE_CHECKING:
    from cameras.models import Recorder
    from retention.models import Hold

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PARTS = 3


def keep_copies(now: dt.datetime) -> None:
    """Let 警衛 keep three events of the last days in an emergency, and 承辦人 make a copy of each."""
    in_folder = _kept(("C01", "C03"), EmergencyReason.INJURY, _at(now - DAY, 12), now - DAY + HOUR)
    queue_folder_copy(hold_id=in_folder.pk, user=_handler(), now=now)
    make_copies(now)
    on_stick = _kept(("C22",), EmergencyReason.INTRUSION, _at(now - 3 * DAY, 17), now - 2 * DAY)
    store_medium(
        hold_id=on_stick.pk, content=_content(on_stick, witness="巴奈・古拉斯"), user=_handler(), now=now - DAY,
        label=Label(MediumKind.USB, "總務-115-07", "總務處保險櫃"),
    )  # fmt: skip
    coming = _kept(("C28", "C29"), EmergencyReason.THEFT, _at(now - 2 * DAY, 15), now - DAY)
    copy = open_upload(
        hold_id=coming.pk, content=_content(coming), name="NVR2_ch10_ch11.dav", size=PARTS * PART_BYTES,
        player="SmartPlayer 5", user=_handler(), now=now - HOUR,
    )  # fmt: skip
    for number in range(1, PARTS):
        receive_part(copy_id=copy.pk, number=number, plain=bytes([number]) * PART_BYTES, user=_handler(), now=now)


def _handler() -> User:
    return User.objects.get(username="handler")


def _at(moment: dt.datetime, hour: int) -> dt.datetime:
    return moment.astimezone(TAIPEI).replace(hour=hour, minute=10, second=0, microsecond=0)


def _kept(codes: tuple[str, ...], reason: EmergencyReason, start: dt.datetime, moment: dt.datetime) -> Hold:
    """Keep 20 minutes of some cameras: a guard in an emergency at `moment`, or as soon as they are over; 承辦人 confirms."""
    end = start + HOUR / 3
    seen, guard = max(moment, end), User.objects.get(username="guard")
    hold = keep_in_emergency(
        cameras=list(Camera.objects.filter(code__in=codes)), starts_at=start, ends_at=end, reason=reason,
        form_key=uuid.uuid4(), user=guard, now=seen,
    )  # fmt: skip
    return confirm_hold(hold_id=hold.pk, reference="", note="", user=_handler(), now=seen + HOUR / 2)


def _content(hold: Hold, witness: str = "") -> Content:
    recorder: Recorder | None = hold.cameras.all()[0].recorder
    check = newest_check(recorder) if recorder else None
    offset = check.clock_offset_seconds if check else 0
    return Content(list(hold.cameras.all()), hold.starts_at, hold.ends_at, recorder, offset, witness)

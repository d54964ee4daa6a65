"""What becomes of last year's copies: one destroyed last night, one that waits for 監銷人, one disputed, some that come due.

The bytes are our own clip; the holds rest on emergencies of a year ago that were confirmed and ended. Nobody in them exists.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from accounts.models import User
from cameras.models import Camera
from cctv_admin.demo.footage import CLIP, DAY, HOUR
from ledger.services import SYSTEM
from printing.rules import TAIPEI, local_date
from retention import services
from retention.choices import EmergencyReason, ListKind, MediumKind
from retention.rules import anniversary
from retention.services import copies, copy_destruction
from work.services import run_duty

if TYPE_CHECKING:
    from retention.models import EvidenceCopy, Hold

DUTY = "retention.tasks.destroy_copies"
KEPT = 60 * DAY
"""So long the holds of then were in force."""


def tell(now: dt.datetime) -> None:
    """Let the school have copies of a year ago, and let last night's run have done its duty."""
    people = {one.username: one for one in User.objects.filter(username__in=["handler", "supervisor", "guard"])}
    handler, supervisor = people["handler"], people["supervisor"]
    last_night = dt.datetime.combine(local_date(now), dt.time(2, 30), TAIPEI)
    last_night -= DAY if last_night > now else dt.timedelta()
    destroyed = _copy(people, "C33", local_date(last_night), EmergencyReason.CONFLICT)
    disputed = _copy(people, "C26", local_date(last_night) - DAY, EmergencyReason.INJURY)
    waiting = _copy(people, "C21", local_date(now) + 6 * DAY, EmergencyReason.THEFT)
    _medium(people, "C22", local_date(now) + 12 * DAY, EmergencyReason.INTRUSION)
    _copy(people, "C30", local_date(now) + 24 * DAY, EmergencyReason.INJURY)
    before = last_night - 4 * DAY
    copy_destruction.dispute_copy(copy_id=disputed.pk, reason="法定代理人對受傷經過仍有異議", user=handler, now=before)
    copy_destruction.sign_list(list_id=_list(destroyed, handler, before), user=supervisor, now=before + HOUR)
    run_duty(DUTY, copy_destruction.destroy_copies, clock=lambda: last_night)
    _list(waiting, handler, now - HOUR / 2)


def _list(copy: EvidenceCopy, handler: User, at: dt.datetime) -> int:
    wanted = copy_destruction.WantedList(ListKind.DUE, [copy.pk])
    return copy_destruction.open_list(wanted=wanted, user=handler, now=at).pk


def _hold(people: dict[str, User], code: str, due: dt.date, reason: EmergencyReason) -> Hold:
    """An emergency of the day that is a year before `due`, confirmed the day after."""
    start = dt.datetime.combine(anniversary(due, -1), dt.time(10), TAIPEI)
    hold = services.keep_in_emergency(
        cameras=Camera.objects.filter(code=code), starts_at=start, ends_at=start + HOUR / 2, reason=reason,
        form_key=uuid.uuid4(), user=people["guard"], now=start + HOUR,
    )  # fmt: skip
    services.confirm_hold(hold_id=hold.pk, reference="", note="", user=people["handler"], now=start + DAY)
    return hold


def _copy(people: dict[str, User], code: str, due: dt.date, reason: EmergencyReason) -> EvidenceCopy:
    hold = _hold(people, code, due, reason)
    made = hold.ends_at + DAY
    content = copies.Content(list(hold.cameras.all()), hold.starts_at, hold.ends_at, witness=people["supervisor"].name)
    plain = CLIP.read_bytes()
    copy = copies.open_upload(
        hold_id=hold.pk, content=content, name=f"{code}.mp4", size=len(plain), user=people["handler"], now=made
    )
    copies.receive_part(copy_id=copy.pk, number=1, plain=plain, user=people["handler"], now=made)
    copy = copies.finish_copy(copy.pk, made)
    services.release_hold(hold_id=hold.pk, reason="已處理完畢，影像已備份", actor=SYSTEM, now=made + KEPT)
    return copy


def _medium(people: dict[str, User], code: str, due: dt.date, reason: EmergencyReason) -> None:
    hold = _hold(people, code, due, reason)
    content = copies.Content(list(hold.cameras.all()), hold.starts_at, hold.ends_at)
    label = copies.Label(MediumKind.USB, "USB-115-03", "總務處保險櫃第二層")
    copies.store_medium(
        hold_id=hold.pk, content=content, label=label, user=people["handler"], now=hold.ends_at + DAY
    )  # fmt: skip
    services.release_hold(hold_id=hold.pk, reason="已處理完畢，影像已備份", actor=SYSTEM, now=hold.ends_at + KEPT)

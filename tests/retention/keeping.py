"""What the tests of holds begin with."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from accounts.models import User
from requests.choices import Need
from requests.services.drafts import Content, save_draft, submit
from retention.choices import DeletedBy, EmergencyReason, LayoutKind
from retention.models import FolderCamera, FootageSource, Hold
from retention.services import keep_in_emergency, record_hand_check
from work.models import Notice

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def emergency(cast: Cast, cameras: list[Camera], now: dt.datetime, **changes: Any) -> Hold:
    """The guard keeps the last half hour of C01."""
    asked: dict[str, Any] = {
        "cameras": cameras[:1], "starts_at": now - HOUR / 2, "ends_at": now, "reason": EmergencyReason.INJURY,
        "form_key": uuid.uuid4(), "user": cast.guard, "now": now,
    }  # fmt: skip
    return keep_in_emergency(**asked | changes)


def ask(
    cast: Cast, cameras: list[Camera], now: dt.datetime, *, days_ago: int = 3, id_number: str = ""
) -> ReviewRequest:
    """The teacher asks for a quarter of an hour of C01 and C02."""
    start = now - days_ago * DAY
    content = Content(
        need=Need.DUTY, relation="導師", phone="03-0000000", unit="五年三班", id_number=id_number, cameras=cameras[:2],
        places=[], starts_at=start, ends_at=start + HOUR / 4, long_period_reason="", reason="學生於走廊跌倒。",
    )  # fmt: skip
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def checked(camera: Camera, days: int, at: dt.datetime) -> None:
    """Somebody saw that the recorder of `camera` keeps `days` days."""
    record_hand_check(
        recorder=camera.recorder, earliest_day=at.date() - days * DAY, clock_offset_seconds=0,
        user=User.objects.get(username="guard"), now=at,
    )  # fmt: skip


def folder_of(cameras: list[Camera], now: dt.datetime, deleted_by: DeletedBy = DeletedBy.PRODUCT) -> FootageSource:
    """A folder of recordings of `cameras`."""
    source = FootageSource.objects.create(
        name=f"資料夾 {deleted_by}", path=f"/nowhere/{deleted_by}", layout=LayoutKind.FRIGATE, pattern="x",
        longest_seconds=10, deleted_by=deleted_by, registered_by="系統", registered_at=now, confirmed_at=now,
    )  # fmt: skip
    for camera in cameras:
        FolderCamera.objects.create(source=source, folder=camera.code, camera=camera)
    return source


def told(user: User, containing: str) -> int:
    """How many notices with these words somebody has."""
    return Notice.objects.filter(recipient=user, text__contains=containing).count()

"""Run inside a started interpreter: the acts a browser or a hold does, by the product's own services."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

PLAIN = 20 * 2**20
NAME = "NVR1_ch02.mp4"


def prepare(days: str, file: str) -> None:
    """Give the school a 承辦人, a hold on C02 `days` ago that owes a copy, an upload and a folder copy begun for it."""
    from django.utils import timezone  # noqa: PLC0415 - only once Django is set up

    from accounts.choices import Role  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415
    from accounts.services import appoint  # noqa: PLC0415
    from cameras.models import Camera  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.models import FootageSource  # noqa: PLC0415
    from retention.services import end_deletion, place_from_shell  # noqa: PLC0415
    from tests.copies.making import begin, file_of  # noqa: PLC0415

    now = timezone.now()
    handler = User.objects.create_user("handler", "游承堃", "Ruifeng-108-demo")
    since = dt.date(2020, 1, 1)
    appoint(user=handler, role=Role.HANDLER, title="事務組長", office="總務處", since=since, actor=SYSTEM, now=now)
    end_deletion(
        source_id=FootageSource.objects.get().pk, reason="測試", actor=SYSTEM, now=now
    )  # a recorder overwrites it: a copy is owed
    start = now - dt.timedelta(days=int(days))
    hold = place_from_shell(
        cameras=Camera.objects.filter(code="C02"), starts_at=start, ends_at=start + dt.timedelta(hours=1),
        reason="測試", actor=SYSTEM, now=now,
    )  # fmt: skip
    begin(hold, PLAIN, handler, now)
    Path(file).write_bytes(file_of(PLAIN))


def upload(file: str) -> None:
    """Send every part of the upload, as a browser that begins anew does; one that was received changes nothing."""
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from retention.choices import CopyState, CopyWay  # noqa: PLC0415
    from retention.models import EvidenceCopy  # noqa: PLC0415
    from retention.services.copies import receive_part  # noqa: PLC0415
    from tests.copies.making import parts_of  # noqa: PLC0415

    now, handler = timezone.now(), User.objects.get(username="handler")
    copy = EvidenceCopy.objects.get(way=CopyWay.UPLOAD)
    if copy.state == CopyState.RECEIVING:
        for number, plain in parts_of(Path(file).read_bytes()).items():
            if receive_part(copy_id=copy.pk, number=number, plain=plain, user=handler, now=now).is_complete:
                break  # a killed run had received the others already

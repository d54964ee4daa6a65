"""管理檢視: who looked without a case says so — a test, the clock, an emergency (ruling 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import ManagementPurpose
from requests.models import ManagementViewing
from requests.services.viewings.errors import ViewingRefused

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

    from accounts.models import User
    from cameras.models import Camera

ONE_MINUTE = 60


class NotOnWatch(PermissionDenied):
    """Only who watches, or answers for who watches, looks without a case."""

    def __init__(self) -> None:
        super().__init__("管理檢視限警衛、承辦人、處室主管及校長登錄。")


@transaction.atomic
def record_look(
    *,
    purpose: ManagementPurpose,
    reason: str,
    cameras: Collection[Camera],
    started_at: dt.datetime,
    ended_at: dt.datetime,
    form_key: uuid.UUID,
    user: User,
    now: dt.datetime,
) -> ManagementViewing:
    """Record that `user` looked. The same form twice is one row. Raises NotOnWatch, ViewingRefused."""
    if not policies.may_look(user, now):
        raise NotOnWatch
    if known := ManagementViewing.objects.filter(form_key=form_key, person=user).first():
        return known
    if not cameras:
        raise ViewingRefused("請選擇所檢視的攝影機。", field="cameras")
    if not reason.strip():
        raise ViewingRefused("請填寫事由，例如：主機校時後確認時間。", field="reason")
    if not started_at < ended_at <= now:
        raise ViewingRefused("檢視起迄須依序，且不能在未來。", field="started_at")
    words = accounts.in_words(user, now)
    look = ManagementViewing.objects.create(
        purpose=purpose, reason=reason.strip(), started_at=started_at, ended_at=ended_at, person=user,
        person_name=words.name, recorded_at=now, form_key=form_key,
    )  # fmt: skip
    look.cameras.set(cameras)
    detail = {
        "purpose": ManagementPurpose(purpose).label,
        "cameras": "、".join(sorted(camera.code for camera in cameras)),
        "minutes": str(max(1, round((ended_at - started_at).total_seconds() / ONE_MINUTE))),
        "reason": look.reason,
    }
    said = selectors.MANAGEMENT_VIEWINGS.said(look)
    ledger.append(verb=Verb.MANAGEMENT_VIEWED, actor=words, detail=detail, now=now, **said)
    return look

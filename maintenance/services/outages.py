"""Why there is no footage where nothing is broken: 停電, 施工, 保養, 扣押, 其他 (ruling 18), for several cameras at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from cameras.choices import OutageCause
from cameras.models import Outage
from cameras.services import OutageError, close_outage, hold_still, open_outage, withdraw_outage
from maintenance import policies
from maintenance.rules import MINUTE
from printing.rules import local_date, long_date
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from cameras.models import Camera
    from ledger.services import Actor


class OutageRefused(Exception):
    """The outage cannot be recorded that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def record_outages(
    *,
    cameras: Sequence[Camera],
    cause: OutageCause,
    reference: str,
    since: dt.datetime,
    until: dt.datetime | None,
    user: User,
    now: dt.datetime,
) -> list[Outage]:
    """Record one outage of each camera, running on while `until` is None. Raises OutageRefused."""
    _require_may(user, now)
    if cause == OutageCause.FAULT:
        raise OutageRefused("故障請用「回報故障」登錄，中斷紀錄會自動成立。", field="cause")
    if since > now:
        raise OutageRefused("起不可晚於現在；請於開始中斷後登錄。", field="since")
    _require_installed(cameras, since)
    if until is not None and not since < until <= now + MINUTE:
        raise OutageRefused("迄必須晚於起，且不可晚於現在；尚未恢復請留白。", field="until")
    actor = in_words(user, now)
    hold_still(cameras)
    made = [
        open_outage(camera=camera, cause=cause, reference=reference, since=since, until=until, actor=actor, now=now)
        for camera in cameras
    ]
    ring("retention.tasks.check_minimum_retention")  # what is explained is no finding any more
    return made


def _require_installed(cameras: Sequence[Camera], since: dt.datetime) -> None:
    late = [camera for camera in cameras if local_date(since) < camera.installed_on]
    if late:
        first = late[0]
        words = f"起不可早於攝影機 {first.code} 的啟用日（{long_date(first.installed_on)}）；請核對年月日。"
        raise OutageRefused(words, field="since")


@transaction.atomic
def end_outages(*, outages: Sequence[Outage], until: dt.datetime, user: User, now: dt.datetime) -> list[Outage]:
    """Record since when each of these cameras has a picture again: all of them, or none. Raises OutageRefused.

    A fault's outage ends with its repair.
    """
    _require_may(user, now)
    if until > now + MINUTE:
        raise OutageRefused("恢復時間不可晚於現在。", field="until")
    actor = in_words(user, now)
    hold_still([outage.camera for outage in outages])
    return [_end(outage, until, actor, now) for outage in outages]


def _end(outage: Outage, until: dt.datetime, actor: Actor, now: dt.datetime) -> Outage:
    if outage.cause == OutageCause.FAULT:
        raise OutageRefused(f"這段中斷屬於故障單 {outage.reference}，登錄修復時會一併結束。")
    try:
        return close_outage(outage_id=outage.pk, until=until, actor=actor, now=now)
    except OutageError as error:
        raise OutageRefused(f"攝影機 {outage.camera.code}：{error}", field=error.field) from error


@transaction.atomic
def withdraw_outages(*, outages: Sequence[Outage], reason: str, user: User, now: dt.datetime) -> None:
    """Take back what was entered by mistake of these cameras: all of it, or nothing. Raises OutageRefused.

    A fault's outage is taken back with its fault (判定非故障).
    """
    _require_may(user, now)
    actor = in_words(user, now)
    hold_still([outage.camera for outage in outages])
    for outage in outages:
        _withdraw(outage, reason, actor, now)
    ring("retention.tasks.check_minimum_retention")  # what it explained is missing again


def _withdraw(outage: Outage, reason: str, actor: Actor, now: dt.datetime) -> None:
    if outage.cause == OutageCause.FAULT:
        raise OutageRefused(f"這段中斷屬於故障單 {outage.reference}，請在故障單判定非故障。")
    try:
        withdraw_outage(outage_id=outage.pk, reference=None, reason=reason, actor=actor, now=now)
    except Outage.DoesNotExist as error:
        raise OutageRefused(f"攝影機 {outage.camera.code} 的這段中斷已經撤銷，請重新整理頁面。") from error


def _require_may(user: User, now: dt.datetime) -> None:
    if not policies.may_record_outages(user, local_date(now)):
        raise OutageRefused("只有承辦人可以登錄影像中斷。")

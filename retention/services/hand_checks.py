"""Hand checks: what a person reads off a recorder every week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date
from retention import policies
from retention.models import HandCheck
from retention.rules import BEFORE_THIS_CLOCKS_ARE_WRONG
from retention.selectors import HAND_CHECKS
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from cameras.models import Recorder


class HandCheckError(Exception):
    """The check cannot be recorded that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def record_hand_check(
    *, recorder: Recorder, earliest_day: dt.date, clock_offset_seconds: int, user: User, now: dt.datetime
) -> HandCheck:
    """Record the earliest playable day of a recorder in use and how far its clock is off. Raises HandCheckError."""
    today = local_date(now)
    if not policies.may_check(user, today):
        raise HandCheckError("只有承辦人及警衛可以登錄影像查核。")
    if recorder.retired_on and recorder.retired_on <= today:
        raise HandCheckError(f"主機 {recorder.code} 已停用。", field="recorder")
    if earliest_day > today:
        raise HandCheckError("最早可播放日不可晚於今天。", field="earliest_day")
    if earliest_day < BEFORE_THIS_CLOCKS_ARE_WRONG:
        raise HandCheckError("這個日期不合理，主機時鐘可能已重設，請先校正時間再查核。", field="earliest_day")
    actor = in_words(user, now)
    check = HandCheck.objects.create(
        recorder=recorder,
        checked_at=now,
        checked_by=actor.name,
        earliest_day=earliest_day,
        clock_offset_seconds=clock_offset_seconds,
    )
    ring("retention.tasks.remind_backups")  # copies may be due earlier than was thought
    words = {"earliest": long_date(earliest_day), "offset": str(clock_offset_seconds)}
    ledger.append(verb=Verb.HAND_CHECK_RECORDED, actor=actor, detail=words, now=now, **HAND_CHECKS.said(check))
    return check

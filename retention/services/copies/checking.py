"""Every copy is hashed again on a schedule; what is not what was taken in raises an alarm (伍、三「妥善保管」)."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from retention import storage
from retention.choices import CopyMedium, CopyState, FindingKind
from retention.models import EvidenceCopy
from retention.services.copies.finishing import digest_of_parts, verify
from retention.services.copies.reading import mark_damaged
from retention.services.findings import keep
from work.services import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = dt.timedelta(days=30)
LONGEST_SECONDS = 2 * 3600
"""So long one night's check goes on; what it did not come to is the oldest tomorrow."""


def check_copies(now: dt.datetime, *, seconds: Callable[[], float] = time.monotonic) -> Outcome:
    """Hash the copies not looked at for a month, the longest unseen first, and keep the findings about damaged ones."""
    began, looked_at = seconds(), 0
    for copy in _due(now):
        if seconds() - began > LONGEST_SECONDS:
            break
        looked_at += check_copy(copy.pk, now)
    keep_damaged(now)
    return Outcome(f"驗證留存檔 {looked_at} 份")


def _due(now: dt.datetime) -> list[EvidenceCopy]:
    kept = EvidenceCopy.objects.filter(state=CopyState.FINISHED, medium=CopyMedium.FILE, damaged_at=None)
    return list(kept.filter(Q(checked_at=None) | Q(checked_at__lte=now - EVERY)).order_by("checked_at", "pk"))


def check_copy(copy_id: int, now: dt.datetime) -> bool:
    """Hash one copy again; say whether it was looked at. A destruction that has the copy's turn goes first."""
    copy = EvidenceCopy.objects.get(pk=copy_id)
    try:
        with storage.turn_at(copy.key):
            copy.refresh_from_db()
            if copy.state != CopyState.FINISHED:
                return False
            problem = _problem_of(copy)
    except storage.SourceBusy:
        return False
    if problem:
        mark_damaged(copy.pk, problem, now)
    else:
        EvidenceCopy.objects.filter(pk=copy.pk).update(checked_at=now)
    return True


def _problem_of(copy: EvidenceCopy) -> str:
    if digest_of_parts(copy) != copy.parts_sha256:
        return "分段紀錄與完成時不符"
    try:
        found = verify(copy)
    except storage.PartBroken as broken:
        return str(broken)
    return "" if (found.sha256, found.size) == (copy.sha256, copy.size) else "內容與完成時的雜湊不符"


@transaction.atomic
def keep_damaged(now: dt.datetime) -> None:
    """Let the findings about damaged copies say what is so now."""
    damaged = EvidenceCopy.objects.filter(state=CopyState.FINISHED).exclude(damaged_at=None)
    words = {copy.number: f"{copy} {copy.problem}，請勿覆蓋，並通知系統管理人員" for copy in damaged}
    keep({FindingKind.COPY_DAMAGED: words}, now)

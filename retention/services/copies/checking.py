"""Every copy is hashed again on a schedule; what is not what was taken in raises an alarm (伍、三「妥善保管」)."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyMedium, CopyState, FindingKind
from retention.models import EvidenceCopy
from retention.selectors import COPIES
from retention.services.copies.finishing import digest_of_parts, verify
from retention.services.copies.reading import mark_damaged
from retention.services.copies.store import StoreAway, require_store
from retention.services.findings import keep
from work.services import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = dt.timedelta(days=30)
LONGEST_SECONDS = 2 * 3600
"""So long one night's check goes on; what it did not come to is the oldest tomorrow."""


def check_copies(now: dt.datetime, *, seconds: Callable[[], float] = time.monotonic) -> Outcome:
    """Hash the copies not looked at for a month, the longest unseen first, and keep the findings about damaged ones.

    What was found damaged is looked at every night: a part that was put back from a backup is sound again.
    """
    began, looked_at = seconds(), 0
    try:
        for copy in _due(now):
            if seconds() - began > LONGEST_SECONDS:
                break
            looked_at += check_copy(copy.pk, now)
    except StoreAway as away:
        return Outcome(f"驗證留存檔 {looked_at} 份；未執行：{away}")
    keep_damaged(now)
    return Outcome(f"驗證留存檔 {looked_at} 份")


def check_every_copy(now: dt.datetime) -> tuple[int, list[EvidenceCopy]]:
    """Hash every copy there is again; return how many were looked at and which are damaged. Raises StoreAway."""
    kept = EvidenceCopy.objects.filter(state=CopyState.FINISHED, medium=CopyMedium.FILE).order_by("pk")
    looked_at = sum(check_copy(key, now) for key in list(kept.values_list("pk", flat=True)))
    keep_damaged(now)
    return looked_at, list(kept.exclude(damaged_at=None))


def _due(now: dt.datetime) -> list[EvidenceCopy]:
    kept = EvidenceCopy.objects.filter(state=CopyState.FINISHED, medium=CopyMedium.FILE)
    is_due = Q(checked_at=None) | Q(checked_at__lte=now - EVERY) | Q(damaged_at__isnull=False)
    return list(kept.filter(is_due).order_by("checked_at", "pk"))


def check_copy(copy_id: int, now: dt.datetime) -> bool:
    """Hash one copy again; say whether it was looked at. A destruction that has the copy's turn goes first.

    Raises StoreAway.
    """
    require_store()
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
        _mark_sound(copy.pk, now)
    return True


@transaction.atomic
def _mark_sound(copy_id: int, now: dt.datetime) -> None:
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    was_damaged, copy.checked_at = copy.damaged_at is not None, now
    copy.damaged_at, copy.problem = None, "" if was_damaged else copy.problem
    copy.save(update_fields=["checked_at", "damaged_at", "problem"])
    if was_damaged:
        ledger.append(verb=Verb.COPY_SOUND, actor=SYSTEM, now=now, **COPIES.said(copy))


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

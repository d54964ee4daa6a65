"""The duty of copies on their way: jobs from folders, and the finishing job of whatever was taken in."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyMedium, CopyState, CopyWay
from retention.models import EvidenceCopy
from retention.services.copies.errors import CopyError
from retention.services.copies.finishing import finish_copy
from retention.services.copies.from_folders import copy_from_folders, due_folder_copies
from retention.services.copies.receiving import give_up_from_shell
from retention.services.copies.store import StoreAway
from work.services import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

FORGOTTEN_AFTER = dt.timedelta(days=7)
FORGOTTEN = "逾七日未完成上傳"


def make_copies(now: dt.datetime) -> Outcome:
    """Copy what waits for a folder job, then finish whatever was taken in; one busy or broken copy stops no other."""
    for key in due_folder_copies(now):
        _at(copy_from_folders, key, now)
    due = EvidenceCopy.objects.filter(state=CopyState.FINISHING).order_by("opened_at", "pk")
    finished = [copy for key in list(due.values_list("pk", flat=True)) if (copy := _at(finish_copy, key, now))]
    _give_up_stale(now)
    made = [copy.number for copy in finished if copy.state == CopyState.FINISHED]
    return Outcome(f"完成留存檔 {'、'.join(made)}" if made else "沒有待完成的留存檔")


def _give_up_stale(now: dt.datetime) -> None:
    """Give up what nobody sent on for a week, and take away bytes that a kill left behind a copy given up.

    What was whole once and waits for a part to be sent again has a problem: that one a person gives up, or its due day.
    """
    since = now - FORGOTTEN_AFTER
    begun = EvidenceCopy.objects.filter(state=CopyState.RECEIVING, problem="", opened_at__lt=since)
    stale = begun.exclude(way=CopyWay.FOLDER).exclude(parts__taken_at__gte=since)
    for key in list(stale.values_list("pk", flat=True)):
        with contextlib.suppress(CopyError):
            give_up_from_shell(copy_id=key, reason=FORGOTTEN, actor=SYSTEM, now=now)
    for copy in EvidenceCopy.objects.filter(state=CopyState.ABANDONED, medium=CopyMedium.FILE):
        if storage.has_parts(copy.key):
            storage.drop_parts(copy.key)


def _at(work: Callable[[int, dt.datetime], EvidenceCopy], key: int, now: dt.datetime) -> EvidenceCopy | None:
    try:
        return work(key, now)
    except (storage.SourceBusy, StoreAway):  # the next run sees to it
        return None

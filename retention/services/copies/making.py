"""The duty of copies on their way: jobs from folders, and the finishing job of whatever was taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention import storage
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copies.finishing import finish_copy
from retention.services.copies.from_folders import copy_from_folders, due_folder_copies
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable


def make_copies(now: dt.datetime) -> Outcome:
    """Copy what waits for a folder job, then finish whatever was taken in; one busy or broken copy stops no other."""
    for key in due_folder_copies(now):
        _at(copy_from_folders, key, now)
    due = EvidenceCopy.objects.filter(state=CopyState.FINISHING).order_by("opened_at", "pk")
    finished = [copy for key in list(due.values_list("pk", flat=True)) if (copy := _at(finish_copy, key, now))]
    made = [copy.number for copy in finished if copy.state == CopyState.FINISHED]
    return Outcome(f"完成留存檔 {'、'.join(made)}" if made else "沒有待完成的留存檔")


def _at(work: Callable[[int, dt.datetime], EvidenceCopy], key: int, now: dt.datetime) -> EvidenceCopy | None:
    try:
        return work(key, now)
    except storage.SourceBusy:
        return None

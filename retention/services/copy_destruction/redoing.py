"""`evidence redo`: what is known to be destroyed is destroyed again at once, also by the list of another installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention import storage
from retention.services.copy_destruction.carrying_out import Run, finish_begun, settle_list
from retention.services.copy_destruction.errors import ListError
from retention.services.copy_destruction.grounds import is_ours, opened_store, the_store
from retention.services.copy_destruction.known import Redone, redo_known_destructions
from retention.storage import SourceBusy

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor


def redo_from(path: str, *, actor: Actor, now: dt.datetime) -> Redone:
    """Do again what our own list knows and, where `path` names a list, what that one knows. Raises ListError."""
    store = the_store()
    try:
        graves = storage.read_graves_at(path) if path else None
    except OSError as error:
        raise ListError(f"無法讀取銷毀紀錄 {path}（{error.strerror}）。") from error
    try:
        with storage.turn_at(store.token), opened_store(store, now) as root:
            if root is None or not is_ours(store, root):
                raise ListError("留存檔的資料夾無法讀取，或不屬於本系統；請確認已掛載，或先執行 evidence adopt。")
            run = Run(root, actor, now)
            failed = finish_begun(run)
            settle_list(run)
            done = redo_known_destructions(run)
            if graves:
                other = redo_known_destructions(run, graves)
                done = Redone(done.numbers + other.numbers, done.failed | other.failed, graves.unreadable)
            done.failed |= failed
            return done
    except SourceBusy as error:
        raise ListError("另一次銷毀正在進行，請稍後再執行。") from error

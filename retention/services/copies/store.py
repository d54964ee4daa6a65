"""Is the folder of copies the one that was marked? A disk that is not mounted takes nothing in, and proves nothing lost."""

from __future__ import annotations

from retention import storage
from retention.models import CopyStore
from retention.services.copies.errors import CopyError

ELSEWHERE = "留存檔的存放處未掛載，或不是本系統的資料夾；請通知系統管理人員確認後再試。"


class StoreAway(CopyError):
    """The folder of copies is not to be had, or is another one; what lies in it is not looked at."""


def require_store() -> None:
    """Raise StoreAway unless the folder of copies carries our mark, where one was ever set."""
    store = CopyStore.objects.exclude(marked_at=None).first()
    if store is None:
        return
    try:
        with storage.open_root(str(storage.copies_root())) as root:
            marker = storage.read_marker(root)
    except OSError as error:
        raise StoreAway(ELSEWHERE) from error
    if marker is None or marker.token != store.token:
        raise StoreAway(ELSEWHERE)

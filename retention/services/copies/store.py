"""Is the folder of copies the one that was marked? A disk that is not mounted takes nothing in, and proves nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention import storage
from retention.models import CopyStore
from retention.services.copies.errors import CopyError

if TYPE_CHECKING:
    import uuid

ELSEWHERE = "留存檔的存放處未掛載，或不是本系統的資料夾；請通知系統管理人員確認後再試。"


class StoreAway(CopyError):
    """The folder of copies is not to be had, or is another one; what lies in it is not looked at."""


def require_store() -> None:
    """Raise StoreAway unless the folder of copies carries our mark, where one was ever set."""
    token = token_of_store()
    if token is None:
        return
    try:
        found = token_in_folder()
    except OSError as error:
        raise StoreAway(ELSEWHERE) from error
    if found != token:
        raise StoreAway(ELSEWHERE)


def token_of_store() -> uuid.UUID | None:
    """Return the token the folder of copies was marked with; None before it ever was."""
    return CopyStore.objects.exclude(marked_at=None).values_list("token", flat=True).first()


def token_in_folder() -> uuid.UUID | None:
    """Return the token the folder of copies carries now. Raises OSError; of another machine's disk it may take for ever."""
    with storage.open_root(str(storage.copies_root())) as root:
        marker = storage.read_marker(root)
    return marker.token if marker else None

"""Which file an upload brings: said by the browser before its parts come, or by the one stream that brings it whole."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from retention import policies, storage
from retention.choices import CopyState, CopyWay, Refusal
from retention.models import EvidenceCopy
from retention.services.copies.errors import CopyError, refuse
from retention.services.copies.opening import LARGEST_IN_ONE_FIELD, NO_ROOM, require_file, require_room
from retention.services.copies.receiving import CopyBusy, Received, keep_stream, received

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User

TOO_LONG = "不使用 JavaScript 時，檔案不得超過 2 GiB；請改用支援的瀏覽器分段上傳，或將影像分段匯出。"
FORM_SLACK = 2**20
"""So many bytes a form may have beside its file."""


@transaction.atomic
def announce_file(*, copy_id: int, name: str, size: int, user: User, now: dt.datetime) -> Received:
    """Say which file is about to come, and return which of its parts are there already.

    Once a part has come, only the same name and size will do: an upload goes on after a restart with the same file.
    Raises CopyRefused (another person, a copy that takes no more; each an entry), CopyError.
    """
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    _require_open(copy, user, now)
    if copy.parts.exists():
        if (name, size) != (copy.original_name, copy.declared_size):
            raise CopyError(
                f"這不是先前上傳的檔案。請選擇「{copy.original_name}」（{copy.declared_size:,} 位元組）；"
                "要改用其他檔案，請先放棄這份留存檔再重新製作。",
                field="file",
            )
        return received(copy)
    require_file(name, size, but=copy.pk)
    copy.original_name, copy.declared_size = name[:200], size
    copy.save(update_fields=["original_name", "declared_size"])
    return received(copy)


def _require_open(copy: EvidenceCopy, user: User, now: dt.datetime) -> None:
    if copy.made_account != user.username or policies.makes_copies(user, copy.hold, now) is None:
        raise refuse(copy, Refusal.NOT_ALLOWED, "只有開始這份留存檔的人員可以上傳。", user, now)
    if copy.way != CopyWay.UPLOAD or copy.state != CopyState.RECEIVING:
        raise refuse(copy, Refusal.CLOSED, "這份留存檔已不再接收檔案，請重新整理頁面。", user, now)


@dataclass(slots=True)
class Stream:
    """A file on its way in as one stream; `keep` writes that it is there."""

    copy: EvidenceCopy
    writer: storage.PartWriter
    is_kept: bool = field(default=False)

    def write(self, data: bytes) -> None:
        """Take the next bytes. Raises CopyError when the file is longer than one field may be, OSError."""
        if self.writer.size + len(data) > LARGEST_IN_ONE_FIELD:
            raise CopyError(TOO_LONG, field="file")
        self.writer.write(data)

    def keep(self, name: str) -> None:
        """Write that all of it was taken in. Raises CopyError, OSError."""
        if not self.writer.size:
            raise CopyError("請選擇檔案。", field="file")
        keep_stream(self.copy.pk, self.writer.close(), name)
        self.is_kept = True


@contextlib.contextmanager
def one_stream(*, copy_id: int, length: int, user: User, now: dt.datetime) -> Iterator[Stream]:
    """Open a copy to a stream of `length` bytes at most; what is not kept at the end is taken away again.

    Person, state, length and room are asked before a byte is read. Raises CopyRefused (each an entry), CopyBusy, CopyError.
    """
    copy = EvidenceCopy.objects.select_related("hold").get(pk=copy_id)
    _require_open(copy, user, now)
    if not 0 < length <= LARGEST_IN_ONE_FIELD + FORM_SLACK:
        raise CopyError(TOO_LONG if length else "請選擇檔案。", field="file")
    require_room(length, but=copy.pk)
    try:
        with storage.turn_at(copy.key), storage.PartWriter(copy.key, copy.recipient) as writer:
            stream = Stream(copy, writer)
            try:
                yield stream
            finally:
                if writer.size and not stream.is_kept:
                    writer.abandon()
                    _forget(copy)
    except storage.SourceBusy as error:
        raise CopyBusy from error
    except OSError as error:
        raise CopyError(NO_ROOM, field="file") from error


def _forget(copy: EvidenceCopy) -> None:
    """Let a stream that broke off, and whatever it came in place of, be gone: the upload begins anew."""
    with transaction.atomic():
        stored = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy.pk)
        if stored.state == CopyState.RECEIVING:
            stored.parts.all().delete()
            transaction.on_commit(lambda: storage.drop_parts(copy.key))

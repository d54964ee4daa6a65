"""The finishing job: every part is read from the disk again and opened; only then is a copy 已備份 (house, "Evidence copies")."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from retention import rules, storage
from retention.choices import CopyState, CopyWay
from retention.models import CopyFile, EvidenceCopy
from retention.selectors import COPIES
from retention.services.backups import write_covered
from retention.services.copies.opening import record_made
from retention.services.copies.store import require_store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from cameras.models import Camera
    from retention.models import CopyPart


@dataclass(slots=True)
class Verified:
    """What the plain bytes of a copy are: size, SHA-256, their first bytes, and the SHA-256 of each file by position."""

    size: int = 0
    sha256: str = ""
    head: bytes = b""
    files: dict[int, str] = field(default_factory=dict)
    heads: dict[int, bytes] = field(default_factory=dict)


def taken_parts(copy: EvidenceCopy, numbers: Sequence[int] | None = None) -> list[storage.TakenPart]:
    """Return the parts of a copy as they were taken in; only those with `numbers`."""
    rows = copy.parts.order_by("number")
    rows = rows if numbers is None else rows.filter(number__in=numbers)
    return [_as_taken(row) for row in rows]


def _as_taken(row: CopyPart) -> storage.TakenPart:
    return storage.TakenPart(row.number, row.size, row.plain_sha256, row.sealed_sha256)


def verify(copy: EvidenceCopy) -> Verified:
    """Open every part of a copy in order and hash what it says. Raises storage.PartBroken."""
    found, whole = Verified(), hashlib.sha256()
    files = _FileHashes(list(copy.files.all()))
    for plain in storage.plain_parts(copy.key, taken_parts(copy), copy.identity):
        whole.update(plain)
        files.update(found.size, plain)
        found.head = found.head or plain[: rules.HEAD_BYTES]
        found.size += len(plain)
    found.sha256, found.files, found.heads = whole.hexdigest(), files.digests(), files.heads
    return found


class _FileHashes:
    """Hashes the files that lie one after the other in a stream."""

    def __init__(self, files: Sequence[CopyFile]) -> None:
        self._files = files
        self._hashes = {file.position: hashlib.sha256() for file in files}
        self.heads = dict.fromkeys(self._hashes, b"")
        self._next = 0

    def update(self, at: int, plain: bytes) -> None:
        """Take the bytes of the stream that begin at `at`."""
        view, end = memoryview(plain), at + len(plain)
        while self._next < len(self._files):
            file = self._files[self._next]
            piece = view[max(file.offset - at, 0) : max(file.offset + file.size - at, 0)]
            self._hashes[file.position].update(piece)
            if len(self.heads[file.position]) < rules.HEAD_BYTES:
                self.heads[file.position] = (self.heads[file.position] + bytes(piece[: rules.HEAD_BYTES]))[
                    : rules.HEAD_BYTES
                ]
            if file.offset + file.size > end:
                return
            self._next += 1

    def digests(self) -> dict[int, str]:
        return {position: digest.hexdigest() for position, digest in self._hashes.items()}


def finish_copy(copy_id: int, now: dt.datetime) -> EvidenceCopy:
    """Verify a copy that was taken in and record that it is made.

    Raises SourceBusy when another process is at it, StoreAway while the folder of copies is not to be had.

    A part that is not what was taken in is asked for again: the copy goes back to where parts are received. One that the
    disk does not give now is no such part: the copy stays whole, says so, and the next run reads it again.
    """
    require_store()
    copy = EvidenceCopy.objects.get(pk=copy_id)
    with storage.turn_at(copy.key):
        copy.refresh_from_db()
        if copy.state != CopyState.FINISHING:
            return copy
        try:
            return _record(copy_id, verify(copy), now)
        except storage.PartDoubtful as doubtful:
            return _try_later(copy_id, doubtful)
        except storage.PartBroken as broken:
            require_store()
            return _ask_again(copy_id, broken, now)


@transaction.atomic
def _record(copy_id: int, found: Verified, now: dt.datetime) -> EvidenceCopy:
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.state != CopyState.FINISHING:  # given up meanwhile
        return copy
    if not copy.files.exists():
        CopyFile.objects.create(
            copy=copy, position=1, name=copy.original_name, offset=0, size=found.size, sha256=found.sha256,
            content_type=rules.video_type(found.head), camera=_only_camera(copy),
        )  # fmt: skip
    for file in copy.files.filter(position__in=found.files):
        file.sha256, file.content_type = found.files[file.position], rules.video_type(found.heads[file.position])
        file.save(update_fields=["sha256", "content_type"])
    copy.state, copy.problem, copy.finished_at, copy.checked_at = CopyState.FINISHED, "", now, now
    copy.size, copy.sha256, copy.content_type = found.size, found.sha256, rules.video_type(found.head)
    copy.parts_sha256 = digest_of_parts(copy)
    copy.save(
        update_fields=[
            "state", "problem", "finished_at", "checked_at", "size", "sha256", "content_type", "parts_sha256",
        ]
    )  # fmt: skip
    tasks = write_covered(copy.number, SYSTEM, now)
    record_made(copy, tasks, SYSTEM, f"製作人 {copy.made_by}，{copy.size} 位元組，SHA-256 {copy.sha256}", now)
    return copy


def _only_camera(copy: EvidenceCopy) -> Camera | None:
    cameras = list(copy.cameras.all()[:2])
    return cameras[0] if len(cameras) == 1 else None


def digest_of_parts(copy: EvidenceCopy) -> str:
    """Return the SHA-256 over the sealed parts' own, in order: who exchanges a part and its row is found by the ledger."""
    digest = hashlib.sha256()
    for number, sealed in copy.parts.order_by("number").values_list("number", "sealed_sha256"):
        digest.update(f"{number}:{sealed}\n".encode())
    return digest.hexdigest()


@transaction.atomic
def _try_later(copy_id: int, doubtful: storage.PartDoubtful) -> EvidenceCopy:
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.state == CopyState.FINISHING:
        copy.problem = str(doubtful)
        copy.save(update_fields=["problem"])
    return copy


@transaction.atomic
def _ask_again(copy_id: int, broken: storage.PartBroken, now: dt.datetime) -> EvidenceCopy:
    """Ask for a part again. Of a folder's copy all parts stay until its recordings are there to be copied once more."""
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.state != CopyState.FINISHING:  # given up meanwhile
        return copy
    if copy.way == CopyWay.FOLDER:
        copy.state = CopyState.WAITING
        copy.problem = f"{broken}；將重新複製"
    else:
        copy.state = CopyState.RECEIVING
        copy.problem = f"{broken}；請再上傳同一個檔案，已完成的分段不會重傳"
        copy.parts.filter(number=broken.number).delete()
    copy.save(update_fields=["state", "problem"])
    ledger.append(verb=Verb.COPY_DAMAGED, actor=SYSTEM, detail={"problem": str(broken)}, now=now, **COPIES.said(copy))
    return copy

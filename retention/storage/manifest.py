"""The manifest: every recording a destruction may take, durable on disk before the first one goes.

One JSON line a batch: the folder below the source's root, the camera's folder name, and [name, start, size] of at most
`BATCH` recordings (start in seconds since 1970 by the recorder's clock). Names keep every byte they have on disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator

BATCH = 1000


class ManifestError(Exception):
    """The manifest cannot be written, or is not the one the database knows; the message says which."""


class Recording(NamedTuple):
    """One recording as a manifest names it."""

    name: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Batch:
    """At most `BATCH` recordings of one folder and camera."""

    folder: str
    camera: str
    recordings: list[Recording]


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest as it lies on the disk."""

    sha256: str
    files: int
    size: int


def path_of(manifest: uuid.UUID) -> Path:
    """Return where the manifest with this id lies."""
    return Path(settings.RETENTION_DIR) / "manifests" / f"{manifest}.jsonl"


def write_manifest(manifest: uuid.UUID, batches: Iterable[Batch]) -> Written:
    """Write all batches durably under the manifest's name, whole or not at all. Raises ManifestError."""
    final = path_of(manifest)
    part = final.with_suffix(".part")
    digest, files, size = hashlib.sha256(), 0, 0
    try:
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_abandoned(final.parent)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            for batch in batches:
                line = (
                    json.dumps([batch.folder, batch.camera, batch.recordings], separators=(",", ":")).encode() + b"\n"
                )
                file.write(line)
                digest.update(line)
                files += len(batch.recordings)
                size += sum(recording.size for recording in batch.recordings)
            file.flush()
            os.fsync(file.fileno())
        part.replace(final)
        sync_folder(final.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise ManifestError(f"銷毀清單無法寫入：{error.strerror}") from error
    return Written(digest.hexdigest(), files, size)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a killed writer left half written; a writer at work holds a lock on its own."""
    for part in folder.glob("*.part"):
        with contextlib.suppress(BlockingIOError, FileNotFoundError), part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)


def read_manifest(manifest: uuid.UUID, sha256: str) -> Iterator[Batch]:
    """Yield the batches of a manifest. Raises ManifestError, before the first, unless it is the one that was committed."""
    path = path_of(manifest)
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise ManifestError("銷毀清單與資料庫所記雜湊不符，請勿更動，並通知系統管理人員")
            file.seek(0)
            for line in file:
                folder, camera, recordings = json.loads(line)
                yield Batch(folder, camera, [Recording(*recording) for recording in recordings])
    except FileNotFoundError as error:
        raise ManifestError("找不到銷毀清單，請由備份還原清單後再執行") from error


def drop_manifest(manifest: uuid.UUID) -> None:
    """Remove a manifest that nothing was destroyed by; one that stays behind is no record of anything."""
    with contextlib.suppress(OSError):
        path_of(manifest).unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

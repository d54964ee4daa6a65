"""Reading the manifest of a destruction again: for its page, its paper, and as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.rules import TAIPEI
from retention import storage
from retention.rules import minutes
from retention.selectors import cameras_of
from retention.storage import ManifestError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from cameras.models import Camera
    from retention.models import Destruction


@dataclass(slots=True)
class Destroyed:
    """What a manifest names of one camera's folder. `first_at` and `last_at` are recorder time."""

    folder: str
    camera: Camera | None
    first_at: dt.datetime
    last_at: dt.datetime
    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """A manifest by camera; `problem` says why it cannot be read, then there is nothing else."""

    rows: tuple[Destroyed, ...] = ()
    problem: str = ""


def contents_of(destruction: Destruction) -> Contents:
    """Return what the manifest of a destruction names, camera by camera; the hash is verified first."""
    cameras = cameras_of(destruction.source)
    found: dict[str, Destroyed] = {}
    try:
        for batch in storage.read_manifest(destruction.manifest, destruction.manifest_sha256):
            for recording in batch.recordings:
                at = minutes.moment(recording.start)
                row = found.setdefault(batch.camera, Destroyed(batch.camera, cameras.get(batch.camera), at, at))
                row.first_at, row.last_at = min(row.first_at, at), max(row.last_at, at)
                row.files += 1
                row.size += recording.size
    except ManifestError as error:
        return Contents(problem=str(error))
    return Contents(tuple(found[folder] for folder in sorted(found)))


def lines_of(destruction: Destruction) -> Iterator[str]:
    """Yield the manifest as text, one recording a line: path, when it began by the recorder's clock, bytes.

    Raises ManifestError before the first line.
    """
    for batch in storage.read_manifest(destruction.manifest, destruction.manifest_sha256):
        for recording in batch.recordings:
            path = f"{batch.folder}/{recording.name}".encode(errors="surrogateescape").decode(errors="replace")
            at = minutes.moment(recording.start).astimezone(TAIPEI)
            yield f"{path}\t{at.isoformat(timespec='seconds')}\t{recording.size}\n"

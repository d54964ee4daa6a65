"""The one place that writes and reads stored files: whole or not at all, outside the web root."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from typing import BinaryIO


def path_of(file_id: uuid.UUID) -> Path:
    """Return where the file with this id lies: `<files>/<2 hex>/<uuid>`."""
    return Path(settings.FILES_DIR) / file_id.hex[:2] / str(file_id)


def write(file_id: uuid.UUID, chunks: Iterable[bytes]) -> None:
    """Write the bytes under their final name only when all of them are on the disk; a crash leaves no half file.

    Raises OSError, after which nothing stands under the final name.
    """
    final = path_of(file_id)
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = final.with_suffix(".part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(final.parent)


def read(file_id: uuid.UUID) -> BinaryIO:
    """Open the stored bytes for reading. Raises FileNotFoundError when they are not there."""
    return path_of(file_id).open("rb")


def remove(file_id: uuid.UUID) -> None:
    """Take the stored bytes off the disk, for good; bytes that are gone already are no error."""
    path = path_of(file_id)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

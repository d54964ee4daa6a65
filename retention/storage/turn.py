"""One pass at a time over a source: a lock that the kernel gives back when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator


class SourceBusy(Exception):
    """Another process is at work on this source; what is due is done by it, or by the next pass."""


@contextlib.contextmanager
def turn_at(token: uuid.UUID) -> Iterator[None]:
    """Hold the turn at the source with this token. Raises SourceBusy at once when another process has it."""
    folder = Path(settings.RETENTION_DIR) / "turns"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / str(token), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SourceBusy from error
        yield
    finally:
        os.close(descriptor)

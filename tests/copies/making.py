"""Making copies for tests: invented bytes, taken in as the browser sends them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from retention.rules import PART_BYTES
from retention.services.copies import Content, finish_copy, open_upload, receive_part

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from cameras.models import Camera
    from retention.models import EvidenceCopy, Hold

MP4_HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


def file_of(size: int, seed: int = 1) -> bytes:
    """Return `size` bytes that begin as an MP4 does."""
    return (MP4_HEAD + random.Random(seed).randbytes(size))[:size]  # noqa: S311 not a secret


def content_of(hold: Hold, cameras: list[Camera] | None = None, **columns: Any) -> Content:
    """Return what a copy of a hold shows: all its cameras, the whole period."""
    chosen = list(hold.cameras.all()) if cameras is None else cameras
    return Content(chosen, **{"starts_at": hold.starts_at, "ends_at": hold.ends_at, **columns})


def begin(hold: Hold, size: int, user: User, now: dt.datetime, **columns: Any) -> EvidenceCopy:
    """Begin the upload of a file of `size` bytes."""
    return open_upload(
        hold_id=hold.pk, content=content_of(hold, **columns), name="NVR1_ch01.mp4", size=size, user=user, now=now
    )


def parts_of(plain: bytes) -> dict[int, bytes]:
    """Return the parts of a file by number."""
    starts = range(0, len(plain), PART_BYTES)
    return {number: plain[start : start + PART_BYTES] for number, start in enumerate(starts, start=1)}


def made(hold: Hold, user: User, now: dt.datetime, plain: bytes | None = None, **columns: Any) -> EvidenceCopy:
    """Return a finished copy."""
    plain = file_of(5000) if plain is None else plain
    copy = begin(hold, len(plain), user, now, **columns)
    for number, part in parts_of(plain).items():
        receive_part(copy_id=copy.pk, number=number, plain=part, user=user, now=now)
    return finish_copy(copy.pk, now)


def parts_on_disk(key: uuid.UUID) -> set[int]:
    """Return the numbers of the sealed parts that lie in a copy's folder."""
    return {int(path.stem) for path in Path(settings.COPIES_DIR, key.hex).glob("*.age")}

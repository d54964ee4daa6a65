"""A folder of recordings beside the cast: made by a Frigate recorder, read by us, then deleted from by us alone."""

from __future__ import annotations

import datetime as dt
import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from ledger.services import SYSTEM
from retention import storage
from retention.choices import LayoutKind
from retention.models import Destruction, FootageSource
from retention.services import adopt_source, check_footage, enforce_source, register_source
from tests.retention.recordings import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


@pytest.fixture
def source(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """A Frigate folder that is only read: C01 and C02 of the last three days, and one hour a year and a day ago.

    Its recordings last ten minutes, to be fewer.
    """
    for camera in ("C01", "C02"):
        record(root, camera, now - 3 * DAY, now, every=600)
        record(root, camera, now - 366 * DAY, now - 366 * DAY + HOUR, every=600)
    made = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), recorder=cameras[0].recorder, longest_seconds=600,
        actor=SYSTEM, now=now,
    )  # fmt: skip
    check_footage(now)
    made.refresh_from_db()
    return made


@pytest.fixture
def ours(source: FootageSource, now: dt.datetime) -> FootageSource:
    """The same folder, of which only this product deletes since the operator of the shell said so."""
    return adopt_source(source_id=source.pk, files=12, reason="測試", actor=SYSTEM, now=now)


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let one folder not be listed."""
    real = os.scandir

    def arm(folder: Path) -> None:
        number = folder.stat().st_ino

        def listing(place: Any) -> Any:
            if isinstance(place, int) and os.fstat(place).st_ino == number:
                raise OSError(errno.EIO, "Input/output error")
            return real(place)

        monkeypatch.setattr(os, "scandir", listing)

    return arm


@pytest.fixture
def small(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """A folder of ours: three recordings of C01 and two of C02 a year and a day ago, two of this morning."""
    old = now - 366 * DAY
    record(root, "C01", old, old + HOUR / 2, size=10)
    record(root, "C02", old + HOUR, old + HOUR + HOUR / 3, size=100)
    record(root, "C01", now - 2 * HOUR, now - 2 * HOUR + HOUR / 3)
    source = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), recorder=cameras[0].recorder, longest_seconds=600,
        actor=SYSTEM, now=now - DAY,
    )  # fmt: skip
    check_footage(now)
    adopt_source(source_id=source.pk, files=5, reason="測試", actor=SYSTEM, now=now - HOUR)
    return FootageSource.objects.get(pk=source.pk)


class Killed(BaseException):
    """What a killed process does not get to handle."""


@pytest.fixture
def begun(small: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Destruction:
    """A committed plan whose worker was killed before anything went."""

    def dying(*_: object) -> storage.Removal:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(storage, "remove", dying)
        with pytest.raises(Killed):
            enforce_source(small, now)
    return Destruction.objects.get(finished_at=None)

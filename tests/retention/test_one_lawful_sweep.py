"""肆、四 on disk: what has passed the year goes, with its record; what is held, young or within the year stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention.choices import LayoutKind, PassResult
from retention.models import Destruction, FootageSource, RetentionPass
from retention.services import adopt_source, check_footage, enforce_source, register_source
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


@pytest.fixture
def source(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """A Frigate folder of which only this product deletes: the last three days, and one hour a year and a day ago."""
    for camera in ("C01", "C02"):
        record(root, camera, now - 3 * DAY, now, every=600)
        record(root, camera, now - 366 * DAY, now - 366 * DAY + HOUR, every=600)
    source = register_source(name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), actor=SYSTEM, now=now)
    check_footage(now)
    return adopt_source(source_id=source.pk, files=12, reason="測試", actor=SYSTEM, now=now)


def old_files(root: Path) -> set[str]:
    return {path for path in left(root) if path.startswith("2025-")}


def test_what_is_past_the_year_goes_with_one_record(source: FootageSource, root: Path, now: dt.datetime) -> None:
    young = left(root) - old_files(root)
    assert len(old_files(root)) == 12
    report = enforce_source(source, now)
    assert report.doubts == {}
    assert left(root) == young
    record_ = Destruction.objects.get()
    assert (record_.planned_files, record_.destroyed_files, record_.held_files, record_.failed_files) == (12, 12, 0, 0)
    assert record_.finished_at == now
    assert record_.cameras == ["C01", "C02"]
    assert not (root / "2025-11-22").exists()
    assert RetentionPass.objects.get().result == PassResult.DONE
    verbs = [entry.verb for entry in Entry.objects.filter(verb__contains="destruction").order_by("sequence")]
    assert verbs == [Verb.DESTRUCTION_PLANNED, Verb.DESTRUCTION_DONE]
    assert verify().ok
    assert enforce_source(source, now + HOUR).result == PassResult.NOTHING

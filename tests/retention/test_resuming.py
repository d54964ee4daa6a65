"""A worker that dies in the middle is followed by one that goes on: nothing twice, one truthful record (invariant 4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ledger.services import SYSTEM, verify
from retention import storage
from retention.choices import Doubt, FindingKind, PassResult
from retention.models import Destruction, Finding, FootageSource, PastDue, RetentionPass
from retention.services import adopt_source, enforce_maximum_retention, enforce_source
from retention.services.destruction import carry_out
from retention.storage import manifest
from tests.retention.recordings import left, record
from tests.retention.test_one_lawful_sweep import hold, old_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


class Killed(BaseException):
    """What a killed process does not get to handle."""


@pytest.fixture
def dies_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the process die once, after so many batches were unlinked and before the last of them is committed."""
    real = storage.remove

    def arm(batches: int) -> None:
        seen = 0

        def dying(root: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
            nonlocal seen
            done = real(root, folder, names, kept, until)
            seen += 1
            if seen == batches:
                monkeypatch.setattr(storage, "remove", real)
                raise Killed
            return done

        monkeypatch.setattr(storage, "remove", dying)

    return arm


def kill(source: FootageSource, now: dt.datetime) -> Destruction:
    with pytest.raises(Killed):
        enforce_source(source, now)
    return Destruction.objects.get(finished_at=None)


@pytest.mark.counted_elsewhere
def test_the_next_pass_finishes_what_was_begun(
    ours: FootageSource, root: Path, now: dt.datetime, dies_after: Callable[[int], None]
) -> None:
    dies_after(1)
    begun = kill(ours, now)
    assert (begun.done_files, len(old_files(root))) == (0, 6), "the first batch is off the disk, its count is not kept"
    assert enforce_source(ours, now + HOUR).result == PassResult.DONE
    begun.refresh_from_db()
    assert (begun.destroyed_files, begun.done_files, begun.resumed) == (12, 12, 1)
    assert begun.finished_at == now + HOUR
    assert old_files(root) == set()
    assert Destruction.objects.count() == 1
    assert verify().ok


@pytest.mark.counted_elsewhere
def test_a_hold_placed_meanwhile_is_asked_again(
    ours: FootageSource, root: Path, now: dt.datetime, dies_after: Callable[[int], None]
) -> None:
    dies_after(1)
    begun = kill(ours, now)
    hold("C02", now - 366 * DAY, now - 366 * DAY + HOUR, now)
    enforce_source(ours, now + HOUR)
    begun.refresh_from_db()
    assert (begun.destroyed_files, begun.held_files) == (6, 6)
    assert {path.split("/")[2] for path in old_files(root)} == {"C02"}


def test_on_another_disk_nothing_is_resumed(
    ours: FootageSource, root: Path, now: dt.datetime, dies_after: Callable[[int], None]
) -> None:
    dies_after(1)
    kill(ours, now)
    marker = root / ".cctv-source.json"
    said = marker.read_text()
    marker.unlink()
    before = left(root)
    assert Doubt.MARKER in enforce_source(ours, now + HOUR).doubts
    assert left(root) == before
    marker.write_text(said)
    assert enforce_source(ours, now + 2 * HOUR).result == PassResult.DONE


@pytest.mark.parametrize("loss", ["changed", "gone"])
def test_a_manifest_that_is_not_the_committed_one_is_not_carried_on(
    ours: FootageSource, root: Path, now: dt.datetime, dies_after: Callable[[int], None], loss: str
) -> None:
    dies_after(1)
    begun = kill(ours, now)
    path = manifest.path_of(begun.manifest)
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"C02", b"C01")) if loss == "changed" else path.unlink()
    before = left(root)
    said = enforce_source(ours, now + HOUR).doubts
    assert list(said) == [Doubt.MANIFEST]
    assert left(root) == before
    path.write_bytes(kept)
    assert enforce_source(ours, now + 2 * HOUR).result == PassResult.DONE


def test_a_finished_record_is_not_written_again(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    enforce_source(ours, now)
    done = Destruction.objects.get()
    with storage.open_root(str(root)) as opened:
        again = carry_out(done.pk, opened, actor=SYSTEM, now=now + HOUR)
    assert (again.finished_at, again.destroyed_files) == (now, 12)
    assert verify().ok


def test_what_cannot_be_removed_is_named_counted_and_tried_again(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording turns into a folder between plan and unlinking: as no disk error can be had for the asking."""
    real = storage.write_marker

    def swap(opened: int, marker: storage.Marker) -> None:
        real(opened, marker)
        bad = next(root.rglob("2025-*/*/C01/*.mp4"), None)
        if bad and bad.is_file():
            bad.unlink()
            bad.mkdir()

    monkeypatch.setattr(storage, "write_marker", swap)
    assert enforce_source(ours, now).result == PassResult.PARTLY
    made = Destruction.objects.get()
    assert (made.destroyed_files, made.failed_files) == (11, 1)
    assert made.failures[0]["reason"] == "已不是一般檔案"
    row = PastDue.objects.get()
    assert (row.camera_folder, row.files, row.reason, row.since) == ("C01", 1, "已不是一般檔案", now.date())
    enforce_maximum_retention(now + HOUR)
    assert RetentionPass.objects.first().result == PassResult.NOTHING  # type: ignore[union-attr]


def test_a_failed_file_is_a_finding_until_it_is_gone(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storage.remove

    def refusing(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        done = real(opened, folder, names[1:], kept, until)
        done.seen += 1
        done.failed[names[0]] = "無法刪除（Input/output error）"
        return done

    monkeypatch.setattr(storage, "remove", refusing)
    enforce_maximum_retention(now)
    finding = Finding.objects.get(kind=FindingKind.NOT_DESTROYED)
    assert finding.text == "影像資料夾 一號主機 有檔案無法刪除，列入逾期未銷毀清冊"
    assert len(old_files(root)) == 2
    assert sorted(PastDue.objects.values_list("camera_folder", "files")) == [("C01", 1), ("C02", 1)]
    monkeypatch.setattr(storage, "remove", real)
    record(root, "C02", now - 366 * DAY + 2 * HOUR, now - 366 * DAY + 3 * HOUR, every=600)
    adopt_source(source_id=ours.pk, files=100, reason="核對", actor=SYSTEM, now=now)
    enforce_maximum_retention(now + HOUR)
    finding.refresh_from_db()
    assert finding.closed_at == now + HOUR
    assert old_files(root) == set()
    assert not PastDue.objects.exists()

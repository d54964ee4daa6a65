"""Copies go only when the ground is sure: the folder is ours, the database not older, the clock believed, few unsigned (invariant 5)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from ledger.services import SYSTEM
from retention.choices import Doubt, FindingKind, LayoutKind, ListKind, PassResult
from retention.models import CopyPass, CopyStore, Finding
from retention.services import scan_source, wait_for_a_person
from retention.services.copy_destruction import (
    CopyReport,
    ListError,
    accept_copies,
    adopt_store,
    destroy_copies,
    run_due_day,
)
from retention.services.sources import register_source
from retention.storage import SourceBusy, turn_at
from tests.copies.ending import DAY, HOUR, a_year_old, assert_gone, graves, is_there, signed, sure
from tests.retention.keeping import told
from tests.retention.recordings import record

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from retention.models import EvidenceCopy
    from tests.conftest import Cast

MARKER = ".cctv-source.json"


def run(now: dt.datetime) -> CopyReport:
    report = run_due_day(now)
    assert report
    return report


@pytest.fixture
def copy(cast: Cast, cameras: list[Camera], now: dt.datetime) -> EvidenceCopy:
    """A copy that is due today and goes by itself."""
    return a_year_old(cameras, now)


@pytest.fixture
def met(believed: None, now: dt.datetime) -> None:
    """A store that was met yesterday."""
    run(now - DAY)


def test_the_folder_is_marked_when_it_is_first_met_and_counts_its_passes(
    copy: EvidenceCopy, believed: None, now: dt.datetime, copies_dir: Path
) -> None:
    run(now - DAY)
    store = CopyStore.objects.get()
    assert (copies_dir / MARKER).read_text().count(str(store.token)) == 1
    assert store.pass_number == 0
    assert run(now).destroyed == [copy.number]
    store.refresh_from_db()
    assert (store.pass_number, store.last_pass_at) == (1, now)
    assert '"passes": 1' in (copies_dir / MARKER).read_text()


@pytest.mark.parametrize("how", ["gone", "empty", "a file"])
def test_a_folder_that_is_not_mounted_lets_nothing_go(
    copy: EvidenceCopy, met: None, now: dt.datetime, copies_dir: Path, how: str
) -> None:
    copies_dir.rename(copies_dir.with_name("unmounted"))
    if how == "empty":
        copies_dir.mkdir()
    if how == "a file":
        copies_dir.write_text("")
    report = run(now)
    assert Doubt.AWAY in report.doubts if how == "a file" else {Doubt.MARKER, Doubt.EMPTY} <= report.doubts.keys()
    copy.refresh_from_db()
    assert copy.identity
    if copies_dir.is_dir():
        assert not (copies_dir / MARKER).exists(), "where there should be copies and are none, nothing is marked"
        shutil.rmtree(copies_dir)
    else:
        copies_dir.unlink()
    copies_dir.with_name("unmounted").rename(copies_dir)
    run(now)
    assert_gone(copy)


def test_a_folder_of_another_installation_lets_nothing_go_until_the_operator_says_it_is_ours(
    copy: EvidenceCopy, met: None, now: dt.datetime, copies_dir: Path
) -> None:
    marker = copies_dir / MARKER
    marker.write_text(
        marker.read_text().replace(str(CopyStore.objects.get().token), "0" * 8 + "-0000-0000-0000-" + "0" * 12)
    )
    assert run(now).doubts.keys() == {Doubt.MARKER}
    assert is_there(copy)
    adopt_store(reason="搬移硬碟", actor=SYSTEM, now=now)
    run(now)
    assert_gone(copy)


def test_the_operator_is_told_when_the_folder_cannot_be_marked(db: None, now: dt.datetime, copies_dir: Path) -> None:
    copies_dir.write_text("")
    with pytest.raises(ListError, match="無法在留存檔的資料夾寫入標記檔"):
        adopt_store(reason="搬移", actor=SYSTEM, now=now)


def test_a_database_older_than_the_folder_lets_nothing_go_until_a_person_has_looked(
    cast: Cast, copy: EvidenceCopy, met: None, now: dt.datetime
) -> None:
    first = run(now)
    assert first.destroyed
    CopyStore.objects.update(pass_number=0)
    another = a_year_old(list(copy.cameras.all()), now)
    assert run(now).doubts.keys() == {Doubt.OLD_DATABASE}
    assert is_there(another)
    accept_copies(stated_day=now.date(), copies=1, reason="還原後核對", user=cast.supervisor, now=now)
    assert CopyStore.objects.get().pass_number == 1
    run(now)
    assert_gone(another)


def test_after_a_restore_nothing_goes_until_a_person_has_looked(
    cast: Cast, copy: EvidenceCopy, met: None, now: dt.datetime
) -> None:
    accept_copies(stated_day=now.date(), copies=1, reason="還原前", user=cast.supervisor, now=now)
    wait_for_a_person(now + HOUR)
    assert run(now + HOUR).doubts.keys() == {Doubt.RESTORED}
    assert is_there(copy)
    accept_copies(stated_day=now.date(), copies=1, reason="還原後核對", user=cast.supervisor, now=now + 2 * HOUR)
    run(now + 2 * HOUR)
    assert_gone(copy)


def test_a_clock_that_stepped_lets_nothing_go_and_nobody_is_told_anything(
    cast: Cast, cameras: list[Camera], now: dt.datetime, met: None
) -> None:
    soon = a_year_old(cameras, now, days=20)
    due = a_year_old(cameras[1:], now, days=30)
    signed(cast, now, due)
    destroy_copies(now + 31 * DAY)
    assert is_there(due)
    assert told(cast.handler, "日內屆期") == 0
    assert told(cast.principal, "而未銷毀") == 0
    assert "系統時間與上次執行不連續" in Finding.objects.get(kind=FindingKind.COPIES_REFUSED).text
    assert CopyPass.objects.first().result == PassResult.REFUSED  # type: ignore[union-attr]
    sure(cameras, now + 31 * DAY)
    destroy_copies(now + 31 * DAY)
    assert_gone(due)
    assert_gone(soon)
    assert not Finding.objects.filter(kind=FindingKind.COPIES_REFUSED, closed_at=None).exists()


def test_what_goes_by_mistake_does_not_wait_for_the_clock(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now, days=300)
    signed(cast, now, copy, kind=ListKind.MISTAKE)
    run(now)
    assert_gone(copy)


def test_the_newest_recording_and_a_person_who_states_the_date_are_believed(
    cast: Cast, cameras: list[Camera], copy: EvidenceCopy, now: dt.datetime, tmp_path: Path
) -> None:
    assert run(now).doubts.keys() == {Doubt.CLOCK}
    root = tmp_path / "recordings"
    record(root, "C01", now - DAY, now, every=600)
    source = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), longest_seconds=600, actor=SYSTEM, now=now
    )
    scan_source(source, now)
    assert run(now).doubts == {}
    assert_gone(copy)


def test_a_word_counts_for_two_days_and_for_one_run(
    cast: Cast, cameras: list[Camera], copy: EvidenceCopy, now: dt.datetime
) -> None:
    for who in ("principal", "guard", "administrator", "auditor"):
        with pytest.raises(PermissionDenied):
            accept_copies(stated_day=now.date(), copies=1, reason="停電", user=getattr(cast, who), now=now)
    accept_copies(stated_day=now.date(), copies=1, reason="停電", user=cast.handler, now=now - 3 * DAY)
    assert run(now).doubts.keys() == {Doubt.CLOCK}
    accept_copies(stated_day=now.date(), copies=1, reason="停電", user=cast.handler, now=now)
    assert run(now).destroyed == [copy.number]


@pytest.mark.counted_elsewhere
def test_more_than_a_few_that_nobody_signed_for_wait_for_a_person_and_what_was_signed_goes(
    cast: Cast, cameras: list[Camera], now: dt.datetime, met: None
) -> None:
    many = [a_year_old(cameras, now) for _ in range(6)]
    ready = a_year_old(cameras[1:], now)
    signed(cast, now, ready)
    report = run(now)
    assert (set(report.doubts), report.destroyed) == ({Doubt.BLAST}, [ready.number])
    assert all(is_there(copy) for copy in many)
    accept_copies(stated_day=now.date(), copies=6, reason="整批到期", user=cast.handler, now=now)
    assert len(run(now).destroyed) == 6


def test_two_runs_at_once_are_one(copy: EvidenceCopy, met: None, now: dt.datetime) -> None:
    with turn_at(CopyStore.objects.get().token):
        assert destroy_copies(now).words == "另一次執行正在進行"
        assert run_due_day(now) is None
        with pytest.raises(SourceBusy), turn_at(CopyStore.objects.get().token):
            pass
    assert run(now).destroyed


def test_a_marker_that_cannot_be_written_is_a_doubt_that_is_remembered(
    copy: EvidenceCopy, met: None, now: dt.datetime, copies_dir: Path
) -> None:
    (copies_dir / f"{MARKER}.part").mkdir()
    assert run(now).doubts.keys() == {Doubt.DISK}
    assert is_there(copy)
    assert graves() == ""
    (copies_dir / f"{MARKER}.part").rmdir()
    run(now)
    assert_gone(copy)

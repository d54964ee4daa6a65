"""What a run over the copies could not do is named with its reason, all of it, and is done by the next one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyState, Doubt, ListKind, PassResult
from retention.models import CopyPass, CopyStore, EvidenceCopy
from retention.services.copy_destruction import CopyReport, adopt_store, destroy_copies, run_due_day
from retention.storage import GONE, Grave, write_grave
from tests.copies.ending import DAY, HOUR, a_year_old, assert_gone, held, is_there, lines, signed, sure, written
from tests.copies.making import begin
from tests.retention.passes import full

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")
NOT_WRITABLE = "請確認留存檔的資料夾已掛載且可寫入"


@pytest.fixture
def stone(keyless: EvidenceCopy, copies_dir: Path) -> Path:
    """Something in the folder of a begun copy that no run can take away."""
    stone = copies_dir / keyless.key.hex / "stone"
    stone.mkdir()
    return stone


def report_of(now: dt.datetime) -> CopyReport:
    report = run_due_day(now)
    assert report is not None
    return report


def run_while(act: Callable[[], object], now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> CopyReport:
    """Let something happen once a run has weighed what is due, before it puts on a list what nobody signed."""
    real = storage.write_marker

    def marking(root: int, marker: storage.Marker) -> None:
        real(root, marker)
        act()

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write_marker", marking)
        return report_of(now)


@pytest.mark.usefixtures("stone")
def test_what_was_begun_and_what_somebody_listed_meanwhile_are_both_named(
    keyless: EvidenceCopy, cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = a_year_old(cameras, now)

    report = run_while(lambda: written(cast, now, copy), now, monkeypatch)

    assert (report.result, report.destroyed) == (PassResult.PARTLY, [])
    assert set(report.failures) == {keyless.number, copy.number}
    assert report.failures[keyless.number].endswith(NOT_WRITABLE)
    assert report.failures[copy.number] == "執行時有人正造具銷毀清冊，下次執行再行處理"
    assert CopyPass.objects.get().failures == report.failures


def test_on_a_list_that_waits_for_its_witness_nothing_goes_until_the_next_run_takes_it_over(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, copy, other = (a_year_old([camera], now) for camera in cameras[:3])
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    row = written(cast, now, listed)

    report = run_while(lambda: written(cast, now, copy), now, monkeypatch)

    assert (set(report.failures), report.destroyed) == ({listed.number, copy.number, other.number}, [])
    assert all(is_there(one) for one in (listed, copy, other))
    assert row.items.get().ended_at is None
    assert report_of(now + HOUR).failures == {}
    for one in (listed, copy, other):
        assert_gone(one)
        assert one.items.get(destroyed_at=now + HOUR).list.kind == ListKind.SYSTEM


def test_signed_for_meanwhile_it_goes_with_both_names(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = a_year_old(cameras, now)
    adopt_store(reason="測試", actor=SYSTEM, now=now)

    run_while(lambda: signed(cast, now, copy), now, monkeypatch)

    assert_gone(copy)
    assert {line["people"] for line in lines()} == {"執行人事務組長 游承堃、監銷人總務主任 方瑀彤"}


def test_what_was_begun_and_what_another_number_keeps_are_both_named(
    keyless: EvidenceCopy, stone: Path, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    odd = a_year_old(cameras, now, days=200)
    with storage.open_root(str(copies_dir)) as root:
        write_grave(root, GONE, Grave(odd.key, "E999-0001", "銷毀清冊 9", "", "2026-10-01T08:00:00+08:00"))

    report = report_of(now)

    assert set(report.failures) == {keyless.number, odd.number}
    stone.rmdir()
    assert set(report_of(now + HOUR).failures) == {odd.number}
    assert_gone(keyless)


@pytest.mark.parametrize("what", ["turn_at", "write_marker", "read_graves"])
def test_a_full_disk_is_a_doubt_in_words_and_with_room_it_goes(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Of the data folder, where turns lie, or of the folder of copies."""
    copy = a_year_old(cameras, now)
    signed(cast, now, copy)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    with monkeypatch.context() as patched:
        patched.setattr(storage, what, full)
        report = report_of(now)

    said = f"No space left on device，{NOT_WRITABLE}"
    assert (report.result, report.doubts) == (PassResult.REFUSED, {Doubt.DISK: said})
    assert CopyPass.objects.get().doubts == {"disk": said}
    assert is_there(copy)
    assert report_of(now + HOUR).result == PassResult.DONE
    assert_gone(copy)


def test_in_a_folder_that_is_not_ours_what_was_begun_is_not_gone_on_with(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    ours = (copies_dir / ".cctv-source.json").read_text()
    (copies_dir / ".cctv-source.json").write_text(ours.replace(str(CopyStore.objects.get().token), str(uuid.uuid4())))

    report = report_of(now)

    assert set(report.doubts) == {Doubt.MARKER}
    keyless.refresh_from_db()
    assert keyless.state == CopyState.DESTROYING
    (copies_dir / ".cctv-source.json").write_text(ours)
    report_of(now + HOUR)
    assert_gone(keyless)


def test_while_another_run_has_its_turn_it_does_nothing_and_says_so(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    signed(cast, now, copy)
    adopt_store(reason="測試", actor=SYSTEM, now=now)

    with storage.turn_at(CopyStore.objects.get().token):
        outcome = destroy_copies(now)

    assert (outcome.words, outcome.acted) == ("另一次執行正在進行", False)
    assert not CopyPass.objects.exists()
    assert is_there(copy)
    assert destroy_copies(now).words == "銷毀留存檔 1 件；通知 0 則"


def test_while_the_clock_is_in_doubt_what_never_became_a_copy_is_not_given_up(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = begin(held(cameras[:1], now - 2 * DAY), 1000, cast.handler, now)
    EvidenceCopy.objects.update(due_on=now.date() + 29 * DAY)
    a_year_old(cameras, now, days=200)
    report_of(now)
    late = now + 30 * DAY

    assert set(report_of(late).doubts) == {Doubt.CLOCK}
    copy.refresh_from_db()
    assert copy.state == CopyState.RECEIVING
    sure(cameras, late)
    assert report_of(late).given_up == [copy.number]

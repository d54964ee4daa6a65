"""Ruling 12: a hold on a folder source starts its copy by itself; a job takes in what was recorded, nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from ledger.services import SYSTEM, verify
from retention.choices import BackupOutcome, CopyState, CopyWay, FootageState, LayoutKind
from retention.models import BackupTask, CopyFile, EvidenceCopy
from retention.rules import PART_BYTES
from retention.selectors import copy_debt, footage_clock_for
from retention.services import check_footage, place_from_shell, place_hold, register_source
from retention.services.copies import (
    CopyError,
    copy_from_folders,
    finish_copy,
    job_kind,
    make_copies,
    queue_folder_copy,
)
from retention.services.copies.finishing import taken_parts
from retention.services.copies.from_folders import LESS_THERE
from retention.storage import plain_parts, turn_at
from tests.copies.making import parts_on_disk
from tests.retention.recordings import record
from work.models import Job

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from cameras.models import Camera
    from retention.models import FootageSource, Hold
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
LATER = dt.timedelta(minutes=5)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


@pytest.fixture
def source(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """A Frigate folder that is only read: C01 and C02 of this morning, ten minutes a file, 6 MiB each."""
    for number, camera in enumerate(("C01", "C02")):
        for place, path in enumerate(record(root, camera, now - 3 * HOUR, now, every=600)):
            written = path.stat().st_mtime
            path.write_bytes(bytes([number, place]) * (3 * 2**20))
            os.utime(path, (written, written))
    made = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), recorder=cameras[0].recorder, longest_seconds=600,
        actor=SYSTEM, now=now,
    )  # fmt: skip
    check_footage(now)
    made.refresh_from_db()
    return made


def hold_on(cameras: list[Camera], now: dt.datetime, *, ends_at: dt.datetime | None = None) -> Hold:
    return place_from_shell(
        cameras=cameras,
        starts_at=now - 2 * HOUR - LATER,
        ends_at=ends_at or now - HOUR,
        reason="測試",
        actor=SYSTEM,
        now=now,
    )


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_a_hold_on_a_folder_is_backed_up_without_anybody_doing_a_thing(cameras: list[Camera], now: dt.datetime) -> None:
    hold = hold_on(cameras[:2], now)
    assert make_copies(now).words == "完成留存檔 E115-0001"
    copy = EvidenceCopy.objects.get(hold=hold)
    assert (copy.way, copy.state, copy.made_by) == (CopyWay.FOLDER, CopyState.FINISHED, "系統")
    assert {one.code for one in copy.cameras.all()} == {"C01", "C02"}
    task = BackupTask.objects.get(hold=hold)
    assert (task.outcome, task.copy) == (BackupOutcome.COPIED, copy.number)
    clocks = footage_clock_for(cameras[:2], hold.starts_at, hold.ends_at, now, 14)
    assert {(clock.state, clock.reference) for clock in clocks} == {(FootageState.BACKED_UP, "E115-0001")}
    assert verify().finding is None


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_it_holds_every_recording_that_touches_the_period_and_no_other_byte_for_byte(
    cameras: list[Camera], now: dt.datetime, root: Path
) -> None:
    hold_on(cameras[:1], now)
    make_copies(now)
    copy = EvidenceCopy.objects.get()
    files = list(copy.files.all())
    # 06:55 to 08:00 touches what began at 06:50, and the six after it
    assert [file.starts_at for file in files] == [now - 2 * HOUR + (place - 1) * 2 * LATER for place in range(7)]
    whole = b"".join(plain_parts(copy.key, taken_parts(copy), copy.identity))
    assert len(whole) == copy.size > 2 * PART_BYTES
    for file in files:
        on_disk = (root / file.name).read_bytes()
        assert whole[file.offset : file.offset + file.size] == on_disk
        assert file.sha256 == hashlib.sha256(on_disk).hexdigest()
    assert hashlib.sha256(whole).hexdigest() == copy.sha256


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_it_waits_until_the_last_recording_of_the_period_is_closed(cameras: list[Camera], now: dt.datetime) -> None:
    hold_on(cameras[:1], now, ends_at=now)
    make_copies(now)
    assert EvidenceCopy.objects.get().state == CopyState.WAITING
    make_copies(now + LATER)
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_a_camera_without_any_recording_is_not_in_the_copy_and_still_owes_a_reason(
    cast: Cast, cameras: list[Camera], now: dt.datetime, root: Path
) -> None:
    for path in root.rglob("C02/*"):
        path.unlink()
    hold = hold_on(cameras[:2], now)
    make_copies(now)
    assert [one.code for one in EvidenceCopy.objects.get().cameras.all()] == ["C01"]
    assert BackupTask.objects.get(hold=hold).closed_at is None


@pytest.mark.usefixtures("source")
def test_where_there_is_nothing_the_copy_is_given_up_and_the_backup_stays_open(
    cameras: list[Camera], now: dt.datetime, root: Path
) -> None:
    hold = hold_on(cameras[:1], now)
    for path in root.rglob("C01/*"):
        path.unlink()
    make_copies(now)
    copy = EvidenceCopy.objects.get()
    assert (copy.state, copy.problem) == (CopyState.ABANDONED, "影像資料夾中沒有這段影像")
    assert BackupTask.objects.get(hold=hold).closed_at is None


def test_a_folder_that_cannot_be_read_leaves_the_copy_waiting_with_the_reason(
    source: FootageSource, cameras: list[Camera], now: dt.datetime, root: Path
) -> None:
    hold_on(cameras[:1], now)
    root.rename(root.with_name("away"))
    make_copies(now)
    copy = EvidenceCopy.objects.get()
    assert copy.state == CopyState.WAITING
    assert f"「{source.name}」無法讀取" in copy.problem
    root.with_name("away").rename(root)
    make_copies(now + HOUR)
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED


@pytest.mark.usefixtures("source")
def test_a_recording_that_cannot_be_looked_at_leaves_the_copy_waiting(
    cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that silently lacks a recording would be called 已備份."""
    hold_on(cameras[:1], now)
    real = os.open

    def refuse(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "C01":
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode, dir_fd=dir_fd)

    with monkeypatch.context() as locked:
        locked.setattr(os, "open", refuse)
        make_copies(now)
    copy = EvidenceCopy.objects.get()
    assert copy.state == CopyState.WAITING
    assert "有無法讀取的資料夾或檔案" in copy.problem
    make_copies(now)
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED


@pytest.mark.usefixtures("source")
def test_without_room_it_waits_and_says_so(
    cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_on(cameras[:1], now)
    with monkeypatch.context() as full:
        full.setattr("retention.storage.free_for_copies", lambda: 2**30)
        make_copies(now)
    copy = EvidenceCopy.objects.get()
    assert (copy.state, copy.problem[:6]) == (CopyState.WAITING, "儲存空間不足")
    make_copies(now)
    copy.refresh_from_db()
    assert (copy.state, copy.problem) == (CopyState.FINISHED, "")


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("left", ["everything", "half of it", "nothing"])
def test_a_part_found_broken_is_copied_again_only_while_all_of_its_recordings_are_there(
    cameras: list[Camera], now: dt.datetime, root: Path, copies_dir: Path, left: str
) -> None:
    hold_on(cameras[:1], now)
    copy = EvidenceCopy.objects.get()
    copy_from_folders(copy.pk, now)
    (copies_dir / copy.key.hex / "00000002.age").write_bytes(b"other bytes")
    recordings = sorted(root.rglob("C01/*"))
    for path in {"everything": [], "half of it": recordings[:-8], "nothing": recordings}[left]:
        path.unlink()
    assert finish_copy(copy.pk, now).state == CopyState.WAITING
    for later in range(2):
        make_copies(now + later * HOUR)
    copy.refresh_from_db()
    if left == "everything":
        assert (copy.state, copy.problem) == (CopyState.FINISHED, "")
        return
    assert (copy.state, copy.problem) == (CopyState.WAITING, LESS_THERE)
    assert copy.identity
    assert copy.parts.count() == 3
    assert parts_on_disk(copy.key) == {1, 2, 3}


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_its_job_tells_how_far_it_is(cameras: list[Camera], now: dt.datetime) -> None:
    hold_on(cameras[:1], now)
    make_copies(now)
    job = Job.objects.get(kind=job_kind(EvidenceCopy.objects.get()))
    assert (job.total, job.result, job.failure) == (42, "7 個檔案", "")


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("source")
def test_one_asks_for_it_by_a_button_too_but_not_twice(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = hold_on(cameras[:1], now)
    with pytest.raises(CopyError, match="已有由資料夾複製"):
        queue_folder_copy(hold_id=hold.pk, user=cast.handler, now=now)
    make_copies(now)
    again = queue_folder_copy(hold_id=hold.pk, user=cast.supervisor, now=now, witness="方瑀彤")
    make_copies(now)
    again.refresh_from_db()
    assert (again.state, again.witness) == (CopyState.FINISHED, "方瑀彤")


@pytest.mark.usefixtures("source")
def test_while_another_worker_is_at_it_nothing_is_done_twice(cameras: list[Camera], now: dt.datetime) -> None:
    hold_on(cameras[:1], now)
    copy = EvidenceCopy.objects.get()
    with turn_at(copy.key):
        make_copies(now)
    copy.refresh_from_db()
    assert copy.state == CopyState.WAITING
    copy_from_folders(copy.pk, now)
    copy_from_folders(copy.pk, now)  # the second finds nothing left to take in
    assert CopyFile.objects.filter(copy=copy).count() == 7


@pytest.mark.counted_elsewhere
def test_a_case_owes_its_copy_until_it_is_made(
    cast: Cast, cameras: list[Camera], now: dt.datetime, case_key: UUID, source: FootageSource
) -> None:
    place_hold(
        cameras=cameras[:2], starts_at=now - 2 * HOUR, ends_at=now - HOUR, reason="調閱申請送出", reference="115-0001",
        case_key=case_key, actor=SYSTEM, now=now,
    )  # fmt: skip
    assert copy_debt(case_key) == ["C01、C02 的影像尚未製作留存檔"]
    make_copies(now)
    assert copy_debt(case_key) == []

"""伍、三: a file comes in part by part, is sealed at once, and is a copy only when the finishing job has read it again."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention.choices import BackupOutcome, CopyState, Refusal
from retention.models import BackupTask, CopyPart, EvidenceCopy
from retention.rules import PART_BYTES
from retention.selectors import not_backed_up
from retention.services import release_hold
from retention.services.copies import (
    CopyBusy,
    CopyError,
    CopyRefused,
    finish_copy,
    give_up,
    make_copies,
    open_upload,
    receive_part,
    received,
)
from retention.storage import turn_at
from tests.copies.making import begin, content_of, file_of, made, parts_of, parts_on_disk

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from cameras.models import Camera
    from retention.models import Hold
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TWO_PARTS = PART_BYTES + 1000


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_file_of_two_parts_becomes_a_copy_whose_hash_is_that_of_the_file(
    hold: Hold, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    plain = file_of(TWO_PARTS)
    copy = begin(hold, len(plain), cast.handler, now)
    assert copy.number == "E115-0001"
    assert copy.due_on == dt.date(2027, 11, 22)
    parts = parts_of(plain)
    receive_part(copy_id=copy.pk, number=2, plain=parts[2], user=cast.handler, now=now)
    receive_part(copy_id=copy.pk, number=1, plain=parts[1], user=cast.handler, now=now)
    copy.refresh_from_db()
    assert copy.state == CopyState.FINISHING
    assert make_copies(now).words == "完成留存檔 E115-0001"
    copy.refresh_from_db()
    assert (copy.state, copy.size, copy.sha256) == (CopyState.FINISHED, len(plain), hashlib.sha256(plain).hexdigest())
    (file,) = copy.files.all()
    assert (file.name, file.sha256, file.content_type) == ("NVR1_ch01.mp4", copy.sha256, "video/mp4")
    assert plain[1000:1100] not in everything_below(copies_dir)


def test_the_backup_closes_by_itself_once_every_camera_of_the_hold_is_copied(
    hold: Hold, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    task = BackupTask.objects.get(hold=hold)
    made(hold, cast.handler, now, cameras=cameras[:1])
    task.refresh_from_db()
    assert task.closed_at is None
    assert not_backed_up(hold) == [cameras[1]]
    second = made(hold, cast.handler, now, cameras=cameras[1:2])
    task.refresh_from_db()
    assert (task.outcome, task.copy) == (BackupOutcome.COPIED, second.number)


def test_copies_of_half_the_period_each_are_together_one_of_the_whole(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    middle = hold.starts_at + (hold.ends_at - hold.starts_at) / 2
    for start, end in ((hold.starts_at, middle), (middle, hold.ends_at)):
        copy = made(hold, cast.handler, now)
        EvidenceCopy.objects.filter(pk=copy.pk).update(starts_at=start, ends_at=end)
    assert not_backed_up(hold) == []
    EvidenceCopy.objects.filter(starts_at=middle).update(starts_at=middle + dt.timedelta(seconds=1))
    assert len(not_backed_up(hold)) == 2


def test_the_same_part_again_changes_nothing_and_other_bytes_are_refused_and_entered(
    hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    parts = parts_of(file_of(TWO_PARTS))
    copy = begin(hold, TWO_PARTS, cast.handler, now)
    receive_part(copy_id=copy.pk, number=1, plain=parts[1], user=cast.handler, now=now)
    before = CopyPart.objects.get(copy=copy)
    again = receive_part(copy_id=copy.pk, number=1, plain=parts[1], user=cast.handler, now=now)
    assert again.numbers == (1,)
    with pytest.raises(CopyRefused, match="內容不同"):
        receive_part(
            copy_id=copy.pk, number=1, plain=parts_of(file_of(TWO_PARTS, seed=2))[1], user=cast.handler, now=now
        )
    assert CopyPart.objects.get(copy=copy).sealed_sha256 == before.sealed_sha256
    assert last_refusal() == Refusal.OTHER_PART.label


def last_refusal() -> str:
    entry = Entry.objects.order_by("-sequence")[0]
    assert entry.verb == "retention.copy_refused"
    return str(entry.detail["reason"])


@pytest.mark.parametrize(
    ("number", "length"), [(0, PART_BYTES), (3, 1000), (2, 999), (1, 1000)], ids=["zero", "beyond", "short", "cut"]
)
def test_a_guessed_part_is_refused_and_entered(
    hold: Hold, cast: Cast, now: dt.datetime, number: int, length: int
) -> None:
    copy = begin(hold, TWO_PARTS, cast.handler, now)
    with pytest.raises(CopyRefused, match="編號或長度"):
        receive_part(copy_id=copy.pk, number=number, plain=b"x" * length, user=cast.handler, now=now)
    assert last_refusal() == Refusal.WRONG_PART.label
    assert not copy.parts.exists()


@pytest.mark.parametrize("person", ["teacher", "supervisor", "guard", "administrator"])
def test_a_part_from_anybody_but_who_began_is_refused_and_entered(
    hold: Hold, cast: Cast, now: dt.datetime, person: str
) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    with pytest.raises(CopyRefused, match="只有開始"):
        receive_part(copy_id=copy.pk, number=1, plain=file_of(1000), user=getattr(cast, person), now=now)
    assert last_refusal() == Refusal.NOT_ALLOWED.label


def test_a_finished_copy_takes_no_part_any_more(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = made(hold, cast.handler, now, file_of(1000))
    with pytest.raises(CopyRefused, match="不再接收"):
        receive_part(copy_id=copy.pk, number=1, plain=file_of(1000), user=cast.handler, now=now)
    assert last_refusal() == Refusal.CLOSED.label


def test_while_another_process_has_the_turn_a_part_is_asked_for_later(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    with turn_at(copy.key), pytest.raises(CopyBusy):
        receive_part(copy_id=copy.pk, number=1, plain=file_of(1000), user=cast.handler, now=now)


def test_a_part_that_changed_on_the_disk_is_asked_for_again_and_the_others_are_kept(
    hold: Hold, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    plain = file_of(TWO_PARTS)
    copy = begin(hold, len(plain), cast.handler, now)
    for number, part in parts_of(plain).items():
        receive_part(copy_id=copy.pk, number=number, plain=part, user=cast.handler, now=now)
    path = copies_dir / copy.key.hex / "00000002.age"
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)
    copy = finish_copy(copy.pk, now)
    assert copy.state == CopyState.RECEIVING
    assert copy.problem.startswith("第 2 段")
    assert received(copy).numbers == (1,)
    receive_part(copy_id=copy.pk, number=2, plain=parts_of(plain)[2], user=cast.handler, now=now)
    assert finish_copy(copy.pk, now).state == CopyState.FINISHED


def test_exchanged_parts_are_found(hold: Hold, cast: Cast, now: dt.datetime, copies_dir: Path) -> None:
    plain = file_of(2 * PART_BYTES)
    copy = begin(hold, len(plain), cast.handler, now)
    for number, part in parts_of(plain).items():
        receive_part(copy_id=copy.pk, number=number, plain=part, user=cast.handler, now=now)
    first, second = (copies_dir / copy.key.hex / f"0000000{number}.age" for number in (1, 2))
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    assert finish_copy(copy.pk, now).state == CopyState.RECEIVING


def test_giving_up_takes_key_and_bytes_and_leaves_the_number_with_its_reason(
    hold: Hold, cast: Cast, now: dt.datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    copy = begin(hold, TWO_PARTS, cast.handler, now)
    receive_part(copy_id=copy.pk, number=1, plain=parts_of(file_of(TWO_PARTS))[1], user=cast.handler, now=now)
    with pytest.raises(CopyError, match="理由"):
        give_up(copy_id=copy.pk, reason=" ", user=cast.handler, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        copy = give_up(copy_id=copy.pk, reason="選錯檔案", user=cast.handler, now=now)
    assert (copy.state, copy.identity, copy.problem) == (CopyState.ABANDONED, "", "選錯檔案")
    assert parts_on_disk(copy.key) == set()
    with pytest.raises(CopyError, match="誤製"):
        give_up(copy_id=made(hold, cast.handler, now).pk, reason="選錯檔案", user=cast.handler, now=now)


def test_the_database_refuses_a_key_that_outlives_its_copy(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = made(hold, cast.handler, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceCopy.objects.filter(pk=copy.pk).update(state=CopyState.DESTROYED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"size": 0}, "大於 0"),
        ({"size": 8 * 2**30 + 1}, "8 GiB"),
        ({"size": 8 * 2**30, "free": 2**30}, "儲存空間不足"),
        ({"name": " "}, "選擇檔案"),
        ({"cameras": 0}, "攝影機"),
        ({"cameras": 3}, "攝影機"),
        ({"hours": 2}, "重疊"),
        ({"until": 0}, "晚於起"),
    ],
)
def test_what_cannot_be_a_copy_is_refused_before_a_byte_is_sent(
    hold: Hold, cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object], said: str,
) -> None:  # fmt: skip
    if "free" in change:
        monkeypatch.setattr("retention.storage.free_for_copies", lambda: change["free"])
    shift = dt.timedelta(hours=int(str(change.get("hours", 0))))
    end = hold.ends_at if "until" not in change else hold.starts_at
    content = content_of(hold, cameras[: int(str(change.get("cameras", 2)))])
    content = type(content)(content.cameras, hold.starts_at + shift, end + shift)
    with pytest.raises(CopyError, match=said):
        open_upload(
            hold_id=hold.pk, content=content, name=str(change.get("name", "a.mp4")), size=int(str(change.get("size", 9))),
            user=cast.handler, now=now,
        )  # fmt: skip
    assert not EvidenceCopy.objects.exists()


def test_room_promised_to_one_upload_is_not_promised_to_another(
    hold: Hold, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.storage.free_for_copies", lambda: 6 * 2**30)
    begin(hold, 4 * 2**30, cast.handler, now)
    with pytest.raises(CopyError, match="儲存空間不足"):
        begin(hold, 4 * 2**30, cast.handler, now)


def test_a_released_hold_gets_no_copy_any_more(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    release_hold(hold_id=hold.pk, reason="測試", actor=SYSTEM, now=now)
    with pytest.raises(CopyError, match="已解除"):
        begin(hold, 1000, cast.handler, now)


def test_the_ledger_agrees_with_the_rows_at_every_stage(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    assert verify().finding is None
    receive_part(copy_id=copy.pk, number=1, plain=file_of(1000), user=cast.handler, now=now)
    assert verify().finding is None
    finish_copy(copy.pk, now)
    assert verify().finding is None
    EvidenceCopy.objects.filter(pk=copy.pk).update(sha256="0" * 64)
    assert verify().finding is not None

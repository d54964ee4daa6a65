"""Rulings 15, 18; 肆、一: a copy opens only to who works on the case, each time as an entry, and only as far as asked."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention import policies
from retention.choices import FindingKind, ReadingKind, ReadingPurpose, Refusal
from retention.models import CopyReading, EvidenceCopy, Finding, Hold
from retention.rules import PART_BYTES
from retention.services.copies import (
    CopyError,
    CopyRefused,
    NotYourCopy,
    check_copies,
    check_copy,
    finish_copy,
    make_copies,
    open_reading,
    plain_range,
    reading_of,
    receive_part,
)
from retention.services.copies.store import StoreAway
from retention.services.copy_destruction import adopt_store
from retention.storage import PartBroken
from tests.copies.making import begin, file_of, made

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import User
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MONTH = dt.timedelta(days=30)
SIZE = PART_BYTES + 5000


@pytest.fixture
def plain() -> bytes:
    return file_of(SIZE)


@pytest.fixture
def copy(hold: Hold, cast: Cast, now: dt.datetime, plain: bytes) -> EvidenceCopy:
    return made(hold, cast.handler, now, plain)


def play(copy: EvidenceCopy, user: User, now: dt.datetime, **changed: object) -> CopyReading:
    words = {"kind": ReadingKind.PLAYED, "purpose": ReadingPurpose.MAKING, "reason": ""} | changed
    return open_reading(copy_id=copy.pk, user=user, now=now, **words)  # type: ignore[arg-type]


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("person", ["handler", "supervisor", "principal"])
def test_who_handles_cases_opens_it_and_the_ledger_says_so(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime, person: str
) -> None:
    reading = play(copy, getattr(cast, person), now)
    assert reading_of(reading.token, copy, getattr(cast, person), now + HOUR).last_at is None
    reading.refresh_from_db()
    assert reading.last_at == now + HOUR
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.detail) == ("retention.copy_played", {"purpose": "製作留存檔"})


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("person", ["teacher", "guard", "administrator", "auditor"])
def test_nobody_else_does_and_the_attempt_is_an_entry(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime, person: str
) -> None:
    with pytest.raises(NotYourCopy):
        play(copy, getattr(cast, person), now)
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.detail) == ("retention.copy_refused", {"reason": Refusal.NOT_ALLOWED.label})


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("is_ours", [True, False])
def test_a_copy_of_a_case_opens_to_whom_the_room_of_cases_says(
    copy: EvidenceCopy,
    cast: Cast,
    now: dt.datetime,
    case_key: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    is_ours: bool,
) -> None:
    Hold.objects.update(case_key=case_key, reference="115-0001", origin="")
    monkeypatch.setattr(policies.copies, "_worked_on", lambda user, keys, _: keys & {case_key} if is_ours else set())
    if is_ours:
        assert play(copy, cast.handler, now).token
    else:
        with pytest.raises(NotYourCopy):
            play(copy, cast.handler, now)


def test_a_restricted_hold_of_before_opens_to_nobody(copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> None:
    Hold.objects.update(is_coded=True)
    with pytest.raises(NotYourCopy):
        play(copy, cast.principal, now)


def test_looking_without_a_case_needs_a_reason(copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(CopyError, match="事由"):
        play(copy, cast.handler, now, purpose=ReadingPurpose.MANAGING, reason=" ")
    assert play(copy, cast.handler, now, purpose=ReadingPurpose.MANAGING, reason="確認校時").reason == "確認校時"


def test_what_is_not_finished_does_not_open(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(CopyError, match="無法開啟"):
        play(begin(hold, 1000, cast.handler, now), cast.handler, now)


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("wrong", ["another person", "another token", "run out", "not begun"])
def test_bytes_are_refused_without_a_reading_of_ones_own(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime, wrong: str
) -> None:
    reading = play(copy, cast.handler, now)
    user = cast.supervisor if wrong == "another person" else cast.handler
    token = uuid.uuid4() if wrong == "another token" else reading.token
    at = {"run out": now + 2 * HOUR, "not begun": now - HOUR}.get(wrong, now)
    with pytest.raises(CopyRefused) as refused:
        reading_of(token, copy, user, at)
    assert refused.value.refusal == Refusal.NO_PROOF
    assert Entry.objects.order_by("-sequence")[0].verb == "retention.copy_refused"


def test_who_left_the_case_meanwhile_reads_no_further(copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> None:
    reading = play(copy, cast.handler, now)
    Hold.objects.update(is_coded=True)
    with pytest.raises(CopyRefused) as refused:
        reading_of(reading.token, copy, cast.handler, now)
    assert refused.value.refusal == Refusal.NOT_ALLOWED


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    ("first", "last"),
    [(0, 0), (0, SIZE - 1), (100, 4099), (PART_BYTES - 1, PART_BYTES), (PART_BYTES, SIZE - 1), (SIZE - 1, SIZE - 1)],
)
def test_a_range_is_that_of_the_file(copy: EvidenceCopy, now: dt.datetime, plain: bytes, first: int, last: int) -> None:
    (file,) = copy.files.all()
    assert b"".join(plain_range(copy, file, first, last, now)) == plain[first : last + 1]


def test_a_changed_part_ends_the_reading_and_is_found(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    (file,) = copy.files.all()
    damage(copies_dir, copy, 2)
    assert b"".join(plain_range(copy, file, 0, 99, now))  # the other part is sound
    with pytest.raises(PartBroken):
        list(plain_range(copy, file, 0, SIZE - 1, now))
    copy.refresh_from_db()
    assert copy.damaged_at == now
    with pytest.raises(CopyError, match="無法開啟"):
        play(copy, cast.handler, now)


def damage(folder: Path, copy: EvidenceCopy, number: int) -> None:
    path = folder / copy.key.hex / f"{number:08d}.age"
    sealed = bytearray(path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    path.write_bytes(sealed)


def test_every_copy_is_hashed_again_once_a_month(copy: EvidenceCopy, now: dt.datetime) -> None:
    assert check_copies(now + MONTH - HOUR).words == "驗證留存檔 0 份"
    assert check_copies(now + MONTH).words == "驗證留存檔 1 份"
    copy.refresh_from_db()
    assert (copy.checked_at, copy.damaged_at) == (now + MONTH, None)


def test_a_night_ends_in_the_morning(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    for _ in range(2):
        made(hold, cast.handler, now)
    ticks = iter([0.0, 0.0, 7201.0])
    assert check_copies(now + MONTH, seconds=lambda: next(ticks)).words == "驗證留存檔 1 份"


@pytest.mark.parametrize("how", ["part changed", "part gone", "row changed", "hash changed"])
def test_a_damaged_copy_is_a_finding_and_keeps_nothing_any_more(
    copy: EvidenceCopy, now: dt.datetime, copies_dir: Path, how: str
) -> None:
    if how == "part changed":
        damage(copies_dir, copy, 1)
    elif how == "part gone":
        (copies_dir / copy.key.hex / "00000002.age").unlink()
    elif how == "row changed":
        copy.parts.filter(number=1).update(sealed_sha256="0" * 64)
    else:
        EvidenceCopy.objects.update(sha256="0" * 64)
    check_copies(now + MONTH)
    finding = Finding.objects.get(kind=FindingKind.COPY_DAMAGED, closed_at=None)
    assert finding.subject == copy.number
    copy.refresh_from_db()
    assert copy.damaged_at == now + MONTH
    check_copies(now + 3 * MONTH)
    assert Finding.objects.filter(kind=FindingKind.COPY_DAMAGED).count() == 1


def test_a_part_put_back_from_a_backup_makes_the_copy_sound_again(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    path = copies_dir / copy.key.hex / "00000001.age"
    kept = path.read_bytes()
    damage(copies_dir, copy, 1)
    check_copies(now + MONTH)
    path.write_bytes(kept)
    check_copies(now + MONTH + HOUR)
    copy.refresh_from_db()
    assert (copy.damaged_at, copy.problem) == (None, "")
    assert Finding.objects.get(kind=FindingKind.COPY_DAMAGED).closed_at == now + MONTH + HOUR
    assert play(copy, cast.handler, now + MONTH + HOUR).token
    assert verify().finding is None


def test_a_disk_that_is_not_mounted_proves_nothing_and_takes_nothing_in(
    hold: Hold, copy: EvidenceCopy, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    waiting = begin(hold, 1000, cast.handler, now)
    receive_part(copy_id=waiting.pk, number=1, plain=file_of(1000), user=cast.handler, now=now)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    copies_dir.rename(copies_dir.with_name("away"))
    (file,) = copy.files.all()
    with pytest.raises(StoreAway):
        list(plain_range(copy, file, 0, 9, now))
    assert "未掛載" in check_copies(now + MONTH).words
    with pytest.raises(CommandError, match="未掛載"):
        call_command("evidence", "check")
    assert make_copies(now).words == "沒有待完成的留存檔"
    with pytest.raises(StoreAway, match="未掛載"):
        begin(hold, 1000, cast.handler, now)
    copies_dir.rmdir()  # the empty mount point that was looked into
    copies_dir.write_text("no folder")
    with pytest.raises(StoreAway):
        finish_copy(waiting.pk, now)
    copies_dir.unlink()
    copies_dir.with_name("away").rename(copies_dir)
    assert make_copies(now).words == f"完成留存檔 {waiting.number}"
    copy.refresh_from_db()
    assert copy.damaged_at is None


def test_only_what_is_finished_is_checked(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    assert not check_copy(copy.pk, now)
    assert finish_copy(copy.pk, now).finished_at is None

"""A disk that errs while a copy is verified costs no copy: nothing is let go for what could not be read."""

from __future__ import annotations

import contextlib
import datetime as dt
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention.choices import CopyState
from retention.models import CopyPart, EvidenceCopy
from retention.rules import PART_BYTES
from retention.services.copies import CopyError, StoreAway, finish_copy, give_up, make_copies, receive_part
from retention.services.copies import finishing as finishing_module
from retention.services.copy_destruction import adopt_store
from retention.services.copy_destruction.late import never_finished
from tests.copies.making import begin, file_of, parts_of, parts_on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from retention.models import Hold
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TWO_PARTS = PART_BYTES + 1000
DAY = dt.timedelta(days=1)


@pytest.fixture
def whole(hold: Hold, cast: Cast, now: dt.datetime) -> EvidenceCopy:
    """An upload of eight days ago that was taken in whole and waits to be verified."""
    begun = now - 8 * DAY
    copy = begin(hold, TWO_PARTS, cast.handler, begun)
    for number, part in parts_of(file_of(TWO_PARTS)).items():
        receive_part(copy_id=copy.pk, number=number, plain=part, user=cast.handler, now=begun)
    copy.refresh_from_db()
    assert copy.state == CopyState.FINISHING
    return copy


@contextlib.contextmanager
def unreadable(copy: EvidenceCopy, number: int) -> Iterator[None]:
    """Let a part be there and not be read, as by a disk that errs."""
    path = Path(settings.COPIES_DIR, copy.key.hex, f"{number:08d}.age")
    path.rename(path.with_name("kept"))
    path.mkdir()
    yield
    path.rmdir()
    path.with_name("kept").rename(path)


def test_a_part_that_cannot_be_read_is_read_again_the_next_time(
    whole: EvidenceCopy, client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    with unreadable(whole, 2):
        for _ in range(2):
            assert make_copies(now).words == "沒有待完成的留存檔"
        whole.refresh_from_db()
        assert (whole.state, whole.problem) == (CopyState.FINISHING, "第 2 段無法讀取（Is a directory）")
        assert whole.parts.count() == 2
        client.force_login(cast.handler)
        page = client.get(f"/retention/copies/{whole.number}/").content.decode()
        assert "第 2 段無法讀取（Is a directory）；已接收的內容都保留，每十分鐘自動再試" in page
        assert f"/retention/copies/{whole.number}/give-up/" in page
    assert not Entry.objects.filter(verb=Verb.COPY_DAMAGED).exists()
    assert make_copies(now).words == f"完成留存檔 {whole.number}"
    whole.refresh_from_db()
    assert (whole.state, whole.problem) == (CopyState.FINISHED, "")
    assert verify().finding is None


def test_only_a_person_or_its_due_day_gives_up_what_cannot_be_read(
    whole: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(CopyError, match="已接收完成"):
        give_up(copy_id=whole.pk, reason="選錯檔案", user=cast.handler, now=now)
    EvidenceCopy.objects.update(due_on=now.date())
    assert never_finished(now) == []
    with unreadable(whole, 1):
        make_copies(now + 30 * DAY)
        assert [copy.number for copy in never_finished(now)] == [whole.number]
    give_up(copy_id=whole.pk, reason="磁碟故障", user=cast.handler, now=now)
    assert finish_copy(whole.pk, now).state == CopyState.ABANDONED


def test_a_disk_that_goes_away_amid_the_reading_is_no_loss(
    whole: EvidenceCopy, now: dt.datetime, copies_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    real = finishing_module.verify

    def unmounted_meanwhile(copy: EvidenceCopy) -> finishing_module.Verified:
        copies_dir.rename(copies_dir.with_name("away"))
        copies_dir.mkdir()
        return real(copy)

    with monkeypatch.context() as patched:
        patched.setattr(finishing_module, "verify", unmounted_meanwhile)
        with pytest.raises(StoreAway):
            finish_copy(whole.pk, now)
    assert (whole.parts.count(), EvidenceCopy.objects.get().state) == (2, CopyState.FINISHING)
    copies_dir.rmdir()
    copies_dir.with_name("away").rename(copies_dir)
    assert make_copies(now).words == f"完成留存檔 {whole.number}"


def test_what_was_whole_once_and_lost_a_part_is_not_given_up_by_itself(
    whole: EvidenceCopy, cast: Cast, now: dt.datetime, copies_dir: Path
) -> None:
    (copies_dir / whole.key.hex / "00000002.age").write_bytes(b"other bytes")
    make_copies(now)
    make_copies(now + 30 * DAY)
    whole.refresh_from_db()
    assert whole.state == CopyState.RECEIVING
    assert whole.problem.startswith("第 2 段遺失或內容與雜湊不符；請再上傳同一個檔案")
    assert (whole.identity != "", list(whole.parts.values_list("number", flat=True))) == (True, [1])
    receive_part(copy_id=whole.pk, number=2, plain=parts_of(file_of(TWO_PARTS))[2], user=cast.handler, now=now)
    assert make_copies(now + 30 * DAY).words == f"完成留存檔 {whole.number}"


def test_the_week_of_an_upload_counts_from_its_last_part(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = begin(hold, TWO_PARTS, cast.handler, now)
    parts = parts_of(file_of(TWO_PARTS))
    receive_part(copy_id=copy.pk, number=1, plain=parts[1], user=cast.handler, now=now + 5 * DAY)
    make_copies(now + 8 * DAY)
    copy.refresh_from_db()
    assert (copy.state, parts_on_disk(copy.key)) == (CopyState.RECEIVING, {1})
    make_copies(now + 13 * DAY)
    copy.refresh_from_db()
    assert (copy.state, copy.problem) == (CopyState.ABANDONED, "逾七日未完成上傳")


def test_without_any_part_it_counts_from_the_beginning(hold: Hold, cast: Cast, now: dt.datetime) -> None:
    copy = begin(hold, TWO_PARTS, cast.handler, now)
    before = begin(hold, TWO_PARTS, cast.handler, now)
    receive_part(copy_id=before.pk, number=1, plain=parts_of(file_of(TWO_PARTS))[1], user=cast.handler, now=now)
    CopyPart.objects.update(taken_at=None)  # taken in by a version that did not note it
    make_copies(now + 7 * DAY)
    assert set(EvidenceCopy.objects.values_list("state", flat=True)) == {CopyState.RECEIVING}
    make_copies(now + 8 * DAY)
    assert set(EvidenceCopy.objects.values_list("pk", "state")) == {
        (one.pk, CopyState.ABANDONED) for one in (copy, before)
    }


def test_a_file_from_the_shell_that_cannot_be_read_again_is_left_to_the_next_run(
    hold: Hold, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(file_of(1000))
    real, errs = finishing_module.verify, contextlib.ExitStack()

    def erring(copy: EvidenceCopy) -> finishing_module.Verified:
        errs.enter_context(unreadable(copy, 1))
        return real(copy)

    out = StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(finishing_module, "verify", erring)
        with pytest.raises(CommandError):
            call_command("evidence", "add", str(path), "--hold", str(hold.pk), stdout=out)
    assert "第 1 段無法讀取" in out.getvalue()
    errs.close()
    assert make_copies(now).words == f"完成留存檔 {EvidenceCopy.objects.get().number}"

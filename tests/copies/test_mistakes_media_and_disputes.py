"""誤製銷毀, 登錄銷毀 of media, 爭議註記 (rulings 13, 15)."""

from __future__ import annotations

import errno
import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from accounts.models import Appointment
from files.services import store
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import verify
from retention import storage
from retention.choices import BackupOutcome, CopyState, DestructionMethod, ListKind, Verdict
from retention.models import BackupTask, EvidenceCopy
from retention.rules import terms_at, verdict
from retention.services.copy_destruction import (
    ListError,
    dispute_copy,
    register_medium,
    run_due_day,
    settle_dispute,
)
from tests.copies.ending import (
    DAY,
    HOUR,
    a_year_old,
    assert_gone,
    by_law,
    copied,
    graves,
    held,
    is_there,
    lines,
    signed,
    written,
)
from tests.retention.keeping import checked, folder_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from files.models import StoredFile
    from retention.models import DestructionItem
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")
MISTAKE = ListKind.MISTAKE


def photo(now: dt.datetime) -> StoredFile:
    return store(upload=SimpleUploadedFile("擊碎.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"), now=now)


def test_two_days_old_it_is_kept_by_the_floor_as_a_recording_and_may_go_as_a_copy_made_by_mistake(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = copied(held(cameras[:1], now - 2 * DAY))
    terms = terms_at(now, minimum_days=14, maximum_years=1)
    assert verdict(copy.starts_at.timestamp(), longest=60, offset=0, terms=terms, holds=()) == Verdict.WITHIN
    a_day = terms_at(now + 366 * DAY, minimum_days=400, maximum_years=1)
    assert verdict(copy.starts_at.timestamp(), longest=60, offset=0, terms=a_day, holds=()) == Verdict.YOUNG
    signed(cast, now, copy, kind=MISTAKE)
    run_due_day(now)
    assert_gone(copy)


def test_the_footage_that_is_still_held_owes_a_new_copy(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = held(cameras[:1], now - 2 * DAY)
    copy = copied(hold)
    assert BackupTask.objects.get().outcome == BackupOutcome.COPIED
    signed(cast, now, copy, kind=MISTAKE)
    run_due_day(now)
    task = BackupTask.objects.get()
    assert (task.closed_at, task.outcome, task.copy) == (None, "", "")
    assert Entry.objects.filter(verb=Verb.BACKUP_REOPENED).count() == 1
    assert verify().finding is None


def test_in_a_folder_of_ours_the_work_is_opened_again_as_it_was(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = copied(held(cameras[:1], now - 2 * DAY))
    was = BackupTask.objects.get().due_at
    folder_of(cameras[:1], now)
    signed(cast, now, copy, kind=MISTAKE)
    run_due_day(now)
    assert (BackupTask.objects.get().closed_at, BackupTask.objects.get().due_at) == (None, was)


def test_the_last_of_what_cannot_be_made_again_is_no_mistake_unless_another_copy_covers_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:1], now - 30 * DAY)
    copy = copied(hold)
    checked(cameras[0], 20, now)
    with pytest.raises(ListError, match="僅存的影像"):
        written(cast, now, copy, kind=MISTAKE)
    half = copied(hold, ends_at=hold.starts_at + HOUR / 2)
    with pytest.raises(ListError, match="僅存的影像"):
        written(cast, now, copy, kind=MISTAKE)
    whole = copied(hold)
    signed(cast, now, copy, kind=MISTAKE)
    run_due_day(now)
    assert_gone(copy)
    assert is_there(whole)
    assert is_there(half)


def test_that_the_other_copy_went_meanwhile_is_asked_again_under_the_lock(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:1], now - 30 * DAY)
    copy, other = copied(hold), copied(hold)
    checked(cameras[0], 20, now)
    signed(cast, now, copy, kind=MISTAKE)
    EvidenceCopy.objects.filter(pk=other.pk).update(damaged_at=now)
    report = run_due_day(now)
    assert report
    assert "僅存的影像" in report.failures[copy.number]
    assert is_there(copy)


def test_with_a_masked_one_nothing_is_lost(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = held(cameras[:1], now - 30 * DAY)
    checked(cameras[0], 20, now)
    original = copied(hold)
    masked = copied(hold, original=original)
    signed(cast, now, masked, kind=MISTAKE)
    run_due_day(now)
    assert_gone(masked)
    assert is_there(original)


def test_what_the_law_keeps_is_no_mistake(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = copied(held(cameras[:1], now - 2 * DAY))
    by_law(cameras[:1], copy.starts_at, now)
    with pytest.raises(ListError, match="有法定留存"):
        written(cast, now, copy, kind=MISTAKE)


# --- media ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def item(cast: Cast, cameras: list[Camera], now: dt.datetime) -> DestructionItem:
    """A medium on a signed list, on its day."""
    copy = a_year_old(cameras, now, medium=True)
    return signed(cast, now, copy).items.get()


def test_a_medium_is_destroyed_by_the_two_and_recorded_with_how_and_a_photo(
    cast: Cast, item: DestructionItem, now: dt.datetime
) -> None:
    run_due_day(now)
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED, "no task can do it"
    register_medium(
        item_id=item.pk,
        method=DestructionMethod.CRUSH,
        photo=photo(now),
        note="於資源回收場",
        user=cast.handler,
        now=now,
    )
    item.refresh_from_db()
    assert_gone(item.copy)
    assert (item.method, item.destroyed_at, item.note) == (DestructionMethod.CRUSH, now, "於資源回收場")
    assert graves().count(str(item.copy.key)) == 2
    assert verify().finding is None
    with pytest.raises(ListError, match="已登錄銷毀"):
        register_medium(
            item_id=item.pk, method=DestructionMethod.CRUSH, photo=photo(now), note="", user=cast.handler, now=now
        )


def test_who_registers_it_is_not_its_witness_and_says_how_with_a_photo(
    cast: Cast, item: DestructionItem, now: dt.datetime
) -> None:
    crush, key = DestructionMethod.CRUSH, DestructionMethod.KEY
    for user in (cast.supervisor, cast.principal, cast.guard):
        with pytest.raises(PermissionDenied):
            register_medium(item_id=item.pk, method=crush, photo=photo(now), note="", user=user, now=now)
    with pytest.raises(ListError, match="方法"):
        register_medium(item_id=item.pk, method=key, photo=photo(now), note="", user=cast.handler, now=now)
    with pytest.raises(ListError, match="照片"):
        register_medium(item_id=item.pk, method=crush, photo=None, note="", user=cast.handler, now=now)


def test_a_medium_waits_for_its_day_and_for_whatever_stops_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    def register(item: DestructionItem, at: dt.datetime) -> None:
        register_medium(
            item_id=item.pk, method=DestructionMethod.BURN, photo=photo(at), note="", user=cast.handler, now=at
        )

    copy = a_year_old(cameras, now, days=3, medium=True)
    item = signed(cast, now, copy).items.get()
    with pytest.raises(ListError, match="已簽署，待執行"):
        register(item, now)
    dispute_copy(copy_id=copy.pk, reason="異議", user=cast.handler, now=now)
    with pytest.raises(ListError, match="有爭議註記"):
        register(item, now + 4 * DAY)
    settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.principal, now=now)
    register(item, now + 4 * DAY)
    assert_gone(copy)


@pytest.mark.parametrize("hindered", ["folder", "list", "another's"])
def test_a_medium_is_not_registered_while_the_list_beside_the_copies_cannot_be_written(
    cast: Cast, item: DestructionItem, now: dt.datetime, hindered: str, copies_dir: Path
) -> None:
    if hindered == "folder":
        copies_dir.write_text("no folder")
    elif hindered == "another's":
        copies_dir.mkdir()
        with storage.open_root(str(copies_dir)) as root:
            storage.write_marker(root, storage.Marker(uuid.uuid4(), 1))
    else:
        (copies_dir / "destroyed.jsonl").mkdir(parents=True)
    with pytest.raises(ListError, match="無法在留存檔的資料夾寫入"):
        register_medium(
            item_id=item.pk, method=DestructionMethod.BURN, photo=photo(now), note="", user=cast.handler, now=now
        )
    item.refresh_from_db()
    assert (item.ended_at, item.copy.state) == (None, CopyState.FINISHED)


def test_a_medium_is_registered_even_when_the_disk_fails_after_it_and_the_next_run_writes_the_line(
    cast: Cast, item: DestructionItem, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storage.write_grave

    def failing(root: int, step: str, grave: storage.Grave) -> None:
        if step == storage.GONE:
            raise OSError(errno.EIO, "Input/output error")
        real(root, step, grave)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write_grave", failing)
        register_medium(
            item_id=item.pk, method=DestructionMethod.BURN, photo=photo(now), note="", user=cast.handler, now=now
        )

    assert_gone(item.copy)
    assert [line["step"] for line in lines()] == [storage.BEGUN]
    run_due_day(now)
    assert [line["step"] for line in lines()] == [storage.BEGUN, storage.GONE]


# --- disputes -------------------------------------------------------------------------------------------------------


def test_the_handler_marks_a_dispute_and_only_the_supervisor_or_the_principal_settles_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=5)
    for user in (cast.principal, cast.guard, cast.teacher):
        with pytest.raises(PermissionDenied):
            dispute_copy(copy_id=copy.pk, reason="異議", user=user, now=now)
    with pytest.raises(ListError, match="事由"):
        dispute_copy(copy_id=copy.pk, reason=" ", user=cast.handler, now=now)
    with pytest.raises(ListError, match="沒有爭議註記"):
        settle_dispute(copy_id=copy.pk, reason="x", user=cast.principal, now=now)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    with pytest.raises(ListError, match="已有爭議註記"):
        dispute_copy(copy_id=copy.pk, reason="再次", user=cast.supervisor, now=now)
    with pytest.raises(PermissionDenied):
        settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.handler, now=now)
    with pytest.raises(ListError, match="理由"):
        settle_dispute(copy_id=copy.pk, reason=" ", user=cast.principal, now=now)
    settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.principal, now=now)
    copy.refresh_from_db()
    assert (copy.disputed_at, copy.dispute_reason) == (None, "")
    assert verify().finding is None


def test_who_may_not_know_the_case_settles_nothing_and_what_is_gone_is_not_disputed(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    Appointment.objects.filter(user=cast.supervisor).update(role=Role.STAFF)
    with pytest.raises(PermissionDenied, match="得閱覽該案"):
        settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.supervisor, now=now)
    settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.principal, now=now)
    run_due_day(now)
    with pytest.raises(ListError, match="已銷毀"):
        dispute_copy(copy_id=copy.pk, reason="太晚", user=cast.handler, now=now)

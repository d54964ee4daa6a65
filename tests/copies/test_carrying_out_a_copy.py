"""Key, bytes, record: whatever stops in between is gone on with; what a restored database forgot is destroyed again."""

from __future__ import annotations

import contextlib
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention.choices import CopyState, FindingKind, ListKind, ListState, PassResult
from retention.models import CopyStore, DestructionItem, DestructionList, EvidenceCopy, Finding
from retention.selectors import judged, standing_copies
from retention.services.copy_destruction import CopyReport, adopt_store, destroy_copies, run_due_day
from retention.services.copy_destruction.afterwards import open_system_list
from retention.storage import BEGUN, GONE, Grave, copies_root, open_root, read_graves, turn_at, write_grave
from retention.storage.parts import write_part
from tests.copies.ending import DAY, KEY, a_year_old, assert_gone, by_law, graves, is_there, signed, written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


def run(now: dt.datetime) -> CopyReport:
    report = run_due_day(now)
    assert report
    return report


@pytest.fixture
def copy(cast: Cast, cameras: list[Camera], now: dt.datetime) -> EvidenceCopy:
    """A copy on a signed list, on its day."""
    copy = a_year_old(cameras, now)
    signed(cast, now, copy)
    return copy


def records(copy: EvidenceCopy) -> int:
    return Entry.objects.filter(verb=Verb.COPY_DESTROYED, subject=str(copy)).count()


@contextlib.contextmanager
def forgotten(*copies: EvidenceCopy) -> Iterator[None]:
    """Let the database forget what happens inside, as one restored from a backup does; the bytes come back with it."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
    for copy in copies:
        write_part(copy.key, 1, b"sealed")
        assert is_there(copy)


def test_bytes_that_cannot_go_are_named_and_go_the_next_time(
    copy: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    stone = copies_dir / copy.key.hex / "stone"
    stone.mkdir()
    destroy_copies(now)
    copy.refresh_from_db()
    assert (copy.identity, copy.state, records(copy)) == ("", CopyState.DESTROYING, 0)
    assert "銷毀未完成" in Finding.objects.get(kind=FindingKind.COPY_LEFT).text
    assert run(now).result == PassResult.PARTLY
    stone.rmdir()
    destroy_copies(now)
    assert_gone(copy)
    assert (records(copy), graves().count(str(copy.key))) == (1, 2)
    assert not Finding.objects.filter(kind=FindingKind.COPY_LEFT, closed_at=None).exists()


def test_without_a_line_beside_the_copies_no_key_goes(copy: EvidenceCopy, now: dt.datetime, copies_dir: Path) -> None:
    (copies_dir / "destroyed.jsonl").mkdir()
    report = run(now)
    assert report.doubts
    assert is_there(copy)
    (copies_dir / "destroyed.jsonl").rmdir()
    run(now)
    assert_gone(copy)


def test_a_line_that_was_begun_and_not_committed_is_intent_only(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=9)
    run(now)
    with open_root(str(copies_root())) as root:
        write_grave(root, BEGUN, Grave(copy.key, copy.number, "銷毀清冊 1", "", now.isoformat()))
    assert run(now).redone == []
    assert is_there(copy)


def test_what_was_committed_when_the_machine_stopped_gets_its_line(copy: EvidenceCopy, now: dt.datetime) -> None:
    run(now)
    path = settings.COPIES_DIR / "destroyed.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0] + lines[1][:20])
    assert run(now).redone == []
    with open_root(str(copies_root())) as root:
        found = read_graves(root)
    assert (set(found.gone), found.unreadable) == ({copy.key}, 1)


def test_after_a_restore_it_is_destroyed_again_before_anything_else(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    run(now - DAY)
    with forgotten(copy):
        signed(cast, now, copy)
        run(now)
    by_law(cameras[:1], copy.starts_at, now)
    report = run(now)
    assert (report.redone, report.doubts, records(copy)) == ([copy.number], {}, 1)
    assert_gone(copy)
    row = DestructionList.objects.get(kind=ListKind.AGAIN)
    assert row.state == ListState.NOTED
    assert "還原後依既有銷毀紀錄再次銷毀" in row.items.get().note
    assert "執行人事務組長 游承堃、監銷人總務主任 方瑀彤" in row.items.get().note
    sentence = ledger.sentence(Entry.objects.get(verb=Verb.COPY_DESTROYED_AGAIN))
    assert sentence == f"系統還原後依既有銷毀紀錄再次銷毀 {copy.number}（{row}）"
    assert run(now).redone == []
    assert verify().finding is None


def test_even_one_that_was_still_coming_in_when_the_backup_was_made(copy: EvidenceCopy, now: dt.datetime) -> None:
    run(now)
    DestructionItem.objects.all().delete()
    EvidenceCopy.objects.update(state=CopyState.RECEIVING, identity=KEY, destroyed_at=None)
    run(now)
    assert_gone(copy)


def test_on_the_list_the_restored_database_still_has_open_it_is_destroyed_again(
    copy: EvidenceCopy, now: dt.datetime
) -> None:
    run(now - DAY)
    with forgotten(copy):
        run(now)
    run(now)
    assert_gone(copy)
    assert "還原後" in copy.items.get().note
    assert DestructionList.objects.count() == 1
    assert verify().finding is None


def test_a_medium_comes_not_back_either(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now, days=20, medium=True)
    run(now)
    with open_root(str(copies_root())) as root:
        write_grave(root, GONE, Grave(copy.key, copy.number, "銷毀清冊 7", "", now.isoformat()))
    run(now)
    assert_gone(copy)
    assert "方法詳原紀錄" in ledger.sentence(Entry.objects.get(verb=Verb.COPY_DESTROYED))


def test_a_list_that_names_it_otherwise_is_reported_and_destroys_nothing(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=20)
    run(now)
    with open_root(str(copies_root())) as root:
        write_grave(root, GONE, Grave(copy.key, "E999-0001", "銷毀清冊 7", "", now.isoformat()))
    assert run(now).failures == {copy.number: "銷毀紀錄所載編號為 E999-0001，未再次銷毀"}
    assert is_there(copy)


def test_bytes_that_cannot_go_again_are_named_and_stop_no_other(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    first, second = (a_year_old([camera], now) for camera in cameras[:2])
    run(now - DAY)
    with forgotten(first, second):
        run(now)
    (copies_dir / first.key.hex / "stone").mkdir()
    report = run(now)
    assert (report.redone, list(report.failures)) == ([second.number], [first.number])


def test_what_a_killed_run_put_on_the_systems_list_comes_off_when_it_is_kept_by_now(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    kept, goes = a_year_old(cameras, now), a_year_old(cameras[1:], now)
    row = open_system_list([kept, goes], now)
    EvidenceCopy.objects.filter(pk=kept.pk).update(disputed_at=now)
    Entry.objects.latest("sequence")
    run(now)
    assert is_there(kept)
    assert_gone(goes)
    assert row.items.get(copy=kept).why_not == "有爭議註記"
    alone = open_system_list([a_year_old(cameras[2:], now)], now)
    EvidenceCopy.objects.filter(items__list=alone).update(disputed_at=now)
    run(now)
    alone.refresh_from_db()
    assert alone.state == ListState.WITHDRAWN


def test_what_somebody_puts_on_a_list_at_that_moment_waits_for_the_next_run(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    from retention.services.copy_destruction import due_day  # noqa: PLC0415

    copy = a_year_old(cameras, now)
    report = CopyReport()
    due = judged(standing_copies().filter(pk=copy.pk), now)
    written(cast, now, copy)
    due_day._list_what_nobody_signed(report, due, now)
    assert report.failures == {copy.number: due_day.JUST_LISTED}


# --- the command ----------------------------------------------------------------------------------------------------


def told(*arguments: str) -> str:
    output = StringIO()
    call_command("evidence", *arguments, stdout=output)
    return output.getvalue()


def test_the_operator_has_known_destructions_done_again_also_by_another_list(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copy: EvidenceCopy, tmp_path: Path
) -> None:
    run(now - DAY)
    with forgotten(copy):
        run(now)
        assert json.loads(told("redo", "--json")) == {"destroyed": [], "failed": {}, "unreadable_lines": 0}
    other = a_year_old(cameras[1:], now, days=100)
    line = {
        "step": GONE,
        "key": str(other.key),
        "number": other.number,
        "record": "銷毀清冊 9",
        "people": "",
        "at": "2026",
    }
    path = tmp_path / "other.jsonl"
    path.write_text(json.dumps(line) + "\n\n")
    assert told("redo", "--list", str(path)) == f"再次銷毀 2 件：{copy.number}、{other.number}\n"
    assert_gone(copy)
    assert_gone(other)
    assert verify().finding is None


def test_what_could_not_be_done_is_named_and_ends_with_one(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copy: EvidenceCopy, copies_dir: Path, tmp_path: Path
) -> None:
    run(now - DAY)
    with forgotten(copy):
        run(now)
    (copies_dir / copy.key.hex / "stone").mkdir()
    torn = tmp_path / "torn.jsonl"
    torn.write_text('{"step": "gone", "key": "no key"}\n["a list"]\n{"step": "gone", "k')
    with pytest.raises(CommandError, match=f"{copy.number} .*已掛載且可寫入；銷毀紀錄有 3 行無法讀取"):
        told("redo", "--list", str(torn))
    for wrong in (["redo", "--list", "/nowhere"], ["redo", "--json"]):
        with turn_at(CopyStore.objects.get().token), pytest.raises(CommandError):
            told(*wrong)


def test_a_folder_that_is_not_ours_is_adopted_first(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copies_dir.write_text("")
    with pytest.raises(CommandError, match="evidence adopt"):
        told("redo")
    copies_dir.unlink()
    assert told("adopt", "--reason", "搬移硬碟") == "已確認留存檔的資料夾屬於本系統。\n"
    assert told("redo") == "再次銷毀 0 件：無\n"
    assert adopt_store(reason="再次", actor=SYSTEM, now=now).pk == 1


def test_the_duty_runs_by_its_bell(cast: Cast, cameras: list[Camera], copy: EvidenceCopy, at_now: None) -> None:
    from retention.tasks import destroy_copies as task  # noqa: PLC0415

    task()
    assert_gone(copy)

"""After a restore: what the list beside the copies says is gone is destroyed again, and recorded as that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention import storage
from retention.choices import DestructionMethod, ListAction, ListKind, ListState
from retention.models import CopyPass, CopyStore, EvidenceCopy
from retention.services.copy_destruction import ListError, adopt_store, destroy_copies, end_list, redo_from, run_due_day
from retention.storage import GONE, Grave, write_grave
from tests.copies.ending import OPERATOR, a_year_old, assert_gone, copied, is_there, written

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


def known(copy: EvidenceCopy, root: Path, *, number: str = "") -> None:
    with storage.open_root(str(root)) as opened:
        grave = Grave(copy.key, number or copy.number, "銷毀清冊 9", "執行人甲、監銷人乙", "2026-10-01T08:00:00+08:00")
        write_grave(opened, GONE, grave)


def test_what_was_destroyed_before_goes_again_on_a_list_of_its_own(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now, days=200)
    masked = copied(copy.hold, original=copy)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    for one in (copy, masked):
        known(one, copies_dir)

    outcome = destroy_copies(now)

    assert outcome.words == "銷毀留存檔 0 件；通知 0 則；還原後再次銷毀 2 件"
    assert outcome.acted
    assert CopyPass.objects.get().destroyed == 2
    for one in (copy, masked):
        assert_gone(one)
        item = one.items.get()
        assert item.note == "還原後依既有銷毀紀錄再次銷毀：銷毀清冊 9，2026-10-01，執行人甲、監銷人乙"
        assert (item.method, item.list.kind, item.list.state) == (
            DestructionMethod.KEY, ListKind.AGAIN, ListState.NOTED,
        )  # fmt: skip
        assert (item.list.reason, item.list.opened_at) == ("還原後依既有銷毀紀錄再次銷毀", now)
    said = Entry.objects.filter(verb=Verb.COPY_DESTROYED_AGAIN).order_by("sequence")
    assert [entry.detail for entry in said] == [{"copy": masked.number}, {"copy": copy.number}]
    ground = Entry.objects.filter(verb=Verb.COPY_DESTROYED).first()
    assert ground is not None
    assert str(ground.detail["ground"]).startswith("還原後依既有銷毀紀錄再次銷毀，銷毀清冊")


def test_a_medium_that_is_known_to_be_gone_keeps_its_method_open(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now, days=200, medium=True)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    known(copy, copies_dir)

    run_due_day(now)

    assert copy.items.get().method == ""
    assert Entry.objects.get(verb=Verb.COPY_DESTROYED).detail["method"] == "方法詳原紀錄"


def test_the_operator_has_it_done_by_our_list_and_by_anothers(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path, tmp_path: Path
) -> None:
    mine, other, bad = (a_year_old([camera], now, days=200) for camera in cameras[:3])
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    known(mine, copies_dir)
    known(other, elsewhere)
    known(bad, elsewhere, number="E999-0001")
    (elsewhere / "destroyed.jsonl").open("a").write("torn\n")

    done = redo_from(str(elsewhere / "destroyed.jsonl"), actor=OPERATOR, now=now)

    assert (done.numbers, done.unreadable) == ([mine.number, other.number], 1)
    assert done.failed == {bad.number: "銷毀紀錄所載編號為 E999-0001，未再次銷毀"}
    assert is_there(bad)
    assert {entry.actor for entry in Entry.objects.filter(verb=Verb.COPY_DESTROYED_AGAIN)} == {"主機操作者"}
    assert redo_from("", actor=OPERATOR, now=now).numbers == []


def test_what_a_killed_run_left_is_finished_too_or_named(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    stone = copies_dir / keyless.key.hex / "stone"
    stone.mkdir()
    assert list(redo_from("", actor=OPERATOR, now=now).failed) == [keyless.number]
    stone.rmdir()

    assert redo_from("", actor=OPERATOR, now=now).failed == {}
    assert_gone(keyless)


def test_nothing_is_done_again_in_a_folder_that_is_not_ours_or_by_a_list_that_cannot_be_read(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now, days=200)
    with pytest.raises(ListError, match=r"^無法讀取銷毀紀錄 /nowhere（No such file or directory）。$"):
        redo_from("/nowhere", actor=OPERATOR, now=now)
    CopyStore.objects.update_or_create(pk=1, defaults={"marked_at": now})
    known(copy, copies_dir)
    with pytest.raises(ListError, match="evidence adopt"):
        redo_from("", actor=OPERATOR, now=now)
    assert is_there(copy)


def test_while_a_run_is_at_work_nothing_is_done_again(cast: Cast, now: dt.datetime) -> None:
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    with storage.turn_at(CopyStore.objects.get().token), pytest.raises(ListError, match="另一次銷毀正在進行"):
        redo_from("", actor=OPERATOR, now=now)


def test_a_copy_of_another_number_stays_and_stops_none_behind_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    odd, copy = (a_year_old([camera], now, days=200) for camera in cameras[:2])
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    known(odd, copies_dir, number="E999-0001")
    known(copy, copies_dir)

    report = run_due_day(now)

    assert report is not None
    assert report.redone == [copy.number]
    assert report.failures == {odd.number: "銷毀紀錄所載編號為 E999-0001，未再次銷毀"}
    assert_gone(copy)
    assert is_there(odd)


@pytest.mark.parametrize("is_open", [True, False])
def test_it_goes_on_the_list_it_stands_on_but_not_on_one_it_came_off(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path, is_open: bool
) -> None:
    copy = a_year_old(cameras, now, days=20)
    row = written(cast, now, copy)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    known(copy, copies_dir)
    if not is_open:
        end_list(list_id=row.pk, action=ListAction.WITHDRAW, reason="誤列", user=cast.handler, now=now)

    run_due_day(now)

    assert_gone(copy)
    gone = copy.items.get(destroyed_at=now)
    assert gone.note.startswith("還原後依既有銷毀紀錄再次銷毀")
    assert (gone.list == row) is is_open
    if not is_open:
        assert gone.list.kind == ListKind.AGAIN
        assert row.items.get().note == ""

"""One run over the copies, step by step: what it says, what it writes down, whom it tells, what it goes on with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import Actor
from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyState, DestructionMethod, Doubt, FindingKind, ListKind, ListState, PassResult
from retention.models import (
    CopyPass,
    CopyReminder,
    CopyStore,
    DestructionList,
    EvidenceCopy,
    Finding,
)
from retention.services import wait_for_a_person
from retention.services.copy_destruction import (
    ListError,
    adopt_store,
    destroy_copies,
    dispute_copy,
    redo_from,
    run_due_day,
)
from retention.services.copy_destruction.afterwards import open_system_list
from retention.services.copy_destruction.carrying_out import Run, finish_begun, settle_list
from retention.storage import BEGUN, GONE, Grave, read_graves, write_grave
from tests.copies.ending import DAY, HOUR, a_year_old, assert_gone, copied, held, is_there, signed, written
from tests.copies.making import begin
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

OPERATOR = Actor(name="主機操作者", account="root")
pytestmark = pytest.mark.usefixtures("believed")


def lines() -> list[dict[str, str]]:
    path = settings.COPIES_DIR / "destroyed.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def told(subject: str) -> list[tuple[str, str]]:
    return sorted((one.recipient.username, one.text) for one in Notice.objects.filter(subject=subject))


# --- what a run says ---------------------------------------------------------------------------------------------------
def test_where_there_is_nothing_to_do_it_says_so(cast: Cast, now: dt.datetime) -> None:
    outcome = destroy_copies(now)

    assert (outcome.words, outcome.acted) == ("銷毀留存檔 0 件；通知 0 則", False)
    row = CopyPass.objects.get()
    assert (row.at, row.result, row.doubts, row.failures, row.due, row.destroyed) == (
        now, PassResult.NOTHING, {}, {}, 0, 0,
    )  # fmt: skip


def test_what_went_is_counted_and_remembered(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    signed(cast, now, a_year_old(cameras, now), a_year_old(cameras, now))
    a_year_old(cameras, now, days=300)

    outcome = destroy_copies(now)

    assert (outcome.words, outcome.acted) == ("銷毀留存檔 2 件；通知 0 則", True)
    row = CopyPass.objects.get()
    assert (row.at, row.result, row.due, row.destroyed) == (now, PassResult.DONE, 2, 2)
    store = CopyStore.objects.get()
    assert (store.pass_number, store.last_pass_at) == (1, now)
    with storage.open_root(str(settings.COPIES_DIR)) as root:
        assert storage.read_marker(root) == storage.Marker(store.token, 1)


def test_a_run_that_only_tells_has_acted_too(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    a_year_old(cameras, now, days=30)

    outcome = destroy_copies(now)

    assert (outcome.words, outcome.acted) == ("銷毀留存檔 0 件；通知 1 則", True)
    store = CopyStore.objects.get()
    assert (store.pass_number, store.last_pass_at) == (0, now), "a run whose ground was sure, without a plan"
    again = destroy_copies(now + HOUR)
    assert (again.words, again.acted) == ("銷毀留存檔 0 件；通知 0 則", False)


def test_what_was_given_up_is_said(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = begin(held(cameras[:1], now - 2 * DAY), 1000, cast.handler, now)
    EvidenceCopy.objects.update(due_on=now.date())

    outcome = destroy_copies(now)

    assert outcome.words.endswith("；放棄逾期未製成者 1 件")
    assert outcome.acted
    copy.refresh_from_db()
    assert copy.state == CopyState.ABANDONED
    assert CopyPass.objects.get().result == PassResult.DONE


def test_what_could_not_be_finished_is_said_and_found(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now)
    signed(cast, now, copy)
    (copies_dir / copy.key.hex / "stone").mkdir()

    outcome = destroy_copies(now)

    assert outcome.words == "銷毀留存檔 0 件；通知 0 則；未完成 1 件"
    assert outcome.acted, "a finding was opened"
    row = CopyPass.objects.get()
    assert (row.result, list(row.failures), row.destroyed) == (PassResult.PARTLY, [copy.number], 0)
    assert row.failures[copy.number].endswith("，請確認留存檔的資料夾已掛載且可寫入")
    assert copy.number in Finding.objects.get(kind=FindingKind.COPY_LEFT).text
    assert CopyStore.objects.get().pass_number == 1


@pytest.mark.parametrize("clock", [False, True])
def test_a_doubt_is_said_with_its_name_and_under_a_wrong_clock_nobody_is_told(
    cast: Cast, cameras: list[Camera], now: dt.datetime, clock: bool
) -> None:
    soon, due = a_year_old(cameras, now, days=20), a_year_old(cameras, now, days=30)
    signed(cast, now, due)
    run_due_day(now)
    at = now + 30 * DAY if clock else now + HOUR
    if not clock:
        wait_for_a_person(now + HOUR)

    outcome = destroy_copies(at)

    doubt = Doubt.CLOCK if clock else Doubt.RESTORED
    said = "銷毀留存檔 0 件；通知 0 則" if clock else "銷毀留存檔 0 件；通知 1 則"
    assert outcome.words == f"{said}；未執行：{doubt.label}"
    assert outcome.acted
    assert is_there(due)
    row = CopyPass.objects.order_by("-at")[0]
    assert (row.result, list(row.doubts), row.due) == (PassResult.REFUSED, [doubt.value], 2 if clock else 0)
    assert Finding.objects.get(kind=FindingKind.COPIES_REFUSED).text.startswith(f"留存檔銷毀未執行。{doubt.label}：")
    assert (CopyStore.objects.get().pass_number, CopyStore.objects.get().last_pass_at) == (0, now)
    assert CopyReminder.objects.filter(copy=soon).exists() is not clock


def test_who_let_it_run_stands_in_the_ledger(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    signed(cast, now, a_year_old(cameras, now))

    run_due_day(now, actor=OPERATOR)

    verbs = (Verb.COPY_KEY_DESTROYED, Verb.COPY_DESTROYED)
    assert [Entry.objects.get(verb=verb).actor for verb in verbs] == ["主機操作者", "主機操作者"]


def test_many_that_nobody_signed_for_wait_and_the_clock_is_not_read(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for _ in range(6):
        a_year_old(cameras, now)

    report = run_due_day(now)

    assert report is not None
    assert (set(report.doubts), report.due, report.destroyed) == ({Doubt.BLAST}, 6, [])
    assert CopyStore.objects.get().last_pass_at is None
    assert not DestructionList.objects.exists()


# --- one copy ends -----------------------------------------------------------------------------------------------------
def test_the_record_of_a_copy_that_went(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    row = signed(cast, now, copy)

    run_due_day(now + HOUR)

    copy.refresh_from_db()
    assert (copy.state, copy.identity, copy.destroyed_at, copy.parts.count()) == (
        CopyState.DESTROYED, "", now + HOUR, 0,
    )  # fmt: skip
    item = row.items.get()
    assert (item.started_at, item.destroyed_at, item.ended_at) == (now + HOUR, now + HOUR, now + HOUR)
    people = "執行人事務組長 游承堃、監銷人總務主任 方瑀彤"
    ground = f"{ListKind.DUE.label}，{row}"
    assert Entry.objects.get(verb=Verb.COPY_KEY_DESTROYED).detail == {"ground": ground}
    assert Entry.objects.get(verb=Verb.COPY_DESTROYED).detail == {
        "ground": ground, "method": DestructionMethod.KEY.label, "people": people,
    }  # fmt: skip
    told_outside = {
        "key": str(copy.key), "number": copy.number, "record": str(row), "people": people,
        "at": "2026-11-23T10:00:00+08:00",
    }  # fmt: skip
    assert lines() == [{"step": BEGUN, **told_outside}, {"step": GONE, **told_outside}]


def test_what_goes_by_itself_names_the_plan_and_who_has_yet_to_sign(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)

    run_due_day(now)

    row = DestructionList.objects.get()
    said = Entry.objects.get(verb=Verb.COPY_DESTROYED).detail
    assert said["ground"] == f"依計畫肆、四屆期由系統執行，{row}"
    assert said["people"] == ListState.OWED.label == lines()[0]["people"]
    assert_gone(copy)


def test_a_masked_copy_goes_before_its_original(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    original = a_year_old(cameras, now)
    masked = copied(original.hold, original=original)

    report = run_due_day(now)

    assert report is not None
    assert report.destroyed == [masked.number, original.number]


def test_what_is_left_of_a_list_stays_on_it_for_its_day(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    due, later = a_year_old(cameras, now), a_year_old(cameras, now, days=5)
    row = signed(cast, now, due, later)

    run_due_day(now)

    assert_gone(due)
    assert is_there(later)
    assert row.items.get(copy=later).ended_at is None
    assert not DestructionList.objects.filter(kind=ListKind.SYSTEM).exists()


def test_the_systems_list_takes_over_what_nobody_witnessed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    row = written(cast, now, copy)

    run_due_day(now)

    assert row.items.get().why_not == "屆期未經監銷人簽署，改由系統執行"
    assert DestructionList.objects.get(kind=ListKind.SYSTEM).items.get().copy == copy
    assert_gone(copy)


def test_what_is_on_the_systems_list_already_is_not_listed_anew(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    row = open_system_list([copy], now)

    run_due_day(now)

    assert DestructionList.objects.get() == row
    assert_gone(copy)


def test_what_is_kept_by_now_comes_off_the_systems_list(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy, other = a_year_old(cameras, now), a_year_old(cameras, now)
    row = open_system_list([copy, other], now)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)

    run_due_day(now)

    assert row.items.get(copy=copy).why_not == "有爭議註記"
    assert is_there(copy)
    assert_gone(other)


# --- what a killed run left --------------------------------------------------------------------------------------------
@pytest.fixture
def keyless(cast: Cast, cameras: list[Camera], now: dt.datetime) -> EvidenceCopy:
    """A copy on a signed list whose key went, and then the process."""
    copy = a_year_old(cameras, now)
    row = signed(cast, now, copy)
    EvidenceCopy.objects.filter(pk=copy.pk).update(state=CopyState.DESTROYING, identity="")
    row.items.update(started_at=now)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    return copy


def test_it_is_finished_first_and_the_line_is_written_once(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    with storage.open_root(str(copies_dir)) as root:
        assert finish_begun(Run(root, OPERATOR, now + HOUR)) == {}
        assert finish_begun(Run(root, OPERATOR, now + HOUR)) == {}

    assert_gone(keyless)
    assert [line["step"] for line in lines()] == [GONE]
    assert Entry.objects.get(verb=Verb.COPY_DESTROYED).actor == "主機操作者"


def test_what_cannot_be_finished_is_named_and_stops_no_other(
    keyless: EvidenceCopy, cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    (copies_dir / keyless.key.hex / "stone").mkdir()
    other = a_year_old(cameras, now)
    signed(cast, now, other)

    report = run_due_day(now)

    assert report is not None
    assert (list(report.failures), report.destroyed) == ([keyless.number], [other.number])
    assert report.failures[keyless.number].endswith("請確認留存檔的資料夾已掛載且可寫入")
    assert_gone(other)


def test_the_list_beside_the_copies_says_gone_of_what_the_database_destroyed(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    EvidenceCopy.objects.update(state=CopyState.DESTROYED)
    begun = Grave(keyless.key, keyless.number, "銷毀清冊 1", "甲、乙", "2026-11-22T00:00:00+08:00")
    with storage.open_root(str(copies_dir)) as root:
        write_grave(root, BEGUN, begun)
        settle_list(Run(root, SYSTEM, now))
        settle_list(Run(root, SYSTEM, now))
        assert read_graves(root).gone == {keyless.key: begun}
    assert len(lines()) == 2


def test_of_a_copy_that_stands_the_line_stays_intent(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now)
    with storage.open_root(str(copies_dir)) as root:
        write_grave(root, BEGUN, Grave(copy.key, copy.number, "銷毀清冊 1", "", "2026"))
        settle_list(Run(root, SYSTEM, now))
        assert read_graves(root).gone == {}


# --- after a restore ---------------------------------------------------------------------------------------------------
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


# --- who is told -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "mark", "people"),
    [
        (31, 0, set()), (30, 30, {"handler"}), (15, 30, {"handler"}), (14, 14, {"handler"}),
        (7, 7, {"handler", "supervisor"}), (1, 1, {"handler", "supervisor"}),
    ],
)  # fmt: skip
def test_what_comes_due_is_told_ahead_once_a_mark(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days: int, mark: int, people: set[str]
) -> None:
    copy = a_year_old(cameras, now, days=days)
    a_year_old(cameras, now, days=days + 100)

    for hour in range(2):
        destroy_copies(now + hour * HOUR)

    first = told("留存檔屆期")
    assert {who for who, _ in first} == people
    assert len(first) == len(people)
    for _, text in first:
        assert text.startswith(f"留存檔 {copy.number} {mark} 日內屆期（最早 ")
    assert {one.url for one in Notice.objects.filter(subject="留存檔屆期")} <= {reverse("retention:copies-due")}


def test_all_that_reach_a_mark_together_are_one_notice(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    later, first = a_year_old(cameras, now, days=14), a_year_old(cameras, now, days=12)

    destroy_copies(now)

    assert told("留存檔屆期") == [
        (
            "handler",
            f"留存檔 {first.number}、{later.number} 14 日內屆期（最早 115年12月5日（六）），請列入銷毀清冊或辦理法定留存",
        )
    ]


def test_what_stands_past_its_day_is_told_to_the_principal_every_day(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)

    for later in (0 * HOUR, HOUR, DAY):
        destroy_copies(now + later)

    said = f"留存檔 {copy.number} 已屆應銷毀日而未銷毀（計畫肆、四）"
    assert told("留存檔逾期未銷毀") == [("principal", said)] * 2
    assert {one.url for one in Notice.objects.filter(subject="留存檔逾期未銷毀")} == {reverse("retention:copies-due")}


def test_a_list_of_the_systems_is_called_to_mind_once_a_week_before_its_end(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    a_year_old(cameras, now)
    destroy_copies(now)
    row = DestructionList.objects.get()
    subject = f"{row} 補簽催辦"

    destroy_copies(now + 6 * DAY)
    assert told(subject) == []
    for days in (7, 8):
        outcome = destroy_copies(now + days * DAY)
        assert outcome.words == f"銷毀留存檔 0 件；通知 {3 if days == 7 else 0} 則"

    text = f"請於 115年12月7日（一）前補簽{row}"
    assert told(subject) == [("handler", text), ("principal", text), ("supervisor", text)]
    assert {one.url for one in Notice.objects.filter(subject=subject)} == {
        reverse("retention:copy-list", args=[row.pk])
    }


def test_nobody_is_told_of_a_list_that_was_signed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    a_year_old(cameras, now)
    destroy_copies(now)
    DestructionList.objects.update(
        state=ListState.SIGNED, executor="甲", executor_account="a", executor_at=now, witness="乙", witness_account="b",
        witness_at=now,
    )  # fmt: skip

    destroy_copies(now + 8 * DAY)

    assert not Notice.objects.filter(subject__contains="補簽催辦").exists()

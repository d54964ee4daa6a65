"""One run over the copies says, counts and remembers what it did, and why it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from ledger.choices import Verb
from ledger.models import Entry
from retention import storage
from retention.choices import CopyState, Doubt, FindingKind, PassResult
from retention.models import CopyPass, CopyReminder, CopyStore, DestructionList, EvidenceCopy, Finding
from retention.services import wait_for_a_person
from retention.services.copy_destruction import destroy_copies, run_due_day
from tests.copies.ending import DAY, HOUR, OPERATOR, a_year_old, held, is_there, signed
from tests.copies.making import begin

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


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


def test_each_run_that_destroys_has_the_next_number_in_database_and_folder(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for number in (1, 2):
        signed(cast, now, a_year_old(cameras, now))
        destroy_copies(now)
        store = CopyStore.objects.get()
        with storage.open_root(str(settings.COPIES_DIR)) as root:
            assert (store.pass_number, storage.read_marker(root)) == (number, storage.Marker(store.token, number))


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


def test_a_clock_in_doubt_is_said_only_once_a_copy_comes_due(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    a_year_old(cameras, now, days=61)

    reports = [run_due_day(now + days * DAY) for days in (0, 30, 31)]

    assert [set(one.doubts) for one in reports if one] == [set(), set(), {Doubt.CLOCK}]


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

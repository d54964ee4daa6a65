"""Which copies go on their day, in which order, by which list, and the record of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from retention.choices import CopyState, DestructionMethod, ListKind, ListState
from retention.models import BackupTask, DestructionList
from retention.services.copy_destruction import dispute_copy, run_due_day
from retention.services.copy_destruction.afterwards import open_system_list
from retention.storage import BEGUN, GONE
from tests.copies.ending import DAY, HOUR, a_year_old, assert_gone, copied, held, is_there, lines, signed, written

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


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


@pytest.mark.parametrize(("days", "is_owed"), [(1, True), (0, False), (-1, False)])
def test_gone_before_its_day_it_is_owed_again_and_from_its_day_on_it_is_not(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days: int, is_owed: bool
) -> None:
    """Its hold is in force and the recorder has the footage still."""
    copy = copied(held(cameras[:1], now - 2 * DAY), due_on=now.date() + days * DAY)
    signed(cast, now, copy, kind=ListKind.MISTAKE)

    run_due_day(now)

    assert_gone(copy)
    assert (BackupTask.objects.get().closed_at is None) is is_owed
    assert Entry.objects.filter(verb=Verb.BACKUP_REOPENED).exists() is is_owed

"""A pass that destroys writes down what it planned and did, and coverage says at once what is left."""

from __future__ import annotations

import datetime as dt
import errno
import json
from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import Actor
from retention import storage
from retention.choices import PassResult
from retention.models import CoverageDay, Destruction, FolderCamera, FootageSource, PastDue, RetentionPass
from retention.services import enforce_source
from tests.retention.passes import fresh, full, old
from tests.retention.test_one_lawful_sweep import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
HANDLER = Actor(name="事務組長 游承堃", account="handler")


def marker_of(root: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((root / ".cctv-source.json").read_text())
    return said


def test_a_pass_writes_down_what_it_planned_and_what_it_did(small: FootageSource, root: Path, now: dt.datetime) -> None:
    report = enforce_source(small, now, actor=HANDLER)

    made = Destruction.objects.get()
    began = now - 366 * DAY
    assert (made.source, made.planned_at, made.planned_files, made.planned_size) == (small, now, 5, 230)
    assert (made.before_day, made.first_at, made.last_at) == (
        dt.date(2025, 11, 24), began, began + HOUR + HOUR / 6,
    )  # fmt: skip
    assert (made.cameras, made.accepted_by) == (["C01", "C02"], "系統")
    assert (made.done_files, made.destroyed_files, made.destroyed_size, made.held_files, made.failures) == (
        5, 5, 230, 0, [],
    )  # fmt: skip
    assert (made.finished_at, made.resumed) == (now, 0)
    assert [one.pk for one in report.destructions] == [made.pk]
    [row] = RetentionPass.objects.all()
    assert (row.source, row.at, row.result, row.doubts) == (small, now, PassResult.DONE, {})
    assert (row.due_files, row.due_size, row.destruction) == (5, 230, made)
    entries = Entry.objects.filter(verb__contains="destruction").order_by("sequence")
    assert [(one.verb, one.actor) for one in entries] == [
        (Verb.DESTRUCTION_PLANNED, HANDLER.name), (Verb.DESTRUCTION_DONE, HANDLER.name),
    ]  # fmt: skip


def test_a_pass_counts_in_the_database_and_in_the_folder(small: FootageSource, root: Path, now: dt.datetime) -> None:
    before = small.pass_number

    enforce_source(small, now)

    after = fresh(small)
    assert (after.pass_number, after.last_pass_at) == (before + 1, now)
    assert marker_of(root) | {"note": ""} == {"source": str(small.token), "passes": before + 1, "note": ""}


def test_coverage_says_at_once_what_is_left(small: FootageSource, root: Path, now: dt.datetime) -> None:
    hold("C02", now - 366 * DAY + HOUR, now - 366 * DAY + 2 * HOUR, now)

    enforce_source(small, now)

    assert {path.split("/")[2] for path in old(root)} == {"C02"}
    past = CoverageDay.objects.filter(day__year=2025)
    assert sorted(past.values_list("folder", "files")) == [("C02", 2)]
    earliest = dict(FolderCamera.objects.values_list("folder", "earliest_day"))
    assert earliest == {"C01": now.date(), "C02": dt.date(2025, 11, 22)}
    assert sorted(PastDue.objects.values_list("camera_folder", "files", "since")) == [("C02", 2, now.date())]


def test_of_a_unit_that_is_gone_nothing_is_known_any_more(small: FootageSource, root: Path, now: dt.datetime) -> None:
    enforce_source(small, now)

    assert [row.path for row in small.folders.all()] == ["2026-11-22"], "this morning's, by the recorder's own date"
    assert not CoverageDay.objects.filter(day__year=2025).exists()


def past(source: FootageSource) -> list[tuple[str, int]]:
    """What coverage says of a year and a day ago, by camera."""
    return sorted(CoverageDay.objects.filter(part__source=source, day__year=2025).values_list("folder", "files"))


def test_what_is_held_is_looked_at_in_every_pass(small: FootageSource, root: Path, now: dt.datetime) -> None:
    hold("C02", now - 366 * DAY + HOUR, now - 366 * DAY + 2 * HOUR, now)
    enforce_source(small, now)
    (root / min(old(root))).unlink()

    report = enforce_source(fresh(small), now + HOUR)

    assert (report.result, past(small)) == (PassResult.NOTHING, [("C02", 1)])


@pytest.mark.parametrize("how", ["not listed", "not opened", "not read"])
def test_what_cannot_be_looked_at_again_is_not_said_to_be_gone(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """The disk goes once the recordings are unlinked."""
    hold("C02", now - 366 * DAY + HOUR, now - 366 * DAY + 2 * HOUR, now)
    units, remove = storage.units, storage.remove

    def shut(_root: int, _layout: object, odd: Callable[[str, str], None]) -> Iterator[storage.Unit]:
        odd("2025-11-22", "無法讀取（Input/output error）")
        yield from ()

    def failing(*_: object, **__: object) -> storage.FolderRead:
        raise OSError(errno.EIO, "Input/output error")

    def removing(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        monkeypatch.setattr(storage, "units", {"not listed": full, "not opened": shut}.get(how, units))
        monkeypatch.setattr(storage, "read_folder", failing)
        return remove(opened, folder, names, kept, until)

    monkeypatch.setattr(storage, "remove", removing)

    assert enforce_source(small, now).result == PassResult.DONE
    assert past(small) == [("C01", 3), ("C02", 2)], "until a scan can look"


def test_a_hold_of_after_the_plan_is_asked_and_counted(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Placed between the commit of the plan and the first byte."""
    real, calls = storage.write_marker, 0

    def placing(opened: int, marker: storage.Marker) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:  # also then, but of the other camera, C01 recorded
            hold("C02", now - 366 * DAY, now - 366 * DAY + 2 * HOUR, now)
        real(opened, marker)

    monkeypatch.setattr(storage, "write_marker", placing)

    report = enforce_source(small, now)

    made = Destruction.objects.get()
    assert (made.planned_files, made.destroyed_files, made.destroyed_size, made.held_files) == (5, 3, 30, 2)
    assert (report.result, report.failed_files) == (PassResult.DONE, 0)

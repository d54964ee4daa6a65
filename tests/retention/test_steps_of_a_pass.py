"""One pass over one source, step by step: what it writes down, what it leaves, what the next one goes on with."""

from __future__ import annotations

import datetime as dt
import errno
import json
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import Actor
from ledger.services import SYSTEM
from retention import storage
from retention.choices import Doubt, LayoutKind, PassResult
from retention.models import Acceptance, CoverageDay, Destruction, FolderCamera, FootageSource, PastDue, RetentionPass
from retention.services import adopt_source, check_footage, enforce_source, preview, register_source
from retention.services.destruction import carrying_out, finish_open
from retention.services.destruction.carrying_out import _after, _failure, _files
from retention.storage import Batch, Recording, manifest
from tests.retention.recordings import left, record
from tests.retention.test_one_lawful_sweep import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
HANDLER = Actor(name="事務組長 游承堃", account="handler")


@pytest.fixture
def small(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """A folder of ours: three recordings of C01 and two of C02 a year and a day ago, two of this morning."""
    old = now - 366 * DAY
    record(root, "C01", old, old + HOUR / 2, size=10)
    record(root, "C02", old + HOUR, old + HOUR + HOUR / 3, size=100)
    record(root, "C01", now - 2 * HOUR, now - 2 * HOUR + HOUR / 3)
    source = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=str(root), recorder=cameras[0].recorder, longest_seconds=600,
        actor=SYSTEM, now=now - DAY,
    )  # fmt: skip
    check_footage(now)
    adopt_source(source_id=source.pk, files=5, reason="測試", actor=SYSTEM, now=now - HOUR)
    return FootageSource.objects.get(pk=source.pk)


def fresh(source: FootageSource) -> FootageSource:
    return FootageSource.objects.get(pk=source.pk)


def old(root: Path) -> set[str]:
    return {path for path in left(root) if path.startswith("2025-")}


def marker_of(root: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((root / ".cctv-source.json").read_text())
    return said


def manifests() -> list[str]:
    folder = manifest.path_of(uuid.uuid4()).parent
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


# --- a pass that destroys ----------------------------------------------------------------------------------------------
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


# --- a pass that does not ----------------------------------------------------------------------------------------------
def test_where_nothing_is_due_the_pass_is_made_and_no_plan_is_left(
    small: FootageSource, root: Path, now: dt.datetime
) -> None:
    enforce_source(small, now)
    kept, number = manifests(), fresh(small).pass_number

    report = enforce_source(fresh(small), now + HOUR)

    assert (report.result, report.destructions, report.doubts) == (PassResult.NOTHING, [], {})
    after = fresh(small)
    assert (after.pass_number, after.last_pass_at) == (number, now + HOUR)
    assert manifests() == kept
    assert RetentionPass.objects.order_by("-at")[0].destruction is None


def test_a_doubt_leaves_no_plan_and_no_reading_of_the_clock(small: FootageSource, root: Path, now: dt.datetime) -> None:
    kept, before = manifests(), fresh(small)
    (root / ".cctv-source.json").unlink()

    report = enforce_source(small, now)

    assert (report.result, set(report.doubts), report.destructions) == (PassResult.REFUSED, {Doubt.MARKER}, [])
    assert not (root / ".cctv-source.json").exists(), "a folder that may be another's is not marked"
    assert manifests() == kept
    assert len(old(root)) == 5
    after = fresh(small)
    assert (after.pass_number, after.last_pass_at) == (before.pass_number, before.last_pass_at)
    [row] = RetentionPass.objects.all()
    assert (row.result, list(row.doubts), row.due_files, row.due_size) == (PassResult.REFUSED, ["marker"], 5, 230)
    assert {one.reason for one in PastDue.objects.all()} == {f"銷毀未執行：{Doubt.MARKER.label}"}


def test_a_folder_that_is_not_there_is_away_and_asked_for_nothing_else(
    small: FootageSource, root: Path, now: dt.datetime
) -> None:
    root.rename(root.with_name("elsewhere"))

    report = enforce_source(small, now)

    assert set(report.doubts) == {Doubt.AWAY}
    assert RetentionPass.objects.get().result == PassResult.REFUSED
    assert CoverageDay.objects.filter(day__year=2025).exists(), "what is not there now is not gone"
    assert set(preview(small, now).doubts) == {Doubt.AWAY}


FULL = "No space left on device，請確認資料夾可寫入、磁碟未滿"


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("what", ["turn_at", "write_manifest", "write_marker", "make_durable"])
def test_a_full_disk_is_a_doubt_in_words_that_is_remembered(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Of the data folder, where turns and manifests lie, or of the source; what was committed stays open."""
    monkeypatch.setattr(storage, what, full)

    report = enforce_source(small, now)

    assert (report.result, report.doubts) == (PassResult.REFUSED, {Doubt.DISK: FULL})
    [row] = RetentionPass.objects.all()
    assert (row.at, row.doubts) == (now, {"disk": FULL})
    is_planned = what == "make_durable"
    assert Destruction.objects.filter(finished_at=None).count() == is_planned
    assert len(old(root)) == (0 if is_planned else 5)


def test_a_manifest_that_cannot_be_made_is_a_doubt_in_its_words(
    small: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise storage.ManifestError("銷毀清單資料夾不是本系統的")

    monkeypatch.setattr(storage, "write_manifest", refused)

    assert enforce_source(small, now).doubts == {Doubt.DISK: "銷毀清單資料夾不是本系統的"}


def test_a_source_that_can_no_longer_be_listed_is_away(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "units", full)

    assert set(enforce_source(small, now).doubts) == {Doubt.AWAY}
    assert len(old(root)) == 5


def test_while_a_source_has_its_turn_it_is_left_alone_and_another_has_its_own(
    small: FootageSource, root: Path, now: dt.datetime
) -> None:
    with storage.turn_at(small.token), pytest.raises(storage.SourceBusy):
        enforce_source(small, now)
    assert len(old(root)) == 5
    with storage.turn_at(uuid.uuid4()):
        assert enforce_source(small, now).result == PassResult.DONE


def test_a_preview_finds_the_same_and_changes_nothing(small: FootageSource, root: Path, now: dt.datetime) -> None:
    shown = preview(small, now)

    assert (shown.doubts, shown.found.due_files, shown.found.due_size.total()) == ({}, 5, 230)
    assert len(old(root)) == 5
    assert not RetentionPass.objects.exists()
    (root / ".cctv-source.json").unlink()
    assert set(preview(small, now).doubts) == {Doubt.MARKER}
    assert set(preview(small, now + 400 * DAY).doubts) >= {Doubt.CLOCK}


@pytest.mark.parametrize(
    ("accepted", "named"),
    [([-2 * HOUR], ""), ([-HOUR], ""), ([-HOUR / 2], "承辦人"), ([0 * HOUR], "承辦人"), ([HOUR], "")],
    ids=["before the last pass", "with it", "since", "now", "not yet"],
)
def test_the_plan_names_who_accepted_it_since_the_last_pass(
    small: FootageSource, now: dt.datetime, accepted: list[dt.timedelta], named: str
) -> None:
    Acceptance.objects.all().delete()
    FootageSource.objects.update(last_pass_at=now - HOUR)
    for moment in accepted:
        Acceptance.objects.create(
            source=small,
            stated_day=now.date(),
            files=9,
            reason="已核對",
            accepted_by="承辦人",
            accepted_at=now + moment,
        )

    report = enforce_source(fresh(small), now)

    assert report.doubts == {}
    assert [one.accepted_by for one in report.destructions] == [named]


# --- what a killed worker left -----------------------------------------------------------------------------------------
class Killed(BaseException):
    """What a killed process does not get to handle."""


@pytest.fixture
def begun(small: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Destruction:
    """A committed plan whose worker was killed before anything went."""

    def dying(*_: object) -> storage.Removal:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(storage, "remove", dying)
        with pytest.raises(Killed):
            enforce_source(small, now)
    return Destruction.objects.get(finished_at=None)


def test_the_next_pass_finishes_it_first_and_says_so(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    report = enforce_source(fresh(small), now + HOUR)

    begun.refresh_from_db()
    assert (begun.finished_at, begun.resumed, begun.destroyed_files) == (now + HOUR, 1, 5)
    assert [one.pk for one in report.destructions] == [begun.pk]
    assert (report.result, old(root)) == (PassResult.DONE, set())
    assert Entry.objects.filter(verb=Verb.DESTRUCTION_DONE).get().actor == SYSTEM.name
    assert RetentionPass.objects.get().destruction == begun
    assert not CoverageDay.objects.filter(day__year=2025).exists()


def test_neither_the_clock_nor_the_amount_holds_up_what_was_sure_when_it_was_planned(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    late = now + 100 * DAY

    report = enforce_source(fresh(small), late)

    begun.refresh_from_db()
    assert begun.finished_at == late
    assert old(root) == set()
    assert set(report.doubts) == {Doubt.CLOCK}, "a new plan waits"


def test_in_a_folder_that_is_not_ours_any_more_it_waits(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    FootageSource.objects.update(restored_at=now + HOUR)
    (root / ".cctv-source.json").write_text(json.dumps({"source": str(small.token), "passes": 99}))

    report = enforce_source(fresh(small), now + HOUR)

    assert set(report.doubts) == {Doubt.OLD_DATABASE, Doubt.RESTORED}
    assert len(old(root)) == 5
    begun.refresh_from_db()
    assert (begun.finished_at, begun.resumed) == (None, 0)
    assert RetentionPass.objects.get().result == PassResult.REFUSED


def test_a_plan_whose_list_is_lost_is_named_and_nothing_new_is_planned(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    manifest.path_of(begun.manifest).unlink()

    report = enforce_source(fresh(small), now + HOUR)

    assert list(report.doubts) == [Doubt.MANIFEST]
    assert "銷毀清單" in report.doubts[Doubt.MANIFEST]
    assert len(old(root)) == 5
    assert Destruction.objects.count() == 1


def test_a_disk_that_fails_while_it_is_finished_is_a_doubt_in_words(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "write_marker", full)

    report = enforce_source(fresh(small), now + HOUR)

    assert report.doubts == {Doubt.DISK: FULL}
    assert len(old(root)) == 5


def test_of_several_open_plans_each_is_finished_once(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    with storage.open_root(str(root)) as opened:
        assert [one.pk for one in finish_open(small, opened, now)] == [begun.pk]
        assert finish_open(small, opened, now) == []


# --- carrying out ------------------------------------------------------------------------------------------------------
def batch(folder: str, *names: str) -> Batch:
    return Batch(folder, "C01", [Recording(name, number, 1) for number, name in enumerate(names)])


@pytest.mark.parametrize(
    ("seen", "rest"),
    [
        (0, {"a": ["1", "2"], "b": ["3"]}), (1, {"a": ["2"], "b": ["3"]}), (2, {"b": ["3"]}), (3, {}), (9, {}),
    ],
)  # fmt: skip
def test_what_is_left_of_batches_once_some_were_looked_at(seen: int, rest: dict[str, list[str]]) -> None:
    turn = [batch("a", "1", "2"), batch("b", "3")]

    after = _after(turn, seen)

    assert {one.folder: [each.name for each in one.recordings] for one in after} == rest
    assert all(one.camera == "C01" for one in after)
    assert _files(after) == sum(map(len, rest.values()))


def test_a_failure_is_named_in_text_whatever_the_name() -> None:
    assert _failure(batch("a/b"), "x.mp4", "無法刪除") == {"path": "a/b/x.mp4", "camera": "C01", "reason": "無法刪除"}
    assert _failure(batch("a"), b"\xff.mp4".decode(errors="surrogateescape"), "")["path"] == "a/\ufffd.mp4"


@pytest.mark.parametrize(("turn", "together"), [(1, 1), (2, 20), (3, 2), (1000, 1)])
def test_turns_of_any_size_take_everything_once(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, turn: int, together: int
) -> None:
    asked: list[int] = []
    real = storage.remove

    def counting(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        asked.append(len(names))
        assert until <= time.monotonic() + storage.LONGEST_SECONDS, "nobody waits longer to place a hold"
        return real(opened, folder, names, kept, until)

    monkeypatch.setattr(storage, "remove", counting)
    monkeypatch.setattr(carrying_out, "TURN", turn)
    monkeypatch.setattr(carrying_out, "COUNTED_TOGETHER", together)

    enforce_source(small, now)

    made = Destruction.objects.get()
    assert (made.done_files, made.destroyed_files, made.destroyed_size, old(root)) == (5, 5, 230, set())
    assert sum(asked) == 5
    assert max(asked) <= turn


def test_what_was_counted_before_is_not_looked_at_again(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker had counted the first four: only the last is left to do."""
    Destruction.objects.update(done_files=4, destroyed_files=4, destroyed_size=130)
    looked: list[str] = []
    real = storage.remove

    def noting(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        looked.extend(names)
        return real(opened, folder, names, kept, until)

    monkeypatch.setattr(storage, "remove", noting)
    with storage.open_root(str(root)) as opened:
        finish_open(small, opened, now)

    begun.refresh_from_db()
    assert looked == ["10.00.mp4"]
    assert (begun.done_files, begun.destroyed_files, begun.destroyed_size) == (5, 5, 230)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the disk refuse to remove one name."""
    real = storage.remove

    def arm(bad: str) -> None:
        def refusing(
            opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float
        ) -> storage.Removal:
            done = real(opened, folder, [name for name in names if name != bad], kept, until)
            if bad in names:
                done.seen += 1
                done.failed[bad] = "無法刪除（Input/output error）"
            return done

        monkeypatch.setattr(storage, "remove", refusing)

    return arm


def test_what_cannot_be_removed_is_counted_and_stands_on_the_list(
    small: FootageSource, root: Path, now: dt.datetime, failing: Callable[[str], None]
) -> None:
    failing("20.00.mp4")

    report = enforce_source(small, now)

    made = Destruction.objects.get()
    assert (made.destroyed_files, made.destroyed_size, made.failed_files) == (4, 220, 1)
    assert made.failures == [
        {"path": "2025-11-22/01/C01/20.00.mp4", "camera": "C01", "reason": "無法刪除（Input/output error）"}
    ]
    assert (report.result, report.failed_files) == (PassResult.PARTLY, 1)
    assert [(one.folder, one.camera_folder, one.files) for one in PastDue.objects.all()] == [("2025-11-22", "C01", 1)]

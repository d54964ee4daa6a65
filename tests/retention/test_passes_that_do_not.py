"""A pass with nothing to do, or whose ground is not sure: nothing goes, no plan is left, why is remembered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from retention import storage
from retention.choices import Doubt, PassResult
from retention.models import Acceptance, CoverageDay, Destruction, FootageSource, PastDue, RetentionPass
from retention.services import enforce_source, preview
from retention.storage import manifest
from tests.retention.passes import FULL, fresh, full, old

if TYPE_CHECKING:
    from pathlib import Path

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def manifests() -> list[str]:
    folder = manifest.path_of(uuid.uuid4()).parent
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


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

"""肆、四 on disk: what has passed the year goes, with its record; what is held, young or within the year stays."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from cameras.models import Camera
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from retention import storage
from retention.choices import HoldKind, PassResult, Verdict
from retention.models import Destruction, Finding, FolderCamera, Hold, PastDue, RetentionPass
from retention.services import (
    check_footage,
    enforce_maximum_retention,
    enforce_source,
    place_hold,
    preview,
    release_hold,
)
from retention.storage import SourceBusy, read_manifest, turn_at
from tests.retention.recordings import left, record
from work.models import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from retention.models import FootageSource
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def old_files(root: Path) -> set[str]:
    return {path for path in left(root) if path.startswith("2025-")}


def hold(camera: str, start: dt.datetime, end: dt.datetime, now: dt.datetime) -> Hold:
    """A 法定留存: the only hold that passes the year."""
    held = place_hold(
        cameras=Camera.objects.filter(code=camera), starts_at=start, ends_at=end, reason="偵查", reference="", actor=SYSTEM,
        now=now,
    )  # fmt: skip
    Hold.objects.filter(pk=held.pk).update(kind=HoldKind.LEGAL, document_number="桃警字第1號", review_on=now.date())
    return held


@pytest.mark.counted_elsewhere
def test_what_is_past_the_year_goes_with_one_record(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    stays = left(root) - old_files(root)
    assert len(old_files(root)) == 12
    report = enforce_source(ours, now)
    assert report.doubts == {}
    assert left(root) == stays
    made = Destruction.objects.get()
    assert (made.planned_files, made.destroyed_files, made.held_files, made.failed_files) == (12, 12, 0, 0)
    assert (made.finished_at, made.cameras, made.resumed) == (now, ["C01", "C02"], 0)
    assert not (root / "2025-11-22").exists()
    assert RetentionPass.objects.get().result == PassResult.DONE
    verbs = [entry.verb for entry in Entry.objects.filter(verb__contains="destruction").order_by("sequence")]
    assert verbs == [Verb.DESTRUCTION_PLANNED, Verb.DESTRUCTION_DONE]
    assert verify().ok


def test_the_manifest_names_every_file_that_went(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    went = old_files(root)
    enforce_source(ours, now)
    made = Destruction.objects.get()
    batches = list(read_manifest(made.manifest, made.manifest_sha256))
    assert {f"{batch.folder}/{each.name}" for batch in batches for each in batch.recordings} == went


@pytest.mark.counted_elsewhere
def test_a_second_pass_finds_nothing_and_makes_no_record(ours: FootageSource, now: dt.datetime) -> None:
    enforce_source(ours, now)
    assert enforce_source(ours, now + HOUR).result == PassResult.NOTHING
    assert Destruction.objects.count() == 1


def test_what_comes_of_age_tomorrow_goes_tomorrow(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    """Ruling 16: the same date one year later, by its end; not before."""
    record(root, "C01", now - 365 * DAY + HOUR, now - 365 * DAY + 2 * HOUR, every=600)
    assert preview(ours, now).found.due_files == 18
    assert preview(ours, now - DAY).found.due_files == 12


@pytest.mark.counted_elsewhere
def test_a_preview_shows_exactly_what_goes_and_changes_nothing(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    before = left(root)
    shown = preview(ours, now).found
    assert left(root) == before
    assert not RetentionPass.objects.exists()
    done = enforce_source(ours, now)
    assert done.found.due == shown.due
    assert Destruction.objects.get().destroyed_files == shown.due_files


@pytest.mark.counted_elsewhere
def test_held_footage_stays_and_stands_on_the_list_with_its_reason(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    began = now - 366 * DAY
    held = hold("C01", began + dt.timedelta(minutes=25), began + dt.timedelta(minutes=35), now)
    enforce_source(ours, now)
    assert sorted(path.rpartition("/")[2] for path in old_files(root)) == ["20.00.mp4", "30.00.mp4"]
    row = PastDue.objects.get()
    assert (row.camera_folder, row.files, row.reason) == ("C01", 2, Verdict.HELD.label)
    release_hold(hold_id=held.pk, reason="偵查終結", actor=SYSTEM, now=now)
    enforce_source(ours, now + HOUR)
    assert old_files(root) == set()
    assert not PastDue.objects.exists()


@pytest.mark.counted_elsewhere
def test_a_hold_keeps_a_folder_whose_camera_nobody_knows(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    began = now - 366 * DAY
    record(root, "side_door", began, began + HOUR, every=600)
    hold("C03", began, began + HOUR, now)
    enforce_source(ours, now)
    assert {path.split("/")[2] for path in old_files(root)} == {"side_door"}
    FolderCamera.objects.filter(folder="side_door").update(camera=Camera.objects.get(code="C04"))
    enforce_source(ours, now + HOUR)
    assert old_files(root) == set()


def test_retired_and_unknown_cameras_obey_the_ceiling(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    began = now - 366 * DAY
    record(root, "side_door", began, began + HOUR, every=600)
    Camera.objects.filter(code="C02").update(retired_on=now.date() - DAY)
    enforce_source(ours, now)
    assert old_files(root) == set()


def test_a_camera_that_must_keep_longer_than_the_plan_keeps_longer(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    Camera.objects.filter(code="C01").update(minimum_days=400)
    enforce_source(ours, now)
    assert {path.split("/")[2] for path in old_files(root)} == {"C01"}
    assert PastDue.objects.get().reason == Verdict.YOUNG.label


@pytest.mark.counted_elsewhere
def test_a_temporary_hold_ends_at_the_year_and_its_footage_goes_the_same_day(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    began = now - 366 * DAY
    place_hold(
        cameras=Camera.objects.filter(code="C01"), starts_at=began, ends_at=began + HOUR, reason="推擠",
        reference="114-0001", actor=SYSTEM, now=began + DAY,
    )  # fmt: skip
    words = enforce_maximum_retention(now).words
    assert old_files(root) == set()
    assert words.endswith("暫時留存屆期解除 1 件、預告 0 件；由本系統刪除的資料夾 1 個，銷毀 12 檔")


@pytest.mark.counted_elsewhere
def test_a_folder_that_bears_a_recordings_name_is_left_alone(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    [bad] = record(root, "C03", now - 366 * DAY, now - 366 * DAY + dt.timedelta(minutes=1), every=600)
    bad.unlink()
    bad.mkdir()
    assert enforce_source(ours, now).result == PassResult.DONE
    assert bad.is_dir()
    assert old_files(root) == set()


def test_what_comes_of_age_is_announced_a_month_ahead_and_once_a_month(
    cast: Cast, ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    record(root, "C01", now - 340 * DAY, now - 340 * DAY + HOUR, every=600)
    check_footage(now)
    said = []
    for number in range(30):
        enforce_maximum_retention(now + number * DAY)
        said.append(Notice.objects.filter(subject=f"影像資料夾 {ours.pk} 銷毀預告").count())
    assert said == [2] * 30
    notice = Notice.objects.filter(recipient=cast.handler).get(subject=f"影像資料夾 {ours.pk} 銷毀預告")
    assert notice.text == "影像資料夾「一號主機」的影像自 115年12月18日（五）起陸續屆期銷毀，須繼續保存者請先辦理留存"


@pytest.mark.counted_elsewhere
def test_a_read_only_source_loses_nothing(source: FootageSource, root: Path, now: dt.datetime) -> None:
    before = left(root)
    outcome = enforce_maximum_retention(now)
    assert left(root) == before
    assert outcome.words.endswith("無由本系統刪除的資料夾，未銷毀檔案")
    assert "影像資料夾 一號主機 仍有 114年11月22日（六）的影像，已逾 1 年應予銷毀" in findings()


def findings() -> list[str]:
    return list(Finding.objects.filter(closed_at=None).values_list("text", flat=True))


def test_while_one_is_at_work_another_leaves_it_alone(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    before, scanned = left(root), ours.scanned_at
    with turn_at(ours.token):
        with pytest.raises(SourceBusy):
            enforce_source(ours, now)
        assert enforce_maximum_retention(now).words.endswith("無由本系統刪除的資料夾，未銷毀檔案")
        assert check_footage(now + HOUR).words.startswith("掃描 0 個資料夾來源")
    assert left(root) == before
    ours.refresh_from_db()
    assert ours.scanned_at == scanned


@pytest.mark.counted_elsewhere
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_record(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    started = threading.Barrier(2)

    def work() -> None:
        started.wait()
        try:
            enforce_source(ours, now)
        except SourceBusy:
            pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert old_files(root) == set()
    assert Destruction.objects.get().destroyed_files == 12
    assert verify().ok


@pytest.mark.counted_elsewhere
def test_a_turn_that_has_lasted_a_second_leaves_the_rest_to_the_next(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "LONGEST_SECONDS", -1.0)
    enforce_source(ours, now)
    assert old_files(root) == set()
    assert Destruction.objects.get().destroyed_files == 12

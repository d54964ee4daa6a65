"""A folder is registered for reading; that only this product deletes there takes two people who saw the first pass."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from cameras.models import Camera
from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import Actor
from ledger.services import SYSTEM, verify
from retention.choices import DeletedBy, LayoutKind
from retention.models import Acceptance, FolderCamera, FootageSource
from retention.services import (
    SourceError,
    confirm_deletion,
    end_deletion,
    enforce_source,
    map_folder,
    propose_deletion,
    register_source,
    retire_source,
)
from tests.copies.ending import by_law
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HANDLER = Actor(name="游承堃", account="handler")
SUPERVISOR = Actor(name="方瑀彤", account="supervisor")


def register(path: str, now: dt.datetime, **facts: Any) -> FootageSource:
    words: dict[str, Any] = {"name": "二號主機", "layout": LayoutKind.MOTIONEYE, **facts}
    return register_source(**words, path=path, actor=HANDLER, now=now)


def test_registering_reads_and_changes_nothing_on_the_disk(cast: Cast, root: Path, now: dt.datetime) -> None:
    source = register(str(root), now)
    assert source.deleted_by == DeletedBy.RECORDER
    assert list(root.iterdir()) == []
    assert Entry.objects.get(verb=Verb.SOURCE_REGISTERED).subject == f"影像資料夾 {source.pk}"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"path": "recordings"}, "path", "完整路徑"),
        ({"path": "/nowhere/recordings"}, "path", "無法讀取資料夾"),
        ({"name": "一號主機"}, "name", "已有名稱"),
        ({"layout": LayoutKind.PATTERN, "pattern": "%Y.mp4"}, "pattern", "命名樣式"),
        ({"zone": "Asia/Taipeh"}, "layout", "時區"),
    ],
)
def test_what_cannot_be_registered_is_refused_beside_its_field(
    source: FootageSource, tmp_path: Path, now: dt.datetime, facts: dict[str, str], field: str, words: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    register(str(elsewhere), now)
    FootageSource.objects.filter(name="二號主機").delete()
    with pytest.raises(SourceError, match=words) as refused:
        register(now=now, **{"path": str(elsewhere), **facts})
    assert refused.value.field == field


def test_no_recording_lies_in_two_sources(source: FootageSource, root: Path, now: dt.datetime) -> None:
    for path in (root, root / "2026-11-21", root.parent):
        with pytest.raises(SourceError, match="重疊"):
            register(str(path), now)
    (root.parent / "link").symlink_to(root)
    with pytest.raises(SourceError, match="重疊"):
        register(str(root.parent / "link"), now)


def test_two_people_make_deletion_ours(source: FootageSource, root: Path, now: dt.datetime) -> None:
    with pytest.raises(SourceError, match="尚未有人提出"):
        confirm(source, SUPERVISOR, now)
    propose_deletion(source_id=source.pk, reason="主機不再循環覆蓋", actor=HANDLER, now=now)
    with pytest.raises(SourceError, match="另一位人員"):
        confirm(source, HANDLER, now)
    assert not (root / ".cctv-source.json").exists()
    confirmed = confirm(source, SUPERVISOR, now)
    assert (confirmed.deleted_by, confirmed.proposed_by, confirmed.confirmed_by) == ("product", "游承堃", "方瑀彤")
    assert (root / ".cctv-source.json").exists()
    assert Acceptance.objects.get().files == 12
    assert enforce_source(confirmed, now).doubts == {}
    with pytest.raises(SourceError, match="已由本系統刪除"):
        propose_deletion(source_id=source.pk, reason="再一次", actor=HANDLER, now=now)
    assert verify().ok


def confirm(source: FootageSource, actor: Actor, now: dt.datetime) -> FootageSource:
    return confirm_deletion(source_id=source.pk, stated_day=now.date(), files=12, actor=actor, now=now)


def test_a_folder_that_cannot_be_marked_does_not_become_ours(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    propose_deletion(source_id=source.pk, reason="主機不再循環覆蓋", actor=HANDLER, now=now)
    (root / ".cctv-source.json").mkdir()
    with pytest.raises(SourceError, match="無法在資料夾寫入標記檔"):
        confirm(source, SUPERVISOR, now)
    source.refresh_from_db()
    assert source.deleted_by == DeletedBy.RECORDER


def test_one_person_may_make_it_only_read_again_and_then_nothing_goes(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    before = left(root)
    end_deletion(source_id=ours.pk, reason="改由主機覆蓋", actor=HANDLER, now=now)
    assert enforce_source(ours, now).doubts
    assert left(root) == before


def test_a_folder_is_mapped_to_a_camera_and_the_ledger_says_by_whom(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    camera = Camera.objects.get(code="C04")
    with pytest.raises(SourceError, match="不在最近一次掃描結果中"):
        map_folder(source_id=source.pk, folder="side_door", camera=camera, actor=HANDLER, now=now)
    FolderCamera.objects.create(source=source, folder="side_door")
    map_folder(source_id=source.pk, folder="side_door", camera=camera, actor=HANDLER, now=now)
    assert FolderCamera.objects.get(folder="side_door").camera == camera
    map_folder(source_id=source.pk, folder="side_door", camera=None, actor=HANDLER, now=now)
    assert [str(row) for row in FolderCamera.objects.filter(folder="side_door")] == ["side_door → 不明"]
    entries = Entry.objects.filter(verb=Verb.FOLDER_MAPPED).order_by("sequence")
    assert [entry.detail["camera"] for entry in entries] == ["攝影機 C04", "不明"]


@pytest.mark.parametrize("via", [(), (None,)], ids=["at once", "by way of 不明"])
def test_no_mapping_takes_recordings_from_under_a_hold(
    ours: FootageSource, root: Path, now: dt.datetime, via: tuple[None, ...]
) -> None:
    held = next(iter((root / f"{now - 366 * DAY:%Y-%m-%d}").rglob("C01")))
    by_law([Camera.objects.get(code="C01")], now - 366 * DAY, now)
    for camera in (*via, Camera.objects.get(code="C04")):
        map_folder(source_id=ours.pk, folder="C01", camera=camera, actor=HANDLER, now=now)
    before = left(held)
    assert before

    assert enforce_source(ours, now).doubts == {}

    assert left(held) == before
    assert not list((root / f"{now - 366 * DAY:%Y-%m-%d}").rglob("C02/*")), "what nobody holds goes"


def test_a_retired_source_is_left_alone(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    before = left(root)
    retire_source(source_id=ours.pk, on=now.date(), actor=HANDLER, now=now)
    with pytest.raises(SourceError, match="已停用"):
        end_deletion(source_id=ours.pk, reason="", actor=HANDLER, now=now)
    record(root, "C01", now - 370 * DAY, now - 369 * DAY, every=3600)
    ours.refresh_from_db()
    assert enforce_source(ours, now).doubts
    assert left(root) >= before


def test_a_source_with_an_open_destruction_is_not_retired(ours: FootageSource, now: dt.datetime) -> None:
    ours.destructions.create(
        manifest_sha256="0" * 64, planned_at=now, planned_files=1, planned_size=1, before_day=now.date(), first_at=now,
        last_at=now,
    )  # fmt: skip
    with pytest.raises(SourceError, match="尚未完成的銷毀"):
        retire_source(source_id=ours.pk, on=now.date(), actor=SYSTEM, now=now)

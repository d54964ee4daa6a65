"""The commands do what the pages do, as the operator of the shell; 0 = did all it should, 1 = something did not."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ledger.models import Entry
from retention.models import Destruction, FolderCamera, FootageSource
from tests.retention.recordings import left

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


def run(*words: str) -> tuple[int, str]:
    """Return the exit code and what was printed."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def run_json(*words: str) -> tuple[int, Any]:
    code, text = run(*words, "--json")
    return code, json.loads(text)


def test_from_registering_to_destroying(source: FootageSource, root: Path) -> None:
    before = left(root)
    code, said = run_json("enforce_retention", "--dry-run")
    assert (code, said["sources"][0]["due_files"]) == (0, 12)
    assert "others_delete" in said["sources"][0]["doubts"]
    code, text = run("footage_source", "confirm", "--name", "一號主機", "--reason", "主機不再覆蓋")
    assert code == 0
    assert "第一次執行將銷毀 12 檔：\n  2025-11-22 C01 6 檔\n  2025-11-22 C02 6 檔\n" in text
    code, said = run_json("enforce_retention", "--source", "一號主機")
    assert code == 0
    assert (said["sources"][0]["result"], said["sources"][0]["destroyed_files"]) == ("done", 12)
    assert said["sources"][0]["records"] == [Destruction.objects.get().pk]
    assert len(before - left(root)) == 12
    assert Entry.objects.filter(verb="retention.destruction_done").get().actor.startswith("主機操作人員 ")


def test_a_folder_is_added_for_reading(cast: Cast, root: Path) -> None:
    words = ["footage_source", "add", "--name", "甲", "--layout", "pattern", "--path", str(root)]
    with pytest.raises(CommandError, match="命名樣式"):
        run(*words)
    code, said = run_json(*words, "--pattern", "{camera}/%Y%m%d/%H%M%S.mp4", "--timezone", "UTC", "--seconds", "60")
    assert (code, said) == (0, {"name": "甲", "path": str(root)})
    source = FootageSource.objects.get()
    assert (source.zone, source.longest_seconds, source.deleted_by) == ("UTC", 60, "recorder")


def test_a_folder_name_is_mapped(source: FootageSource) -> None:
    FolderCamera.objects.create(source=source, folder="side_door")
    code, said = run_json("footage_source", "map", "--name", "一號主機", "--folder", "side_door", "--camera", "C04")
    assert (code, said) == (0, {"folder": "side_door", "camera": "C04"})


@pytest.mark.parametrize(
    "words",
    [
        ["enforce_retention", "--source", "無此來源"],
        ["footage_source", "confirm", "--name", "無此來源", "--reason", "無"],
        ["footage_source", "map", "--name", "一號主機", "--folder", "C01", "--camera", "C99"],
        ["footage_source", "add", "--name", "乙", "--layout", "frigate", "--path", "/srv", "--recorder", "NVR9"],
    ],
)
def test_what_does_not_exist_is_said_in_chinese(source: FootageSource, words: list[str]) -> None:
    with pytest.raises(CommandError, match="沒有"):
        run(*words)


def test_a_refusal_ends_with_1_and_names_every_reason(ours: FootageSource, root: Path) -> None:
    (root / ".cctv-source.json").unlink()
    code, text = run("enforce_retention")
    assert code == 1
    assert "未執行：資料夾的標記檔不屬於本系統（請確認掛載的是登錄時的資料夾）" in text
    assert run("enforce_retention", "--dry-run")[0] == 1


def test_only_reading_is_no_refusal_unless_asked_for_by_name(source: FootageSource) -> None:
    assert run("enforce_retention")[0] == 0
    assert run("enforce_retention", "--source", "一號主機")[0] == 1


def test_confirm_accepts_the_date_and_the_amount(ours: FootageSource, root: Path) -> None:
    ours.acceptances.all().delete()
    FootageSource.objects.update(newest_at=None)
    for path in root.rglob("C0[12]/*.mp4"):
        if "2026" in str(path):
            path.unlink()
    assert run("enforce_retention")[0] == 1
    assert run("enforce_retention", "--confirm")[0] == 0
    assert Destruction.objects.get().destroyed_files == 12


def test_scanning_says_which_folder_cannot_be_read(source: FootageSource, root: Path) -> None:
    assert run("check_footage")[0] == 0
    root.rename(root.with_name("elsewhere"))
    code, said = run_json("check_footage")
    assert code == 1
    assert said["problems"]["一號主機"].startswith("資料夾無法讀取")
    assert "一號主機：資料夾無法讀取" in run("check_footage")[1]

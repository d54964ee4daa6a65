"""`backup` and `restore` as the operator of the shell runs them, on another machine too: real processes, real folders."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.long
MANAGE = str(Path(settings.BASE_DIR) / "manage.py")
BEFORE_RESTORES = """
from cctv_admin.backup.schema import executor_for
executor_for([]).migrate([("retention", "0005_copy_lists")])
"""
"""Back to the tables of a version before the migrations were squashed."""


def manage(place: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py for the installation at `place`."""
    env: Mapping[str, str] = {
        "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "CCTV_DATA_DIR": str(place), "CCTV_DEMO": "1",
        "CCTV_BACKUP_PASSPHRASE": "correct-horse", **variables,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, MANAGE, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of invented data on SQLite."""
    place = tmp_path_factory.mktemp("school")
    assert manage(place, "migrate", "--noinput", "--verbosity=0").returncode == 0
    assert manage(place, "seed_demo").returncode == 0
    return place


def test_a_school_moves_to_another_machine(school: Path, tmp_path: Path) -> None:
    keys, elsewhere = tmp_path / "keys.age", tmp_path / "usb"
    told = manage(school, "backup", "--keys", str(keys), "--json", CCTV_BACKUP_PASSPHRASE="")
    passphrase = json.loads(told.stdout)["passphrase"]
    made = json.loads(manage(school, "backup", "--to", str(elsewhere), "--json").stdout)
    new = tmp_path / "new"
    done = manage(new, "restore", made["path"], "--keys", str(keys), "--json", CCTV_BACKUP_PASSPHRASE=passphrase)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["rows"], said["files"], said["entries"]) == (made["rows"], made["files"], made["entries"])
    assert (said["ledger"]["ok"], said["problems"]) == (True, [])
    shown = json.loads(manage(new, "enforce_retention", "--json").stdout)
    assert [list(source["doubts"]) for source in shown["sources"]] == [["restored"]]
    again = manage(new, "restore", made["path"], "--keys", str(keys))
    assert again.returncode == 1
    assert "資料庫裡已有資料" in again.stderr


def test_a_backup_of_an_older_version_is_migrated_forward(school: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(school, old)
    shutil.rmtree(old / "backups", ignore_errors=True)
    assert manage(old, "shell", "-c", BEFORE_RESTORES).returncode == 0
    told = manage(old, "backup", "--before-migration", "--json")
    made = json.loads(told.stdout)
    assert manage(school, "backup", "--before-migration").stdout == "資料庫不需升級，未製作備份。\n"
    new = tmp_path / "new"
    shutil.copytree(old / "keys", new / "keys")
    done = manage(new, "restore", made["path"])
    assert done.returncode == 0, done.stderr
    assert "存取紀錄完好" in done.stdout
    with sqlite3.connect(new / "db.sqlite3") as database:
        assert database.execute(
            "SELECT count(*) FROM retention_footagesource WHERE restored_at IS NULL"
        ).fetchone() == (0,)
    assert manage(new, "migrate", "--check").returncode == 0


def test_what_cannot_be_is_said_in_one_sentence(school: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("restore", str(tmp_path / "nowhere.tar.age")), "找不到"),
        (("restore", "x", "--keys", str(tmp_path / "nowhere")), "無法讀取金鑰檔"),
    ):
        done = manage(tmp_path / "new", *arguments)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    stone = tmp_path / "stone"
    stone.write_text("")
    done = manage(school, "backup", "--to", str(stone))
    assert (done.returncode, "無法使用備份資料夾" in done.stderr) == (1, True)

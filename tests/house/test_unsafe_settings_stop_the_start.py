"""What a check of ours refuses never starts: not the site, not the worker, not beat, whoever starts them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from script.lib.install import units
from script.lib.install.site import Site
from tests.house.source import ROOT, newcomer_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
SECONDS = 60


def command(part: str, folder: Path) -> list[str]:
    """Return what systemd runs, with the Python of the tests, a free port and a schedule in the folder."""
    _, *words = units.command(Site("cctv", folder), part, 0)
    return [sys.executable, *words]


def end_of(part: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a part until it ends by itself."""
    env = newcomer_environment(folder, DJANGO_SETTINGS_MODULE="cctv_admin.settings.prod", **environment)
    (folder / "var/lib/cctv").mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        command(part, folder), cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=SECONDS
    )


@pytest.mark.parametrize("part", units.TITLES)
def test_a_weak_setting_of_sign_in_stops_it(part: str, tmp_path: Path) -> None:
    done = end_of(part, tmp_path, CCTV_PASSWORD_LENGTH="8")
    assert done.returncode != 0
    assert "CCTV_PASSWORD_LENGTH 不可小於 12。" in done.stderr


@pytest.mark.parametrize("part", units.TITLES)
def test_a_key_that_others_can_read_stops_it(part: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "secret-key").write_text("x" * 64)
    (keys / "secret-key").chmod(0o644)
    done = end_of(part, tmp_path)
    assert done.returncode != 0
    assert f"金鑰檔 {keys / 'secret-key'} 不是只有擁有者可以讀寫。請執行 chmod 600" in done.stderr

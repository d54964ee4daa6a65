"""Another machine asks /health/ with the line of docs/operations: silent while people can work, else words for cron to mail."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from cctv_admin.backup import begun
from tests.house.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not shutil.which("curl"), reason="curl: not on this machine"),
]
SITE = "https://cctv.example.edu.tw"
NAMES = ("docs/operations.md", "docs/operations.en.md")


def asked(site: str) -> subprocess.CompletedProcess[str]:
    """Run the line both languages have, of a site at another address, without waiting a minute."""
    said = {re.search(r"^ {4}\*/5 \* \* \* \* (curl .*)$", (ROOT / name).read_text(), re.MULTILINE) for name in NAMES}
    lines = {found[1] for found in said if found}
    (line,) = lines
    words = shlex.split(line.replace(SITE, site).replace("--retry-delay 60", "--retry-delay 1"))
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_silent_while_people_can_work_and_loud_when_they_cannot(
    live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    well = asked(live_server.url)
    assert (well.returncode, well.stdout + well.stderr) == (0, "")
    begun.write(begun.Begun("cctv.tar.age"))
    ill = asked(live_server.url)
    assert ill.returncode != 0
    assert "503" in ill.stderr


def test_loud_when_the_whole_machine_is_down() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        down = asked(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert down.returncode != 0
    assert down.stderr

"""How PostgreSQL and Redis are used, as a process of each kind sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.counted_elsewhere

ASK = """
import json, django
from django.conf import settings
import {entry}
print(json.dumps([settings.DATABASES["default"].get("OPTIONS"), settings.CELERY_BROKER_TRANSPORT_OPTIONS, settings.CELERY_TASK_ACKS_LATE]))
"""


def seen_by(entry: str, tmp_path: object) -> list[dict[str, object]]:
    """Return the engines' options in a process that begins with the module `entry`."""
    env = {
        "PATH": os.environ["PATH"], "CCTV_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod",
        "DATABASE_URL": "postgres://cctv@127.0.0.1:1/cctv", "CCTV_BROKER_URL": "redis://127.0.0.1:1/0",
    }  # fmt: skip
    asked = [sys.executable, "-c", ASK.format(entry=entry)]
    told = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    found: list[dict[str, object]] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize(("entry", "seconds"), [("cctv_admin.wsgi", 30), ("cctv_admin.celery", 0)])
def test_a_page_ends_after_half_a_minute_a_duty_when_it_is_done(entry: str, seconds: int, tmp_path: object) -> None:
    database, queue, is_late = seen_by(entry, tmp_path)
    assert database["options"] == (
        f"-c statement_timeout={seconds}s -c lock_timeout={seconds}s -c idle_in_transaction_session_timeout={seconds}s"
    )
    assert is_late
    assert queue["visibility_timeout"] == 6 * 3600
    assert queue["unacked_restore_throttle"] == 1


def test_a_log_can_be_one_object_a_line(tmp_path: object) -> None:
    env = {"PATH": os.environ["PATH"], "CCTV_DATA_DIR": str(tmp_path), "CCTV_LOG_FORMAT": "json"}
    said = "import django, logging; django.setup(); logging.getLogger('work').error('停止 %s', '寄送通知')"
    told = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, env={**env, "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    line = json.loads(told.stderr)
    assert {name: line[name] for name in ("level", "logger", "message")} == {
        "level": "ERROR", "logger": "work", "message": "停止 寄送通知",
    }  # fmt: skip
    assert line["at"]

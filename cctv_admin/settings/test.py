"""For pytest: its own throw-away data folder, an in-process broker, a fast hasher."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

data_dir = os.environ.get("CCTV_TEST_DATA_DIR")
if not data_dir:
    data_dir = tempfile.mkdtemp(prefix="cctv-test-")
    atexit.register(shutil.rmtree, data_dir, ignore_errors=True)
os.environ["CCTV_DATA_DIR"] = data_dir
os.environ.setdefault("CCTV_BROKER_URL", "memory://")
os.environ.setdefault("CCTV_EMAIL_URL", "memorymail://")

from cctv_admin.settings.base import *  # noqa: E402, F403
from cctv_admin.settings.base import DATABASES, INSTALLED_APPS  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # On disk, not in memory: threads, processes and triggers must behave as in a school.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA_DIR / "test.sqlite3")
    # A test whose machine stops has no reader: only here nothing waits for the disk.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

# Only here: lets the test runner's flush past the ledger's triggers.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.ledger_flush.apps.LedgerFlushConfig"]

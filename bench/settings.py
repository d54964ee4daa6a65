"""For benches: the product's own settings in a throw-away folder, and the peers beside it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "CCTV_DATA_DIR" not in os.environ:
    os.environ["CCTV_DATA_DIR"] = tempfile.mkdtemp(prefix="cctv-bench-")
    atexit.register(shutil.rmtree, os.environ["CCTV_DATA_DIR"], ignore_errors=True)

from cctv_admin.settings.base import *  # noqa: F403
from cctv_admin.settings.base import DATA_DIR, DATABASES, INSTALLED_APPS

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "simple_history", "bench.peers.apps.PeersConfig"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "bench.sqlite3")}

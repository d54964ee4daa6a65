"""For the shell and for development: plain `manage.py` uses this. Loopback only."""

from __future__ import annotations

from cctv_admin.settings.base import *  # noqa: F403
from cctv_admin.settings.base import env

DEBUG = env.bool("CCTV_DEBUG", default=True)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

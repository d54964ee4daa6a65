"""Telling people outside that something is wrong: by mail and webhook, when it begins, daily while it lasts, when it ends."""

from __future__ import annotations

from cctv_admin.alarms.telling import CHANNELS
from cctv_admin.alarms.watching import DUTY, WEB, Watched, begin_watching, keep_watch, watch

__all__ = ["CHANNELS", "DUTY", "WEB", "Watched", "begin_watching", "keep_watch", "watch"]

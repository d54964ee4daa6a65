"""Keeping watch: the web process sees that the worker has died, the worker that the site has; whoever sees it first tells it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from cctv_admin.alarms import rules
from cctv_admin.alarms.memory import open_memory
from cctv_admin.alarms.telling import CHANNELS
from cctv_admin.health import health_at

if TYPE_CHECKING:
    from cctv_admin.alarms.memory import Memory

logger = logging.getLogger(__name__)
WEB, DUTY = "web", "duty"
SILENT_FOR = dt.timedelta(minutes=10)
EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What is wrong now, in words, and how many messages went out."""

    wrong: dict[str, str]
    sent: int


def watch(by: str, now: dt.datetime) -> Watched:
    """Look once, as the web process or as a duty, and tell every channel what it does not know yet."""
    found = health_at(now)
    with open_memory() as memory:
        if memory is None:  # the other one is looking this moment
            return Watched(found.failures | found.warnings, 0)
        memory.seen[by] = now
        wrong = found.failures | found.warnings | _silent_site(memory, by, now)
        rules.follow(memory.alarms, wrong, now)
        return Watched(wrong, sum(_tell(memory, channel, now) for channel in _channels(memory)))


def keep_watch(stop: threading.Event, every: float = EVERY_SECONDS) -> None:
    """Look again and again until `stop`: a thread of the web process, which needs nobody to ring for it."""
    while not stop.wait(every):
        try:
            watch(WEB, timezone.now())
        except Exception:
            logger.exception("watching for alarms failed")  # and goes on: it is the last one who could say so
        finally:
            close_old_connections()


def begin_watching() -> threading.Event:
    """Start the thread of this process; it ends with it."""
    stop = threading.Event()
    threading.Thread(target=keep_watch, args=(stop,), name="alarms", daemon=True).start()
    return stop


def _silent_site(memory: Memory, by: str, now: dt.datetime) -> dict[str, str]:
    """Return that the site has kept no watch for long, where it ever did."""
    seen = memory.seen.get(WEB)
    if by == WEB or seen is None or now - seen <= SILENT_FOR:
        return {}
    return {"web": "網站程式沒有動靜，可能已停止"}


def _channels(memory: Memory) -> list[str]:
    found = [name for name, (setting, _) in CHANNELS.items() if getattr(settings, setting)]
    rules.forget_others(memory.alarms, found)
    return found


def _tell(memory: Memory, channel: str, now: dt.datetime) -> bool:
    events = rules.due(memory.alarms, channel, now)
    _, tell = CHANNELS[channel]
    if not events or not tell(events, now):
        return False
    rules.told(memory.alarms, channel, events, now)
    return True

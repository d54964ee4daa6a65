"""What was told stands in one small file of the data folder: the database, or Redis, may be what is wrong."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cctv_admin.alarms.rules import Alarm

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE, LOCK = "alarms.json", "alarms.lock"


@dataclass(slots=True)
class Memory:
    """The alarms of this installation, and when each kind of process last kept watch."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    seen: dict[str, dt.datetime] = field(default_factory=dict)


_unwritten: Memory | None = None
"""What this process could not write down: on a full disk it still tells everything once only."""


@contextlib.contextmanager
def open_memory() -> Iterator[Memory | None]:
    """Yield what is known and write down what became of it; None while another process has it."""
    global _unwritten  # noqa: PLW0603 the disk it should stand on is full
    folder = Path(settings.DATA_DIR)
    with contextlib.ExitStack() as stack:
        try:
            lock = stack.enter_context((folder / LOCK).open("a", encoding="ascii"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        except OSError:  # no lock to be had on this disk: better told twice than not
            pass
        memory = _unwritten or _read(folder / FILE)
        yield memory
        try:
            _write(folder / FILE, memory)
            _unwritten = None
        except OSError:
            _unwritten = memory


def _read(path: Path) -> Memory:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Memory(
            {reason: _alarm(one) for reason, one in said["alarms"].items()},
            {name: dt.datetime.fromisoformat(at) for name, at in said["seen"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # not there yet, or torn: begin anew
        return Memory()


def _alarm(said: dict[str, Any]) -> Alarm:
    told = {channel: dt.datetime.fromisoformat(at) for channel, at in said["told"].items()}
    return Alarm(dt.datetime.fromisoformat(said["since"]), str(said["said"]), told, bool(said["ended"]))


def _write(path: Path, memory: Memory) -> None:
    alarms = {
        reason: {
            "since": alarm.since.isoformat(), "said": alarm.said, "ended": alarm.ended,
            "told": {channel: at.isoformat() for channel, at in alarm.told.items()},
        }
        for reason, alarm in memory.alarms.items()
    }  # fmt: skip
    seen = {name: at.isoformat() for name, at in memory.seen.items()}
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"alarms": alarms, "seen": seen}, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)

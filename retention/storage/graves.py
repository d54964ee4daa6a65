"""The list of known destructions beside the copies: append-only, durable, outside the database (house, invariant 4).

A copy has two lines. `begun` is intent, written before the database commits; `gone` says that it has, and that the key
is no more. So a database of before is known by a line `gone` whose copy it still has, and a crash between the two by its
missing. One JSON object a line; a line torn by a crash is passed over, and what follows begins a line of its own.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

NAME = "destroyed.jsonl"
BEGUN, GONE = "begun", "gone"
APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Grave:
    """What is known of one destruction: which copy, by which 銷毀清冊 and on whose word, when (ISO 8601)."""

    key: uuid.UUID
    number: str
    record: str
    people: str
    at: str


@dataclass(slots=True)
class Graves:
    """All lines read: what was begun, what is known to be gone, and how many lines say nothing."""

    begun: dict[uuid.UUID, Grave] = field(default_factory=dict)
    gone: dict[uuid.UUID, Grave] = field(default_factory=dict)
    unreadable: int = 0


def write_grave(root: int, step: str, grave: Grave) -> None:
    """Append one line to the list in the open folder of copies, durably. Raises OSError."""
    said = {
        "step": step, "key": str(grave.key), "number": grave.number, "record": grave.record, "people": grave.people,
        "at": grave.at,
    }  # fmt: skip
    line = f"{json.dumps(said, ensure_ascii=False)}\n".encode()
    descriptor = os.open(NAME, APPEND, 0o600, dir_fd=root)
    try:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line
        view = memoryview(line)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.fsync(root)


def read_graves(root: int) -> Graves:
    """Return the list in the open folder of copies; an empty one when nothing was ever destroyed. Raises OSError."""
    try:
        descriptor = os.open(NAME, READ, dir_fd=root)
    except FileNotFoundError:
        return Graves()
    with os.fdopen(descriptor, "rb") as file:
        return _read(file.read())


def read_graves_at(path: str) -> Graves:
    """Return the list of another installation or of a backup. Raises OSError."""
    return _read(Path(path).read_bytes())


def _read(text: bytes) -> Graves:
    found = Graves()
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            words = [str(said[name]) for name in ("number", "record", "people", "at")]
            grave = Grave(uuid.UUID(said["key"]), *words)
            {BEGUN: found.begun, GONE: found.gone}[said["step"]][grave.key] = grave
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.unreadable += 1
    return found

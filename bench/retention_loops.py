"""What the engine is measured against: bare loops over the same tree, and a loop of the peers' shape."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from bench.retention_trees import NAMES

if TYPE_CHECKING:
    from bench.retention_trees import Tree


def bare_walk(tree: Tree) -> int:
    """Read every name."""
    return sum(len(files) for _, _, files in os.walk(tree.root))


def walk_stat_unlink(tree: Tree) -> int:
    """Read every name, ask the state of every file, unlink what is due."""
    return _walk(tree, stat=True)


def walk_unlink(tree: Tree) -> int:
    """Read every name, unlink what is due."""
    return _walk(tree, stat=False)


def _walk(tree: Tree, *, stat: bool) -> int:
    gone = 0
    for folder, _, files in os.walk(tree.root):
        day = os.path.relpath(folder, tree.root)[:10]
        is_due = len(files) > 1 and tree.is_due(day)
        for name in files:
            path = os.path.join(folder, name)  # noqa: PTH118 - the fastest plain loop
            if stat:
                os.stat(path)  # noqa: PTH116
            if is_due:
                os.unlink(path)  # noqa: PTH108
                gone += 1
    return gone


def scandir_stat_unlink(tree: Tree) -> int:
    """The same as cheaply as Python can: `scandir` gives the folders for nothing."""
    gone = 0
    folders = [str(tree.root)]
    while folders:
        folder = folders.pop()
        is_due = tree.is_due(os.path.relpath(folder, tree.root)[:10])
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                entry.stat(follow_symlinks=False)
                if is_due and entry.name.endswith(".mp4"):
                    os.unlink(entry.path)  # noqa: PTH108
                    gone += 1
    return gone


class Peer:
    """A row a segment in SQLite, as recorders keep: select what has expired, unlink each, delete the rows."""

    def __init__(self, folder: Path) -> None:
        """Make an empty database as a recorder would: WAL, no sync per commit, an index on camera and time."""
        self.database = sqlite3.connect(folder / "peer.sqlite3", isolation_level=None)
        self.database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE segment (id TEXT PRIMARY KEY, camera TEXT, path TEXT UNIQUE, start REAL, end REAL, size REAL);"
            "CREATE INDEX by_camera ON segment (camera, start, end);"
        )

    def know(self, tree: Tree) -> None:
        """Enter a row for every segment, which a recorder does while it records: not measured."""
        rows = (
            (f"{number}-{name}", folder.name, f"{folder}/{name}", number * 3600.0 + place * 10, number * 3600.0 + place * 10 + 10, 0)
            for number, folder in enumerate([*tree.due, *tree.kept])
            for place, name in enumerate(NAMES)
        )  # fmt: skip
        self.database.execute("BEGIN")
        self.database.execute("DELETE FROM segment")
        self.database.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", rows)
        self.database.execute("COMMIT")
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def sweep_in_batches(self, tree: Tree) -> int:
        """Unlink all that expired of a camera, then delete its rows by their keys, 1,000 at a time."""
        gone: list[str] = []
        for camera in self._cameras():
            for key, path in self._expired(tree, camera):
                Path(path).unlink(missing_ok=True)
                gone.append(key)
        for start in range(0, len(gone), 1000):
            part = gone[start : start + 1000]
            self.database.execute(f"DELETE FROM segment WHERE id IN ({','.join('?' * len(part))})", part)
        return len(gone)

    def sweep_row_by_row(self, tree: Tree) -> int:
        """Unlink a segment, delete its row, go on to the next."""
        gone = 0
        for camera in self._cameras():
            for key, path in self._expired(tree, camera):
                Path(path).unlink(missing_ok=True)
                self.database.execute("DELETE FROM segment WHERE id = ?", (key,))
                gone += 1
        return gone

    def close(self) -> None:
        """Close the database."""
        with contextlib.suppress(sqlite3.Error):
            self.database.close()

    def _cameras(self) -> list[str]:
        return [camera for (camera,) in self.database.execute("SELECT DISTINCT camera FROM segment ORDER BY camera")]

    def _expired(self, tree: Tree, camera: str) -> list[tuple[str, str]]:
        before = len(tree.due) * 3600.0
        asked = "SELECT id, path FROM segment WHERE camera = ? AND start < ? ORDER BY start"
        return list(self.database.execute(asked, (camera, before)))

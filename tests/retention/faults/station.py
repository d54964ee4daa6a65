"""A school under test: its data folder, its recordings, the real command over them, and what both say afterwards."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.house.source import ROOT, newcomer_environment
from tests.retention.faults.tree import links_of, make_tree, survivors
from tests.retention.recordings import left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENFORCE = ("enforce_retention", "--json")
ATTACH_SECONDS = 30
KILLED = -9


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and everything it printed."""

    code: int
    output: str

    @property
    def sources(self) -> list[dict[str, Any]]:
        """What it said of each source."""
        lines = [line for line in self.output.splitlines() if line.startswith('{"sources"')]
        found: list[dict[str, Any]] = json.loads(lines[-1])["sources"]
        return found


class Station:
    """A data folder and a folder of recordings, made once and put back before each run."""

    def __init__(self, folder: Path, *, hours: int = 1, every: int = 120) -> None:
        """Make both, with the product's own services."""
        self.folder, self.data, self.root = folder, folder / "data", folder / "recordings"
        self.now = dt.datetime.now(dt.UTC)
        self.root.mkdir(parents=True)
        make_tree(self.root, self.now, hours=hours, every=every)
        subprocess.run(
            [sys.executable, "-m", "tests.retention.faults.making", str(self.root)],
            cwd=ROOT, env=self.environment, check=True,
        )  # fmt: skip
        self.files, self.links = left(self.root), links_of(self.root)
        self.expected = survivors(self.files, self.links, self.now)
        self.keep()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process of this school."""
        settings = {"DJANGO_SETTINGS_MODULE": "cctv_admin.settings.dev", "CCTV_DEBUG": "0"}
        return newcomer_environment(self.data, **settings)

    was_injected = False
    """Whether the last error that was to be injected was met."""

    def keep(self) -> None:
        """Let `restore` put back what is there now."""
        for name in ("data", "recordings"):
            if (self.folder / f"pristine-{name}").exists():
                _remove(self.folder / f"pristine-{name}")
            _copy(self.folder / name, self.folder / f"pristine-{name}", link=False)

    def restore(self) -> None:
        """Put the data folder and the recordings back as they were made."""
        for name, link in (("data", False), ("recordings", True)):
            _remove(self.folder / name)
            _copy(self.folder / f"pristine-{name}", self.folder / name, link=link)

    def command(self, *args: str, before: Sequence[str] = (), **more: str) -> Done:
        """Run `manage.py` as an operator would, in a new process, for instance below `before` faketime."""
        done = subprocess.run(
            [*before, sys.executable, "manage.py", *args],
            cwd=ROOT, env=self.environment | more, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return Done(done.returncode, done.stdout)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Ask the school's SQLite."""
        with contextlib.closing(sqlite3.connect(self.data / "db.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(sql)]

    def change(self, sql: str) -> None:
        """Change the school's SQLite behind the product's back."""
        with contextlib.closing(sqlite3.connect(self.data / "db.sqlite3")) as database, database:
            database.execute(sql)

    def records(self) -> list[tuple[dict[str, Any], list[str]]]:
        """Return every record of a destruction with the paths its manifest names, the hash asked anew."""
        found = []
        for row in self.rows("SELECT * FROM retention_destruction ORDER BY id"):
            body = (self.data / "retention" / "manifests" / f"{uuid.UUID(str(row['manifest']))}.jsonl").read_bytes()
            assert hashlib.sha256(body).hexdigest() == row["manifest_sha256"]
            lines = [json.loads(line) for line in body.splitlines()]
            found.append((row, [f"{folder}/{name}" for folder, _, files in lines for name, _, _ in files]))
        return found

    def assert_truthful(self, *, expected: set[str] | None = None) -> None:
        """What is left is what the decision leaves; what went is in exactly one finished record, whose counts are true.

        What a record names as failed is no destruction of it: a later one may have taken it.
        """
        now_left = left(self.root)
        assert now_left == (self.expected if expected is None else expected)
        gone = self.files - now_left
        destroyed: list[str] = []
        unconfirmed: set[str] = set()
        for row, paths in self.records():
            said = row["failures"] if isinstance(row["failures"], list) else json.loads(row["failures"])
            failures = {failure["path"]: failure["reason"] for failure in said}
            assert row["finished_at"] is not None
            assert row["planned_files"] == row["done_files"] == len(paths)
            assert row["destroyed_files"] == len((gone & set(paths)) - set(failures))
            assert row["failed_files"] == len(failures)
            assert row["destroyed_files"] + row["held_files"] + row["failed_files"] == row["planned_files"]
            destroyed += [path for path in paths if path in gone and path not in failures]
            unconfirmed |= {path for path, reason in failures.items() if "無法確認" in reason}
        assert len(destroyed) == len(set(destroyed))
        assert gone - unconfirmed <= set(destroyed) <= gone


class Warm:
    """The started interpreter of a station: commands start in milliseconds, and can be traced from their first call."""

    def __init__(self, station: Station) -> None:
        """Start it; `close` ends it."""
        self.station = station
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.retention.faults.warm"],
            cwd=ROOT, env=station.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._heard() == "ready"

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def start(self, *args: str) -> int:
        """Fork a child for one command, waiting to be let go; return its pid."""
        self._tell({"args": args, "output": str(self.station.folder / "output")})
        return int(self._heard())

    def finish(self) -> Done:
        """Let the waiting child go and return how it ended."""
        self.let_go()
        return self.ended()

    def let_go(self) -> None:
        """Let the waiting child go."""
        self._tell("go")

    def ended(self) -> Done:
        """Wait for the child that was let go."""
        code = int(self._heard())
        return Done(code, (self.station.folder / "output").read_text(encoding="utf-8"))

    def run(self, *args: str) -> Done:
        """Run one command."""
        self.start(*args)
        return self.finish()

    def traced(self, *options: str, args: Sequence[str] = ENFORCE) -> tuple[Done, list[str]]:
        """Run one command under strace with these options; return how it ended and the lines of the trace."""
        log = self.station.folder / "trace"
        pid = self.start(*args)
        command = ["strace", "-f", "-qq", "-o", str(log), *options, "-p", str(pid)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as tracer:
            deadline = time.monotonic() + ATTACH_SECONDS
            while not _is_traced(pid):
                assert tracer.poll() is None, tracer.communicate()[1]
                assert time.monotonic() < deadline, "strace did not attach"
                time.sleep(0.001)
            done = self.finish()
            tracer.wait(30)
        return done, log.read_text(encoding="utf-8", errors="replace").splitlines()

    def _tell(self, what: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(what)}\n")
        self.process.stdin.flush()

    def _heard(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@contextlib.contextmanager
def warm(station: Station) -> Iterator[Warm]:
    """Keep a started interpreter for a while."""
    started = Warm(station)
    try:
        yield started
    finally:
        started.close()


def _is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return "TracerPid:\t0\n" not in status


def _copy(source: Path, target: Path, *, link: bool) -> None:
    """Copy a tree with all its times; recordings as hard links, for a run unlinks them and never writes into one."""
    shutil.copytree(source, target, symlinks=True, copy_function=_link if link else shutil.copy2)


def _link(source: str, target: str) -> None:
    if Path(source).name.startswith(".cctv-source"):
        shutil.copy2(source, target)
    else:
        os.link(source, target, follow_symlinks=False)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=False)

"""The database server dies while files go: the pass ends, the server comes back, the next pass completes the work."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2  # type: ignore[import-untyped]
import pytest

from script.lib import servers
from tests.retention.faults.station import ENFORCE, Station, warm
from tests.retention.recordings import left

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60


class Server:
    """A PostgreSQL of our own that can be killed by its pid and started again over the same data."""

    def __init__(self, folder: Path) -> None:
        """Make an empty cluster."""
        self.folder, self.programs = folder, servers.postgresql_programs()
        self.port = servers.free_port()
        self.user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(folder, **self.user)
        make = [str(self.programs / "initdb"), "--username=cctv", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [*make, f"--pgdata={folder / 'data'}"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **self.user
        )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"postgres://cctv@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers; what a killed one left running ends by itself."""
        serve = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        serve += ["-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"]
        ready = [str(self.programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        deadline = time.monotonic() + START_SECONDS
        self.process = subprocess.Popen(
            serve, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.user
        )
        while subprocess.run(ready, check=False).returncode:
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            if self.process.poll() is not None:
                self.process = subprocess.Popen(
                    serve, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.user
                )
            time.sleep(0.1)

    def end(self, how: signal.Signals) -> None:
        """End it."""
        self.process.send_signal(how)
        self.process.wait(30)


class OnPostgreSQL(Station):
    """The same school with its rows on a server."""

    url = ""

    @property
    def environment(self) -> dict[str, str]:
        """As on one machine, but for the address."""
        return super().environment | {"DATABASE_URL": self.url}

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Ask the server."""
        with contextlib.closing(psycopg2.connect(self.url)) as database, database.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def server() -> Iterator[Server]:
    try:
        servers.postgresql_programs()
    except servers.ServerMissing as missing:
        pytest.skip(f"without {missing}")
    with tempfile.TemporaryDirectory(prefix="cctv-postgresql-", ignore_cleanup_errors=True) as name:
        made = Server(Path(name))
        made.start()
        try:
            yield made
        finally:
            made.end(signal.SIGINT)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine")
def test_the_server_dies_while_files_go_and_comes_back(server: Server, tmp_path: Path) -> None:
    OnPostgreSQL.url = server.url
    station = OnPostgreSQL(tmp_path / "station")
    with warm(station) as started:
        pid = started.start(*ENFORCE)
        slow = ["-e", "trace=unlinkat", "-e", "inject=unlinkat:delay_enter=50000"]
        with subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", *slow, "-p", str(pid)]):
            time.sleep(0.5)
            started.let_go()
            deadline = time.monotonic() + START_SECONDS
            while _counted(station.root) > len(station.files) - 20:
                assert time.monotonic() < deadline, "nothing went"
                time.sleep(0.02)
            server.end(signal.SIGKILL)
            ended = started.ended()
        assert ended.code == 1, ended.output
        halfway = left(station.root)
        assert station.expected < halfway < station.files
        assert started.run(*ENFORCE).code == 1, "without a database nothing is done"
        assert left(station.root) == halfway
        server.start()
        assert started.run(*ENFORCE).code == 0
        station.assert_truthful()
        records = station.records()
        assert [row["resumed"] for row, _ in records] == [1]
        assert started.run(*ENFORCE).code == 0
        assert station.records() == records
        assert started.run("verify_ledger").code == 0


def _counted(root: Path) -> int:
    """Count while folders go away."""
    return sum(not name.startswith(".cctv-source") for _, _, names in os.walk(root) for name in names)

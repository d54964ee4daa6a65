"""PostgreSQL and Redis that can be stopped and killed while others work on them, and a disk that can be filled."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

from script.lib import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 90


class Engine:
    """A server process: started until it answers, stopped, killed."""

    serve: list[str]
    ready: list[str]

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, servers.free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.user: dict[str, Any] = {}

    def start(self) -> None:
        """Start it and wait until it answers; one whose forerunner has not let go yet is started again."""
        deadline = time.monotonic() + START_SECONDS
        while self.process is None or subprocess.run(self.ready, check=False, capture_output=True).returncode:
            if self.process is None or self.process.poll() is not None:
                with (self.folder / "engine.log").open("ab") as log:
                    self.process = subprocess.Popen(self.serve, cwd=self.folder, stdout=log, stderr=log, **self.user)
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.serve[0]} did not start")
            time.sleep(0.1)

    def end(self, how: signal.Signals) -> None:
        """End it by a signal."""
        assert self.process
        self.process.send_signal(how)
        self.process.wait(60)
        self.process = None


class Postgres(Engine):
    """As Debian and the image set it up: what was committed is on the disk. Its log of writing ahead is kept small."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        programs = servers.postgresql_programs()
        self.user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(folder, **self.user)
        make = [str(programs / "initdb"), "--username=cctv", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = [*make, f"--pgdata={folder / 'data'}"]
        subprocess.run(made, check=True, cwd=folder, stdout=subprocess.DEVNULL, **self.user)
        self.serve = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(self.port), "-k", str(folder)]
        for setting in ("listen_addresses=127.0.0.1", "max_wal_size=96MB", "min_wal_size=32MB"):
            self.serve += ["-c", setting]
        self.ready = [str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]

    @property
    def url(self) -> str:
        """As a DATABASE_URL."""
        return f"postgres://cctv@127.0.0.1:{self.port}/postgres"


class Redis(Engine):
    """As the compose file runs it: it keeps nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        program = shutil.which("redis-server")
        if not program:
            raise servers.ServerMissing("redis-server (apt-get install redis-server)")
        keeps_nothing = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        self.serve = [program, "--port", str(self.port), "--bind", "127.0.0.1", *keeps_nothing]
        self.ready = [shutil.which("redis-cli") or "redis-cli", "-p", str(self.port), "ping"]

    @property
    def url(self) -> str:
        """As a broker's address."""
        return f"redis://127.0.0.1:{self.port}/0"


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Mount a small file system of its own at `folder`; without the right to, yield False and use the folder as it is."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    folder.chmod(0o755)
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk `folder` lies on to its last byte; return the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1024 * 1024
        while size:
            try:
                file.write(b"\0" * size)
            except OSError:
                size //= 2
    return filler


def stop_of(engine: Engine) -> signal.Signals:
    """Which signal stops an engine at once, as a power cut of its machine would end its clients' connections."""
    return signal.SIGQUIT if isinstance(engine, Postgres) else signal.SIGKILL

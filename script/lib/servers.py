"""Throw-away servers for tests and benches: started on a free port of loopback, ended with everything they wrote."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 30
STOP_SECONDS = 20


class ServerMissing(Exception):
    """Raised when the program is not on this machine; says what to install."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Run a fresh PostgreSQL cluster without fsync and yield its address as a DATABASE_URL; raises ServerMissing."""
    programs = postgresql_programs()
    port = free_port()
    as_user: Mapping[str, str] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="cctv-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if as_user:  # PostgreSQL refuses to run as root
            shutil.chown(folder, **as_user)
        make = [str(programs / "initdb"), "--username=cctv", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        make += ["--no-sync", f"--pgdata={folder / 'data'}"]
        subprocess.run(make, check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_user)  # type: ignore[call-overload]
        serve = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder)]
        for setting in ("listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off", "full_page_writes=off"):
            serve += ["-c", setting]
        ready = [str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
        with _running(serve, folder / "log", ready, stop=signal.SIGINT, as_user=as_user):
            yield f"postgres://cctv@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis that keeps nothing and yield its address as a broker URL; raises ServerMissing."""
    program = shutil.which("redis-server")
    if not program:
        raise ServerMissing("redis-server (apt-get install redis-server)")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="cctv-redis-") as name:
        serve = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", name]
        ready = [shutil.which("redis-cli") or "redis-cli", "-p", str(port), "ping"]
        with _running(serve, Path(name) / "log", ready, stop=signal.SIGTERM, as_user={}):
            yield f"redis://127.0.0.1:{port}/0"


def postgresql_programs() -> Path:
    """Return the folder of initdb and postgres: the newest of Debian's, else the one on PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if not found:
        raise ServerMissing("PostgreSQL (apt-get install postgresql)")
    return Path(found).resolve().parent


def free_port() -> int:
    """Return a port of loopback nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(
    serve: list[str], log: Path, ready: list[str], *, stop: signal.Signals, as_user: Mapping[str, str]
) -> Iterator[None]:
    with log.open("wb") as output:
        server = subprocess.Popen(  # type: ignore[call-overload]
            serve, cwd=log.parent, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **as_user
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False, capture_output=True).returncode:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{serve[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        server.send_signal(stop)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

"""The product as a server runs it, natively: the processes of docker-compose.yml on PostgreSQL and Redis, restarted as there."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.decade.stored import ROOT
from script.lib import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.decade.stored import Filled

ADDRESS = "http://127.0.0.1:{port}"
PYTHON = sys.executable
RESTART_SECONDS = 1.0
"""Docker's `unless-stopped` waits less at first; systemd's default is a tenth of it."""


@dataclass
class Served:
    """Web, worker and beat of one school; `keeper` starts again whatever ended without being stopped."""

    filled: Filled
    redis: str
    folder: Path
    port: int
    application: str = "cctv_admin.wsgi:application"
    extra: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it answers."""
        return ADDRESS.format(port=self.port)

    @property
    def environment(self) -> dict[str, str]:
        """As the compose file sets it."""
        own = {
            "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod", "CCTV_PUBLIC_URL": self.url, "CCTV_BROKER_URL": self.redis,
            "CCTV_BACKUP_DIR": str(self.folder / "backups"), "CCTV_LOG_FORMAT": "json",
        }  # fmt: skip
        return self.filled.environment | own | self.extra

    def commands(self) -> dict[str, list[str]]:
        """The commands of docker-compose.yml."""
        celery = [PYTHON, "-m", "celery", "--quiet", "--app=cctv_admin"]
        schedule = f"--schedule={self.folder / 'beat-schedule'}"
        return {
            "web": [
                PYTHON, "-m", "gunicorn", self.application, f"--bind=127.0.0.1:{self.port}", "--workers=2", "--threads=4",
                "--no-control-socket",
            ],
            "worker": [*celery, "worker", "--concurrency=2", "--loglevel=WARNING", "--hostname=worker@cctv"],
            "beat": [*celery, "beat", schedule, "--loglevel=WARNING"],
        }  # fmt: skip

    def start(self, name: str) -> None:
        """Start one of the processes; what it says goes to its log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands()[name], env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """kill -9 of the process and all its children, as when the machine's memory is full."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, signal.SIGKILL)

    def keep(self) -> None:
        """Start again what ended, until it is over."""
        while not self._over.wait(0.1):
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self._over.wait(RESTART_SECONDS):
                    self.restarts += 1
                    self.start(name)

    def stop(self) -> None:
        """End everything."""
        self._over.set()
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for name, process in self.running.items():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill(name)

    def is_up(self, seconds: float = 3) -> bool:
        """Say whether the site answers, and its health page that all is well enough."""
        page = "/health/" if self.application.startswith("cctv_admin") else "/accounts/user/"
        try:
            with urllib.request.urlopen(f"{self.url}{page}", timeout=seconds) as answer:  # noqa: S310 - loopback
                return bool(answer.status == 200)
        except OSError:
            return False


@contextlib.contextmanager
def served(
    filled: Filled, redis: str, folder: Path, *names: str, application: str = "", **extra: str
) -> Iterator[Served]:
    """Serve a school with the processes `names` until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    site = Served(filled, redis, folder, servers.free_port(), extra=extra)
    site.application = application or site.application
    if not application:
        subprocess.run(
            [PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
            env=site.environment,
            cwd=ROOT,
            check=True,
        )
    for name in names:
        site.start(name)
    keeper = threading.Thread(target=site.keep, daemon=True)
    try:
        deadline = time.monotonic() + 60
        while not site.is_up():
            if time.monotonic() > deadline:
                raise RuntimeError((folder / "web.log").read_text(encoding="utf-8"))
            time.sleep(0.2)
        keeper.start()
        yield site
    finally:
        site.stop()

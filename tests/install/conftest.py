"""A server of a school in a folder of its own: real PostgreSQL and Redis, real processes, everything but systemd."""

from __future__ import annotations

import shutil
import socket
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from script.lib import prepare, servers
from script.lib.install import environment, installing, releases, upgrading
from script.lib.install.machine import Machine, run
from script.lib.install.options import Options
from script.lib.install.services import ByHand
from script.lib.install.site import Site
from tests.house.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Engines", "Server"]


@dataclass(frozen=True)
class Engines:
    """The addresses of a PostgreSQL and a Redis that several schools share."""

    postgres: str
    redis: str


class Running(ByHand):
    """As where there is no systemd, but what was started goes on: as systemd would let it."""

    lasts = True

    def leave(self) -> None:
        """Leave it running."""

    @property
    def release(self) -> Path:
        """Where the process that answers has its code."""
        assert self._web is not None
        return Path(f"/proc/{self._web.pid}/cwd").resolve()


@dataclass
class Server:
    """One school on the shared engines."""

    site: Site
    options: Options
    services: Running

    def install(self, *, dry: bool = False) -> int:
        """Install, and return how many things were changed."""
        machine = Machine(dry=dry)
        installing.install(machine, self.site, self.options, self.services)
        return machine.changes

    def upgrade(self, *tag: str) -> None:
        """Upgrade to a tag, the newest when none is named."""
        upgrading.upgrade(Machine(), self.site, replace(self.options, words=tag), self.services)

    def manage(self, *words: str, owner: bool = False, **more: str) -> str:
        """Run a command of the release that runs."""
        release = releases.running(self.site)
        assert release is not None
        env = environment.of_processes(self.site, owner=owner) | more
        return installing.manage(self.site, release, list(words), env)

    def ask(self, statement: str) -> str:
        """Ask the school's database."""
        psql = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", statement]
        return run([*psql, self.options.postgres.rpartition("/")[0] + f"/{self.site.name}"]).strip()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """One PostgreSQL and one Redis."""
    with servers.postgresql() as postgres, servers.redis() as redis:
        yield Engines(postgres, redis)


def server_at(root: Path, name: str, engines: Engines) -> Server:
    """Return a school that is not installed yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    account = Path.home().owner()
    options = Options(
        name=name, port=port, url=f"http://127.0.0.1:{port}", root=root, account=account,
        postgres=engines.postgres, redis=engines.redis,
    )  # fmt: skip
    site = Site(name, root, account)
    site.code.mkdir(parents=True)
    (site.code / "tools").symlink_to(prepare.TOOLS)  # the uv of this checkout: not fetched again
    return Server(site, options, Running(site, options))


def git(folder: Path, *words: str) -> str:
    """Run git as nobody in particular."""
    who = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
    done = subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def clone(target: Path) -> Path:
    """Clone what is committed here."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True)
    return target


def commit(folder: Path, tag: str, files: dict[str, str]) -> None:
    """Commit files on top of what is checked out, and give the commit a tag."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(folder, "tag", tag)


def is_missing(*programs: str) -> bool:
    """Say whether one of these programs is not on this machine."""
    return not all(shutil.which(program) for program in programs)

"""The filled database as a dump in `var/bench`: filled once, brought back in a minute, filled anew when its source changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

from script.lib import servers

ROOT = Path(__file__).resolve().parent.parent.parent
STORE = ROOT / "var" / "bench"
SOURCES = ("bench/decade/*.py", "cctv_admin/demo/*.py", "*/migrations/*.py")
KEPT_SECONDS = 7 * 86_400
"""Older data is filled anew: what was on the way a week ago is late by now."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A database filled with ten years or a share of them, and the data folder that belongs to it."""

    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to work on it."""
        own = {
            "DATABASE_URL": self.url,
            "CCTV_DATA_DIR": str(self.folder),
            "CCTV_DEMO": "1",
            "CCTV_BROKER_URL": "memory://",
        }
        return dict(os.environ) | own


def make_ready(server: str, share: float, where: Path) -> Filled:
    """Bring the data back as a new database of `server` (a DATABASE_URL), its folder below `where`; fill it if need be."""
    percent = f"{share:.0%}".rstrip("%")
    kept = STORE / f"decade-{percent}-{_fingerprint()}"
    name = f"decade_{percent}"
    filled = Filled(f"{server.rsplit('/', 1)[0]}/{name}", where / name)
    _new_database(server, name)
    if _is_fresh(kept):
        shutil.copytree(kept / "data", filled.folder)
        programs = servers.postgresql_programs()
        restore = [str(programs / "pg_restore"), "--no-owner", "--jobs=2", f"--dbname={filled.url}", str(kept / "dump")]
        subprocess.run(restore, check=True)
        subprocess.run([str(programs / "vacuumdb"), "--quiet", "--analyze", f"--dbname={filled.url}"], check=True)
    else:
        _fill(filled, share)
        _keep(filled, kept)
    return filled


def _fingerprint() -> str:
    """What the data is made by: the source that fills it, the demonstration, and which migrations there are."""
    files = [file for pattern in SOURCES for file in sorted(ROOT.glob(pattern)) if ".venv" not in file.parts]
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()[:12]


def _is_fresh(kept: Path) -> bool:
    dump = kept / "dump"
    return dump.exists() and time.time() - dump.stat().st_mtime < KEPT_SECONDS


def _new_database(server: str, name: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()


def _fill(filled: Filled, share: float) -> None:
    filled.folder.mkdir(parents=True)
    environment = filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    for command in (
        ["manage.py", "migrate", "--noinput", "--verbosity=0"],
        ["-m", "bench.decade.fill", f"--share={share}"],
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def _keep(filled: Filled, kept: Path) -> None:
    """Keep it whole or not at all, and nothing of what was filled by older source."""
    for old in STORE.glob(f"{kept.name.rsplit('-', 1)[0]}-*"):
        shutil.rmtree(old)
    draft = kept.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(filled.folder, draft / "data")
    programs = servers.postgresql_programs()
    dump = [str(programs / "pg_dump"), "--format=custom", "--compress=1", f"--file={draft / 'dump'}", filled.url]
    subprocess.run(dump, check=True)
    draft.rename(kept)

"""What breaks while people work: `script/bench faults`, which writes docs/reliability.md.

Web, worker and beat as docker-compose.yml runs them and starts them again, on a PostgreSQL and a Redis of this machine.
Teachers send requests, the chain signs them, viewings begin and end, guards keep footage, others look at pages; meanwhile
one thing after another is killed, stopped, filled or doubled. Afterwards every act is looked for in the database: whatever
an answer said yes to must stand there, and nothing twice.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2  # type: ignore[import-untyped]

from bench.acting import Diary, School
from bench.decade.stored import ROOT, Filled, make_ready
from bench.doubling import rung_again
from bench.engines import Postgres, Redis, fill, small_disk, stop_of
from bench.reliability import write_page
from bench.serving import PYTHON, Served, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.acting import Deed
    from bench.engines import Engine

DISK_MEGABYTES = 900
WHERE = {
    "submit": "SELECT count(*) FROM requests_reviewrequest WHERE status <> 'draft' AND reason LIKE %s",
    "sign": "SELECT count(*) FROM requests_approval WHERE opinion LIKE %s",
    "start": "SELECT count(*) FROM requests_viewingsession WHERE people_present LIKE %s",
    "end": "SELECT count(*) FROM requests_viewingsession WHERE remarks LIKE %s",
    "hold": "SELECT count(*) FROM retention_hold WHERE form_key::text LIKE %s",
}
READERS = {
    "teacher30": ["/", "/requests/"], "teacher31": ["/", "/requests/new/"], "handler": ["/requests/?view=waiting", "/"],
    "principal": ["/", "/ledger/register/"], "auditor": ["/ledger/", "/retention/copies/"],
}  # fmt: skip


@dataclass
class Fault:
    """One thing that breaks: how it is done and undone, and what came of it."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]
    lasts: float
    began_at: float = 0.0
    ended_at: float = 0.0
    found: dict[str, float] = field(default_factory=dict)


@dataclass
class Scene:
    """The processes, the engines and the disk of one run."""

    site: Served
    postgres: Postgres
    redis: Redis
    disk: Path
    is_own_disk: bool

    def faults(self) -> list[Fault]:
        """Everything the issue names, in order."""
        outage = 30.0
        return [
            Fault("kill -9 of web", lambda: self.site.kill("web"), _nothing, 0),
            Fault("kill -9 of the worker", lambda: self.site.kill("worker"), _nothing, 0),
            Fault("kill -9 of beat", lambda: self.site.kill("beat"), _nothing, 0),
            self._outage("PostgreSQL stopped", self.postgres, outage),
            self._outage("Redis stopped, its data lost", self.redis, outage),
            Fault("kill -9 of Redis, its data lost", lambda: self.redis.end(signal.SIGKILL), self.redis.start, 0),
            Fault("disk full", lambda: _keep(fill(self.disk)), self._free, outage),
            Fault("every duty rung twice at once", self.ring_twice, _nothing, 0),
        ]

    def _outage(self, name: str, engine: Engine, seconds: float) -> Fault:
        return Fault(name, lambda: engine.end(stop_of(engine)), engine.start, seconds)

    def _free(self) -> None:
        (self.disk / "filler").unlink()
        if self.postgres.process is None or self.postgres.process.poll() is not None:
            self.postgres.process = None  # what its supervisor would do: a full disk may end it
            self.postgres.start()

    def ring_twice(self) -> None:
        """Ring for every duty twice at the same moment; the worker has two hands."""
        code = (
            "import django; django.setup(); from django.conf import settings; from cctv_admin.celery import app\n"
            "for entry in settings.CELERY_BEAT_SCHEDULE.values():\n"
            "    [app.send_task(entry['task']) for _ in range(2)]"
        )
        subprocess.run([PYTHON, "-c", code], env=self.site.environment, cwd=ROOT, check=True)


def _nothing() -> None:
    """What was killed is started again by who keeps it."""


def _keep(_: Path) -> None:
    """The filler stays until it is removed."""


def main() -> None:
    """Run every fault under load, count, write the page; exit 1 when an accepted act is lost or stands twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quiet", type=float, default=25, help="seconds of undisturbed work after each fault")
    parser.add_argument("--only", default="", help="only faults whose name contains this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cctv-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with small_disk(folder / "disk", DISK_MEGABYTES) as is_own:
            sys.exit(_run(folder, is_own, options))


def _run(folder: Path, is_own: bool, options: argparse.Namespace) -> bool:  # noqa: FBT001
    (folder / "disk" / "postgres").mkdir()
    (folder / "redis").mkdir()
    postgres, redis = Postgres(folder / "disk" / "postgres"), Redis(folder / "redis")
    postgres.start()
    redis.start()
    try:
        made = make_ready(postgres.url, 0.01, folder)
        # Moved afterwards: with less than the reserve free, no copy is taken in, not even one of the demonstration.
        filled = Filled(made.url, Path(shutil.move(made.folder, folder / "disk" / "data")))
        with served(filled, redis.url, folder / "served", "web", "worker", "beat") as site:
            scene = Scene(site, postgres, redis, folder / "disk", is_own)
            faults = [fault for fault in scene.faults() if options.only in fault.name]
            diary = _let_them_work(scene, faults, options.quiet)
            restarts = site.restarts
            again = rung_again(filled.url, scene.ring_twice)
        result = _judge(filled, diary, faults)
    finally:
        for engine in (postgres, redis):
            if engine.process is not None:
                engine.end(signal.SIGINT if engine is postgres else signal.SIGKILL)
    result |= {"restarts": restarts, "own_disk": is_own, "rung_again": again}
    write_page(result)
    return bool(result["lost"] or result["twice"] or not result["ledger"]["ok"])


def _let_them_work(scene: Scene, faults: list[Fault], quiet: float) -> Diary:
    diary = Diary()
    school = School(scene.site.url, diary)
    acts = [
        *[(school.ask, f"teacher{number}") for number in range(10, 14)], (school.hold, "guard"), (school.hold, "guard2"),
        (school.view, "handler"),
    ]  # fmt: skip
    threads = [threading.Thread(target=act, args=(account,), daemon=True) for act, account in acts]
    chain = (
        ("handler", "handler", "action=propose&proposal=approve", "supervisor"),
        ("supervisor", "supervisor", "action=propose&proposal=approve", "principal"),
        ("principal", "principal", "action=approve", "viewing"),
    )
    threads += [threading.Thread(target=school.sign, args=one, daemon=True) for one in chain]
    threads += [
        threading.Thread(target=school.read, args=(account, paths, 1.0), daemon=True)
        for account, paths in READERS.items()
    ]
    for thread in threads:
        thread.start()
    time.sleep(quiet)
    for fault in faults:
        print(f"{fault.name} …", flush=True)
        fault.began_at = time.monotonic()
        fault.begin()
        time.sleep(fault.lasts)
        fault.ended_at = time.monotonic()
        fault.end()
        time.sleep(quiet)
    diary.over.set()
    for thread in threads:
        thread.join(180)
    return diary


def _judge(filled: Filled, diary: Diary, faults: list[Fault]) -> dict[str, Any]:
    """Ask the database what stands there of what was done."""
    with psycopg2.connect(filled.url) as connection, connection.cursor() as cursor:
        counts = {deed.mark: _count(cursor, deed) for deed in diary.deeds}
    accepted = [deed for deed in diary.deeds if deed.accepted_at is not None]
    for number, fault in enumerate(faults):
        until = faults[number + 1].began_at if number + 1 < len(faults) else time.monotonic()
        fault.found = _during(diary, fault, until)
    verified = subprocess.run(
        [PYTHON, "manage.py", "verify_ledger", "--json"], cwd=ROOT, check=False, stdout=subprocess.PIPE,
        env=filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
    )  # fmt: skip
    return {
        "faults": [{"name": one.name, "lasted": one.ended_at - one.began_at, **one.found} for one in faults],
        "acts": {kind: sum(one.kind == kind for one in accepted) for kind in WHERE},
        "accepted": len(accepted), "done": len(diary.deeds), "sent": sum(one.tries for one in diary.deeds),
        "lost": [one.mark for one in accepted if counts[one.mark] == 0],
        "twice": [mark for mark, count in counts.items() if count > 1],
        "refused_but_done": sum(1 for one in diary.deeds if one.refused and counts[one.mark]),
        "lost_text": diary.lost_text,
        "answers": {word: sum(1 for _, one in diary.answers if one == word) for word in ("ok", "sentence", "nothing", "bare")},
        "ledger": json.loads(verified.stdout.splitlines()[-1]),
    }  # fmt: skip


def _count(cursor: object, deed: Deed) -> int:
    cursor.execute(WHERE[deed.kind], [f"%{deed.mark}%"])  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _during(diary: Diary, fault: Fault, until: float) -> dict[str, float]:
    """Return what people were answered from the beginning of a fault on, and when the last bad answer came after its end."""
    answers = [(at, word) for at, word in diary.answers if fault.began_at <= at < until]
    bad = [at for at, word in answers if word != "ok"]
    accepted = [deed for deed in diary.deeds if deed.accepted_at and fault.began_at <= deed.accepted_at < until]
    return {word: sum(1 for _, one in answers if one == word) for word in ("ok", "sentence", "nothing", "bare")} | {
        "accepted": len(accepted), "again": sum(deed.tries > 1 for deed in accepted),
        "recovered": max((at - fault.ended_at for at in bad), default=0.0),
    }  # fmt: skip


if __name__ == "__main__":
    main()

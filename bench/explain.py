"""How every page reads the database at ten years of data: `script/bench explain`.

Each page is asked as each of its readers, every query it makes is EXPLAINed with ANALYZE, and a query that reads more
than a thousand rows of one table, or sorts so many, is named; so is a page with more than twelve queries.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from bench.decade.stored import make_ready
from bench.pages import PAGES, words
from bench.report import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.pages import Page

MOST_ROWS = 1_000
MOST_QUERIES = 12
HARMLESS = ("SELECT", "WITH")


@dataclass
class Asked:
    """One page as one person: what it took and what is wrong with it."""

    path: str
    role: str
    status: int
    queries: int
    milliseconds: float
    too_much: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Whether it was shown, and took no more than it may."""
        return self.status == 200 and self.queries <= MOST_QUERIES and not self.too_much


def main() -> None:
    """Bring the data back, ask every page; print what is wrong, write all of it, exit 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the ten years")
    parser.add_argument("--here", action="store_true", help="the database of this environment, as it stands")
    parser.add_argument("--count", action="store_true", help="only count queries of the lists")
    parser.add_argument("--into", type=Path, default=RESULTS / "explain.json", help="where to write it")
    options = parser.parse_args()
    if options.here:
        sys.exit(_explain(options))
    with tempfile.TemporaryDirectory(prefix="cctv-bench-") as folder:
        filled = make_ready(os.environ["BENCH_POSTGRES_URL"], options.share, Path(folder))
        environment = filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
        command = [sys.executable, "-m", "bench.explain", "--here", f"--into={options.into}"]
        command += ["--count"] if options.count else []
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def _explain(options: argparse.Namespace) -> bool:
    django.setup()
    asked = []
    for one in ask_all([page for page in PAGES if page.is_list or not options.count], explains=not options.count):
        asked.append(one)
        mark = "" if one.is_well else "  ←"
        print(f"{one.queries:>3} {one.milliseconds:>7.1f} ms  {one.status}  {one.role:<14}{one.path}{mark}", flush=True)
        for line in one.too_much:
            print(f"        {line}", flush=True)
    rows = [asdict(one) for one in asked]
    options.into.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return not all(one.is_well for one in asked)


def ask_all(pages: Iterable[Page], *, explains: bool) -> Iterator[Asked]:
    """Ask every page as each of its readers."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    names, clients = words(), {}
    for page in pages:
        path = page.path.format(**names)
        for role in page.roles:
            if role not in clients:
                clients[role] = Client(HTTP_HOST="127.0.0.1")
                if role:
                    clients[role].force_login(User.objects.get(username=role))
                    clients[role].get("/")
            clients[role].get(path)
            clients[role].cookies.pop(settings.INBOX_COOKIE, None)  # once a minute a page counts what waits: the worst
            with captured(connection) as made:
                begun = time.perf_counter()
                status = clients[role].get(path).status_code
                took = time.perf_counter() - begun
            yield Asked(path, role, status, len(made), took * 1000, too_much(connection, made) if explains else [])


@contextmanager
def captured(connection: Any) -> Iterator[list[tuple[str, Any]]]:
    """Yield every query made inside, without savepoints."""
    made: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's order
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            made.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield made


def too_much(connection: Any, made: list[tuple[str, Any]]) -> list[str]:
    """Explain each query, of equal ones the first; return in words what each reads or sorts too much of."""
    found = []
    for sql, params in {sql: (sql, params) for sql, params in reversed(made)}.values():
        if not sql.lstrip("(").startswith(HARMLESS) or "FOR UPDATE" in sql or "FOR NO KEY" in sql:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
        found += [f"{what}: {sql[:60]} … {_where(sql)}" for what in judged(plan[0]["Plan"])]
    return found


def _where(sql: str) -> str:
    place = sql.find(" FROM ")
    return sql[place : place + 230]


def judged(plan: dict[str, Any]) -> Iterator[str]:
    """Say of a plan and all below it where more than a thousand rows of a table are read, or sorted."""
    read: dict[str, float] = defaultdict(float)
    for node in nodes(plan):
        out = sum(node.get(name, 0) for name in ("Rows Removed by Filter", "Rows Removed by Index Recheck"))
        once = node["Actual Rows"] + out
        small = node["Node Type"] == "Seq Scan" and once <= MOST_ROWS  # a table of a few rows, read again and again
        rows = once if small else once * node["Actual Loops"]
        if "Relation Name" in node and "Bitmap Index" not in node["Node Type"]:
            read[f"{node['Node Type']} on {node['Relation Name']}"] += rows
        if node["Node Type"] == "Sort" and rows > MOST_ROWS:
            yield f"Sort of {rows:,.0f} rows"
    yield from (f"{what} reads {rows:,.0f} rows" for what, rows in read.items() if rows > MOST_ROWS)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's nodes."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


if __name__ == "__main__":
    main()

"""Fifty people on ten years of data: `script/bench load`.

The product as docker-compose.yml runs it (gunicorn with two processes of four threads, worker, beat, PostgreSQL, Redis) on
this machine, once with 1 % of the data and once with all of it. Fifty people of all roles open pages with some seconds
between them, signed in before; then every list is asked by eight clients without a pause, and beside it the change list of
Django's admin over the same rows, as many a page, served the same way. How eight kept connections fall on two processes is
chance: they are opened anew in each of three rounds, and the middle one counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.decade.stored import ROOT, make_ready
from bench.driving import SIGN_IN, Person, Times, crowd, gathered, hurry, own_share, percentile
from bench.pages import LISTS
from bench.report import RESULTS, Line, publish
from bench.serving import served
from script.lib import servers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.decade.stored import Filled

CLIENTS, ASKED, WARM, ROUNDS = 8, 48, 8, 3
PEOPLE = {"teacher": 33, "handler": 5, "supervisor": 3, "principal": 3, "guard": 3, "administrator": 1, "auditor": 2}
WAYS = {
    "teacher": ["/"] * 5 + ["/requests/"] * 3 + ["/requests/new/"] * 2 + ["/maintenance/faults/new/", "/notices/"],
    "handler": ["/"] * 4 + ["/requests/", "/requests/?view=waiting"] * 3
    + ["/requests/{waiting}/", "/requests/{approved}/"] * 2
    + [
        "/requests/?q={number}", "/ledger/register/", "/retention/", "/retention/copies/", "/retention/backups/",
        "/maintenance/faults/", "/cameras/", "/requests/agency/",
    ],
    "supervisor": ["/"] * 4 + ["/requests/?view=waiting", "/requests/{waiting}/"] * 2 + ["/ledger/register/", "/retention/"],
    "principal": ["/"] * 4 + ["/requests/?view=waiting", "/requests/{waiting}/"] * 2 + ["/ledger/register/"],
    "guard": ["/"] * 4 + ["/maintenance/faults/"] * 2 + ["/maintenance/daily/", "/maintenance/faults/new/"],
    "administrator": ["/", "/accounts/people/", "/ledger/", "/cameras/", "/retention/sources/"],
    "auditor": ["/", "/ledger/", "/ledger/register/", "/ledger/?account=handler", "/retention/copies/lists/"],
}  # fmt: skip
PEERS = {
    "/requests/": "requests/reviewrequest/", "/ledger/register/": "requests/viewingsession/", "/ledger/": "ledger/entry/",
    "/retention/copies/": "retention/evidencecopy/", "/retention/copies/lists/": "retention/destructionlist/",
    "/retention/holds/": "retention/hold/", "/retention/backups/": "retention/backuptask/",
    "/maintenance/faults/": "maintenance/fault/", "/maintenance/outages/": "cameras/outage/",
    "/maintenance/equipment/": "maintenance/equipment/", "/cameras/": "cameras/camera/", "/notices/": "work/notice/",
    "/accounts/people/": "accounts/user/",
}  # fmt: skip
"""Which change list stands beside which list; its rows are those of the product's, as many a page."""


def main() -> None:
    """Measure 1 % and all, print and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=90, help="how long the fifty walk")
    parser.add_argument("--pause", type=float, default=5, help="seconds between two pages of a person")
    parser.add_argument("--full", type=float, default=1.0, help="how much of the ten years the full database has")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cctv-bench-") as name, servers.redis() as redis:
        folder = Path(name)
        few = _measure(
            make_ready(os.environ["BENCH_POSTGRES_URL"], options.full / 100, folder), redis, folder / "few", options
        )
        all_ = _measure(
            make_ready(os.environ["BENCH_POSTGRES_URL"], options.full, folder), redis, folder / "all", options
        )
    _publish(few, all_)


def _measure(filled: Filled, redis: str, folder: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Return the crowd's percentiles by page, and of every list the p95 of the eight clients and of its peer."""
    names = _words(filled)
    ways = {account: [path.format(**names) for path in paths] for account, paths in WAYS.items()}
    shape = {path.format(**names): path for paths in WAYS.values() for path in paths}
    share: dict[str, float] = {}
    with served(filled, redis, folder, "web", "worker", "beat") as site:
        crew = gathered(site.url, PEOPLE, coming := Times())
        crowd(crew, ways, 15, 2)  # warm
        with own_share(share):
            times = crowd(crew, ways, options.seconds, options.pause)
        lists = [(page.path, page.roles[0], page.path.format(**names)) for page in LISTS]
        ours, rows = _hurried(site.url, lists), _drawn(site.url, lists)
    with served(filled, redis, folder / "admin", "web", application="bench.peers.admin_wsgi:application") as site:
        peers = _hurried(site.url, [(path, "", f"/{peer}") for path, peer in PEERS.items()])
    crowded = {shape[path]: _percentiles(values) for path, values in times.by_page.items()}
    return {
        "crowd": {f"{path} {name}": value for path, found in crowded.items() for name, value in found.items()},
        "all": _all(times) | share | {SIGN_IN: percentile(coming.by_page[SIGN_IN], 0.95)}, "ours": ours, "rows": rows, "peers": peers,
    }  # fmt: skip


def _words(filled: Filled) -> dict[str, str]:
    code = "import django; django.setup(); import json; from bench.pages import words; print(json.dumps(words()))"
    environment = filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, str] = json.loads(said.stdout.splitlines()[-1])
    return found


def _hurried(url: str, pages: Sequence[tuple[str, str, str]]) -> dict[str, float]:
    """Return the p95 of pages by their names, each asked at its address by eight clients of one account."""
    crews = {account: [Person(url, account) for _ in range(CLIENTS)] for _, account, _ in pages}
    assert all(person.sign_in() for crew in crews.values() for person in crew)
    return {name: _middle_p95(crews[account], _quoted(path)) for name, account, path in pages}


def _drawn(url: str, pages: Sequence[tuple[str, str, str]]) -> dict[str, float]:
    """Return how many table rows each page draws, heads too: with little behind it a page may be a shorter one."""
    people = {account: Person(url, account) for _, account, _ in pages}
    assert all(person.sign_in() for person in people.values())
    return {name: people[account].get(_quoted(path)).body.count("<tr") for name, account, path in pages}


def _middle_p95(crew: Sequence[Person], path: str) -> float:
    found = []
    for _ in range(ROUNDS):
        hurry(crew, path, WARM)
        found.append(percentile(hurry(crew, path, ASKED), 0.95))
        for person in crew:
            person.close()
    return median(found)


def _quoted(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415

    return quote(path, safe="/?=&")


def _percentiles(values: list[float]) -> dict[str, float]:
    return {
        "p50": percentile(values, 0.5),
        "p95": percentile(values, 0.95),
        "p99": percentile(values, 0.99),
        "n": len(values),
    }


def _all(times: Times) -> dict[str, float]:
    every = [value for values in times.by_page.values() for value in values]
    for wrong in times.wrong:
        print(f"WRONG: {wrong}")
    return _percentiles(every) | {"errors": float(len(times.wrong))}


def _publish(few: dict[str, dict[str, float]], all_: dict[str, dict[str, float]]) -> None:
    database, lines = "postgresql", []
    whole = all_["all"]
    note = f"{whole['n']:.0f} pages, p50 {whole['p50']:.0f}, p99 {whole['p99']:.0f}; driver {whole['driver']:.2f} of a processor"
    lines.append(Line("50 people, every page, p95", database, whole["p95"], few["all"]["p95"], "ms",
                      whole["p95"] / few["all"]["p95"], "≤ 1.3", f"to 1 % of the data; {note}"))  # fmt: skip
    lines.append(Line("their sign-in, p95", database, whole[SIGN_IN], few["all"][SIGN_IN], "ms",
                      whole[SIGN_IN] / few["all"][SIGN_IN], "≤ 1.3", "four at a moment; the hasher alone takes half a second of a processor"))  # fmt: skip
    errors = whole["errors"] + few["all"]["errors"]
    lines.append(Line("their errors", database, errors, 0, "", errors, "≤ 0"))
    for page in LISTS:
        ours, small = all_["ours"][page.path], few["ours"][page.path]
        rows = f"{all_['rows'][page.path]} rows to {few['rows'][page.path]}"
        note = f"c=8, to 1 % of the data; {rows}"
        lines.append(Line(f"{page.path} p95", database, ours, small, "ms", ours / small, "≤ 1.3", note))
    for path in PEERS:
        ours, peer = all_["ours"][path], all_["peers"][path]
        lines.append(
            Line(f"{path} p95", database, ours, peer, "ms", ours / peer, "≤ 0.5", "c=8, to the admin's change list")
        )
    publish("load", lines)
    (RESULTS / "load-pages.json").write_text(
        json.dumps({"1 %": few["crowd"], "all": all_["crowd"]}, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()

"""Fifty people on ten years of data: `script/bench load`.

The product as docker-compose.yml runs it (gunicorn with two processes of four threads, worker, beat, PostgreSQL, Redis) on
this machine: one school with all of the data, one with 1 % of it (but so much of everything that its lists fill a page), and
Django's admin over the rows of the first, served the same way. Fifty people of all roles open pages with some seconds between
them, signed in before; then every list is asked by eight clients without a pause, and beside it the admin's change list of the
same rows, as many a page. What is compared is asked by turns, so that the machine's moods meet all alike, and the middle of
the rounds counts: how eight connections fall on two processes is chance, they are opened anew for each.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.decade.stored import ROOT, make_ready
from bench.driving import SIGN_IN, Person, Times, crowd, gathered, hurry, own_share, percentile
from bench.pages import LISTS, Page
from bench.report import RESULTS, Line, publish
from bench.serving import Served, served
from script.lib import servers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.decade.stored import Filled

BODY = re.compile(r"<tbody.*?</tbody>", re.DOTALL)
CLIENTS, ASKED, WARM, ROUNDS, WALKS = 8, 96, 8, 7, 3
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
TELLS_ALL = {"/ledger/register/": "peers/bookrow/"}
"""One more beside a list: it tells of each row what that list tells, from as many tables."""
RECORDS = {"/maintenance/outages/": 'class="cam"'}
"""What marks a record where a line may show several: the cameras that went dark together. Else every line is one."""


@dataclass
class School:
    """One served school: what its addresses name, its fifty people, and how long everything took there."""

    site: Served
    names: Mapping[str, object]
    coming: Times = field(default_factory=Times)
    walked: Times = field(default_factory=Times)
    crew: list[Person] = field(default_factory=list)
    clients: dict[str, list[Person]] = field(default_factory=dict)

    @property
    def ways(self) -> dict[str, list[str]]:
        """What each account opens."""
        return {account: [path.format(**self.names) for path in paths] for account, paths in WAYS.items()}

    def gather(self) -> None:
        """Sign everybody in, and let them walk until the site is warm."""
        self.crew = gathered(self.site.url, PEOPLE, self.coming)
        crowd(self.crew, self.ways, 15, 2)

    def walk(self, seconds: float, pause: float) -> None:
        """Let everybody open pages for a while, and note how long each took under the name it has in `WAYS`."""
        shape = {path.format(**self.names): path for paths in WAYS.values() for path in paths}
        times = crowd(self.crew, self.ways, seconds, pause)
        self.walked.wrong += times.wrong
        for path, values in times.by_page.items():
            self.walked.by_page[shape[path]] += values

    def asked(self, page: Page) -> Hurry:
        """Return a list with eight clients of its first reader, who sign in when they are first needed."""
        account = page.roles[0]
        if account not in self.clients:
            self.clients[account] = _clients(self.site.url, account)
        return Hurry(self.clients[account], quote(page.path.format(**self.names), safe="/?=&"))


@dataclass
class Hurry:
    """A page that eight clients ask for without a pause, and the p95 of each time they did."""

    crew: Sequence[Person]
    path: str
    found: list[float] = field(default_factory=list)

    def once(self) -> None:
        """Ask on new connections, a little before it counts."""
        for person in self.crew:
            person.close()
        hurry(self.crew, self.path, WARM)
        self.found.append(percentile(hurry(self.crew, self.path, ASKED), 0.95))

    @cached_property
    def rows(self) -> int:
        """How many records the page draws: with little behind it a page may be a shorter one."""
        mark = RECORDS.get(self.path, "<tr")
        return sum(body.count(mark) for body in BODY.findall(self.crew[0].get(self.path).body))

    @property
    def p95(self) -> float:
        """The middle of all times."""
        return median(self.found)


def main() -> None:
    """Measure 1 %, all and the admin by turns, print and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30, help=f"how long the fifty walk, each of {WALKS} times")
    parser.add_argument("--pause", type=float, default=5, help="seconds between two pages of a person")
    parser.add_argument("--full", type=float, default=1.0, help="how much of the ten years the full database has")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cctv-bench-") as name, contextlib.ExitStack() as served_here:
        folder, server = Path(name), os.environ["BENCH_POSTGRES_URL"]
        stored = [make_ready(server, share, folder) for share in (options.full / 100, options.full)]
        few, all_ = (served_here.enter_context(_school(one, folder / f"served-{one.folder.name}")) for one in stored)
        driver = _walk_by_turns((few, all_), options.seconds, options.pause)
        lists = {page.path: (all_.asked(page), few.asked(page)) for page in LISTS}
        beside = [*PEERS.items(), *TELLS_ALL.items()]
        rows = {peer: lists[path][0].rows for path, peer in beside}
        crew = _clients(served_here.enter_context(_admin(stored[1], folder / "admin", rows)).url, "")
        peers = [(path, Hurry(crew, f"/{peer}")) for path, peer in beside]
        for path, ours in lists.items():
            _ask_by_turns([*ours, *(peer for of, peer in peers if of == path)])
        _publish(few, all_, driver, lists, peers)


@contextlib.contextmanager
def _school(filled: Filled, folder: Path) -> Iterator[School]:
    """Serve a school with a Redis of its own."""
    with servers.redis() as redis, served(filled, redis, folder, "web", "worker", "beat") as site:
        yield School(site, _words(filled))


def _admin(filled: Filled, folder: Path, rows: Mapping[str, int]) -> contextlib.AbstractContextManager[Served]:
    application, said = "bench.peers.admin_wsgi:application", json.dumps(rows)
    return served(filled, "memory://", folder, "web", application=application, BENCH_ROWS=said)


def _words(filled: Filled) -> dict[str, object]:
    code = "import django; django.setup(); import json; from bench.pages import words; print(json.dumps(words()))"
    environment = filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, object] = json.loads(said.stdout.splitlines()[-1])
    return found


def _clients(url: str, account: str) -> list[Person]:
    """Return eight clients of one account, signed in; "" is the admin's, which asks nobody who he is."""
    crew = [Person(url, account) for _ in range(CLIENTS)]
    assert all(person.sign_in() for person in crew)
    return crew


def _walk_by_turns(schools: Sequence[School], seconds: float, pause: float) -> float:
    """Let the fifty of each school walk, one school after the other; return this process's share of a processor."""
    shares: list[float] = []
    for school in schools:
        school.gather()
    for _ in range(WALKS):
        for school in schools:
            share: dict[str, float] = {}
            with own_share(share):
                school.walk(seconds, pause)
            shares.append(share["driver"])
    return max(shares)


def _ask_by_turns(pages: Sequence[Hurry]) -> None:
    for _ in range(ROUNDS):
        for page in pages:
            page.once()


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


def _publish(
    few: School,
    all_: School,
    driver: float,
    lists: Mapping[str, tuple[Hurry, Hurry]],
    peers: Sequence[tuple[str, Hurry]],
) -> None:
    lines = _of_the_crowd(_all(few.walked), _all(all_.walked), driver)
    late, soon = (percentile(school.coming.by_page[SIGN_IN], 0.95) for school in (all_, few))
    what = "four at a moment; the hasher alone takes half a second of a processor"
    lines.append(_line("their sign-in,", late, soon, "≤ 1.3", what))
    for path, (ours, small) in lists.items():
        rows = f"{ours.rows} rows to {small.rows}"
        lines.append(_line(path, ours.p95, small.p95, "≤ 1.3", f"c=8, to 1 % of the data; {rows}"))
    for path, peer in peers:
        told = " that tells as much" if peer.path.removeprefix("/") in TELLS_ALL.values() else ""
        what = f"c=8, to the admin's change list of {peer.rows} rows{told}"
        lines.append(_line(path, lists[path][0].p95, peer.p95, "≤ 0.5", what))
    publish("load", lines)
    by_page = {"1 %": _by_page(few), "all": _by_page(all_)}
    words = json.dumps(by_page, ensure_ascii=False, indent=1, sort_keys=True)
    (RESULTS / "load-pages.json").write_text(f"{words}\n", encoding="utf-8")


def _of_the_crowd(few: dict[str, float], whole: dict[str, float], driver: float) -> list[Line]:
    what = f"{whole['n']:.0f} pages, p50 {whole['p50']:.0f}, p99 {whole['p99']:.0f}; driver {driver:.2f} of a processor"
    errors = whole["errors"] + few["errors"]
    return [
        _line("50 people, every page,", whole["p95"], few["p95"], "≤ 1.3", f"to 1 % of the data; {what}"),
        Line("their errors", "postgresql", errors, 0, "", errors, "≤ 0"),
    ]


def _line(what: str, ours: float, peer: float, bar: str, note: str) -> Line:
    return Line(f"{what} p95", "postgresql", ours, peer, "ms", ours / peer, bar, note)


def _by_page(school: School) -> dict[str, float]:
    found = {path: _percentiles(values) for path, values in school.walked.by_page.items()}
    return {f"{path} {name}": value for path, values in found.items() for name, value in values.items()}


if __name__ == "__main__":
    main()

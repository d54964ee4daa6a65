"""One table on the screen and one JSON file: what a bench leaves; `bench.benchmarks` puts all of them on one page."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Line:
    """One ratio of one run. `target` is "≤ 0.65" or "≥ 0.15"; empty: for information."""

    what: str
    database: str
    ours: float
    peer: float
    unit: str
    ratio: float
    target: str
    note: str = ""

    @property
    def verdict(self) -> str:
        if not self.target:
            return ""
        sign, bound = self.target.split()
        met = self.ratio <= float(bound) if sign == "≤" else self.ratio >= float(bound)
        return "met" if met else "MISSED"


def publish(name: str, lines: list[Line]) -> None:
    """Print `lines` as a table and write them to bench/results/<name>.json."""
    form = "{:<34} {:<11} {:>10} {:>10} {:<8} {:>7}  {:<8} {:<7} {}"
    print(form.format("what", "database", "ours", "peer", "unit", "ratio", "target", "", ""))
    for line in lines:
        ours, peer, ratio = f"{line.ours:.2f}", f"{line.peer:.2f}", f"{line.ratio:.3f}"
        print(form.format(line.what, line.database, ours, peer, line.unit, ratio, line.target, line.verdict, line.note))
    RESULTS.mkdir(exist_ok=True)
    body = {"machine": machine(), "lines": [{**asdict(line), "verdict": line.verdict} for line in lines]}
    (RESULTS / f"{name}.json").write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, object]:
    """Return on what, with what and when something was measured, and how busy the machine was at its end."""
    return {
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),
        "day": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "django": version("django"),
        "weasyprint": version("weasyprint"),
        "sqlite": sqlite3.sqlite_version,
    }

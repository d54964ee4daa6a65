"""Every figure on one page, docs/benchmarks.md, from what the benches left in bench/results: `script/bench benchmarks`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.report import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TITLES = {
    "ledger": "Ledger: appending and verifying",
    "copies": "Copies: taking in, reading",
    "retention": "Retention: sweeps of recordings",
    "printing": "Printing: 附錄1, warm",
    "register": "Printing: long papers as one job",
    "load": "Pages: fifty people and ten years of data",
    "explain": "Pages: queries at ten years of data",
    "faults": "Faults under load",
    "mutation": "Mutants of what decides",
}
HEAD = """# Benchmarks

Written by `script/bench` from `bench/results/`. Do not edit: run it; each table names the command that makes it anew.

Ratios are ours to the peer's, both measured in one run on one machine; **met** and **MISSED** are against the bar in the row. `load` is the
machine's load average over five minutes at the end of the run: above the number of processors, other work took part of the time.
What was measured once, and how, is told in [figures.md](figures.md); faults in full in [reliability.md](reliability.md).
"""


def main() -> None:
    """Write the page."""
    parts = [HEAD]
    for name, title in TITLES.items():
        path = RESULTS / f"{name}.json"
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
            draw: Callable[[Any], str] = TABLES.get(name, _lines)
            parts.append(f"## {title}\n\n`script/bench {name}`{_where(found)}\n\n{draw(found)}")
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"{PAGE.name}: {len(parts) - 1} benches")


def _where(found: Any) -> str:
    machine = found.get("machine", {}) if isinstance(found, dict) else {}
    said = ", ".join(f"{name} {value}" for name, value in machine.items())
    return f": {said}" if said else ""


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)]) + "\n"


def _lines(found: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [
        (
            line["what"], line["database"], f"{line['ours']:,.2f} {line['unit']}", f"{line['peer']:,.2f} {line['unit']}",
            f"{line['ratio']:.2f}", line["target"], f"**{line['verdict']}**" if line["verdict"] else "", line["note"],
        )
        for line in found["lines"]
    ]  # fmt: skip
    return _table(("what", "database", "ours", "peer", "ratio", "bar", "", "note"), rows)


def _printing(found: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [(what, f"{value:,.1f} ms") for what, value in found["milliseconds"].items()]
    verdict = "met" if found["ratio"] <= found["target"] else "MISSED"
    rows.append(("ratio to Chromium with a new page", f"{found['ratio']:.2f}, bar ≤ {found['target']}: **{verdict}**"))
    memory = found["memory_mib"]
    rows.append((f"memory over {found['forms']} forms", f"{memory[0]:,.0f} → {memory[-1]:,.0f} MiB"))
    return _table(("one 附錄1", ""), rows)


def _explain(found: list[dict[str, Any]]) -> str:
    many = sorted((row for row in found if row["queries"] > MOST_QUERIES), key=lambda row: -row["queries"])
    much = [row for row in found if row["too_much"]]
    said = (
        f"Of {len(found)} pages as their readers open them, {len(found) - len(many)} take at most {MOST_QUERIES} queries; "
        f"on {len(much)} a query reads or sorts more than a thousand rows of a table.\n\n"
    )
    rows: list[tuple[object, ...]] = [
        (f"`{row['path']}`", row["role"], row["queries"], f"{row['milliseconds']:,.0f} ms", len(row["too_much"]) or "")
        for row in many
    ]
    return said + _table(("page", "as", "queries", "took, unprepared", "queries that read much"), rows)


MOST_QUERIES = 12


def _faults(found: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [
        (
            one["name"],
            f"{one['ok']:,}",
            one["sentence"],
            one["nothing"],
            one["accepted"],
            one["again"],
            f"{one['recovered']:.0f} s",
        )
        for one in found["faults"]
    ]
    return _table(("what broke", "answered", "with a sentence", "no answer", "acts", "sent again", "well after"), rows)


def _mutation(found: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = []
    for group, modules in found.items():
        noticed = sum(one.get("killed", 0) + one.get("too slow", 0) for one in modules.values())
        made = sum(count for one in modules.values() for count in one.values() if isinstance(count, int))
        rows.append((group, f"{noticed:,} of {made:,}", f"{noticed / made:.1%}", "≥ 90 %"))
    return _table(("group", "noticed", "", "bar"), rows)


TABLES: dict[str, Callable[[Any], str]] = {
    "printing": _printing,
    "explain": _explain,
    "faults": _faults,
    "mutation": _mutation,
}


if __name__ == "__main__":
    main()

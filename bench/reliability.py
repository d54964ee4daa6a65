"""docs/reliability.md, as `script/bench faults` writes it."""

from __future__ import annotations

import datetime as dt
import json
import platform
from typing import Any

from bench.decade.stored import ROOT
from bench.report import RESULTS

PAGE = ROOT / "docs" / "reliability.md"
HEAD = """# Reliability

Written by `script/bench faults`{when}. Do not edit: run it.

Web, worker and beat run as in docker-compose.yml, natively, on PostgreSQL and Redis of the same machine, and are started
again one second after they end, as Docker and systemd do. Four teachers send requests, 承辦人, 主管 and 校長 sign them, viewings
begin and end, two guards keep footage, five people look at pages. Each act carries a mark of its own; whoever gets no
answer, or the page that says the server failed, sends the same again, as people do.

| what broke | for | answers: as always, 「系統發生問題」, none | acts accepted until the next (of them sent again) | last bad answer after it was over |
|---|---|---|---|---|
"""


def write_page(result: dict[str, Any]) -> None:
    """Write the page and the JSON file, and print what matters."""
    rows = [_row(fault) for fault in result["faults"]]
    when = f" on {dt.date.today().isoformat()}, {platform.machine()}, Python {platform.python_version()}"  # noqa: DTZ011
    PAGE.write_text(HEAD.format(when=when) + "\n".join(rows) + "\n\n" + _sums(result), encoding="utf-8")
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    (RESULTS / "faults.json").write_text(text, encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _row(fault: dict[str, Any]) -> str:
    lasted = f"{fault['lasted']:.0f} s" if fault["lasted"] > 1 else "—"
    answers = f"{fault['ok']}, {fault['sentence']}, {fault['nothing'] + fault['bare']}"
    recovered = f"{fault['recovered']:.0f} s" if fault["recovered"] > 0 else "none came"
    return f"| {fault['name']} | {lasted} | {answers} | {fault['accepted']} ({fault['again']}) | {recovered} |"


def _added(result: dict[str, Any]) -> str:
    return ", ".join(f"{table} {number}" for table, number in result["rung_again"].items()) or "0"


def _sums(result: dict[str, Any]) -> str:
    acts = result["acts"]
    disk = (
        "a file system of its own, filled to the last byte"
        if result["own_disk"]
        else "**not shown**: no right to mount one"
    )
    ledger = result["ledger"]
    return f"""Of {result["done"]} acts sent {result["sent"]} times, answers accepted {result["accepted"]}: {acts["submit"]} requests sent,
{acts["sign"]} signatures, {acts["start"]} viewings begun and {acts["end"]} ended, {acts["hold"]} 緊急留存.

- **Accepted and not there afterwards: {len(result["lost"])}. There twice: {len(result["twice"])}.** Not accepted but done, because the answer was lost and
  sending again was refused as done already: {result["refused_but_done"]}.
- The ledger {"verifies" if ledger["ok"] else "**does not verify**"}: {ledger["entries"]} entries, each act's rows as they were witnessed.
- Pages that said the server failed and did not have the text that was sent: {len(result["lost_text"])}.
- Every duty rung twice at the same moment, and when all had run, twice again: rows the second time added: {_added(result)}
  (`ledger_checkpoint`, `retention_copypass` and `retention_retentionpass` say that a run took place, one row each).
- Processes started again by their keeper: {result["restarts"]}. Nothing was done by hand.
- The disk: {disk}; PostgreSQL, files and keys lie on it.

A web process that is killed gives no answer to those it was serving: the browser says so, and sends again when it is
asked to. Everything else gives the page 「系統發生問題」, which keeps what was typed and sends it again. What beat and
worker missed is due work in rows, and the next ring does it.
"""

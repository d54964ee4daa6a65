"""A school grows for ten years: lists go on asking few questions, and no page reads a large table from end to end.

A hundredth of ten years is filled here; `--long` fills all of it, 10⁶ entries of the ledger among them, and asks
PostgreSQL for the plan of every query of every page as each of its readers (`bench.explain`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bench.decade.stored import make_ready
from bench.pages import LISTS, PAGES
from tests.house.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MOST_QUERIES = 12
LARGE = 5_000
"""Rows from which on a table is read by its indexes; a smaller one is read from end to end in a millisecond or two."""

pytestmark = [pytest.mark.postgresql, pytest.mark.both, pytest.mark.counted_elsewhere]


def test_a_list_takes_as_few_queries_as_it_may(tmp_path: Path) -> None:
    asked = explained(0.01, tmp_path, "--count")
    assert {one["status"] for one in asked} == {200}
    assert len(asked) == sum(len(page.roles) for page in LISTS)
    assert {f"{one['path']} as {one['role']}": one["queries"] for one in asked if one["queries"] > MOST_QUERIES} == {}


@pytest.mark.long
def test_no_page_reads_a_large_table_from_end_to_end_or_sorts_so_much(tmp_path: Path) -> None:
    asked = explained(1, tmp_path)
    assert {one["status"] for one in asked} == {200}
    assert len(asked) == sum(len(page.roles) for page in PAGES)
    assert {one["path"]: found for one in asked if (found := large(one))} == {}


def explained(share: float, folder: Path, *how: str) -> list[dict[str, Any]]:
    """Fill a share of ten years and return what every page asks of it."""
    filled = make_ready(os.environ["DATABASE_URL"], share, folder)
    found = folder / "found.json"
    command = [sys.executable, "-m", "bench.explain", "--here", f"--into={found}", *how]
    environment = filled.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert found.exists(), done.stderr
    rows: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))
    return rows


def large(asked: dict[str, Any]) -> list[str]:
    """Return what was read from end to end, or sorted, and is large."""
    return [
        said
        for said in asked["too_much"]
        if (rows := re.match(r"(?:Seq Scan on \S+ reads|Sort of) ([\d,]+) rows", said))
        and int(rows[1].replace(",", "")) > LARGE
    ]

"""What docs/how-to names is there: files, tests, functions; else a page misleads who comes next."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
ROOMS = "accounts|bench|cameras|docs|files|ledger|maintenance|printing|reports|requests|retention|script|templates|tests|work"


def test_there_is_a_page_for_each_usual_change() -> None:
    assert [page.stem for page in PAGES] == ["ledger-verb", "paper", "recorder-layout", "transition"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_it_names_is_there(page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    named = re.findall(rf"`((?:{ROOMS})/[\w./-]+)", text)
    assert named
    missing = [name for name in named if not (ROOT / name).exists() and not list(ROOT.glob(f"{name}.*"))]
    invented = {"room/name.pdf.html"}
    assert [name for name in missing if name.removeprefix("templates/") not in invented] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_test_it_names_without_a_folder_is_somewhere(page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    named = re.findall(r"`(test_\w+\.py)`", text)
    assert [name for name in named if not list((ROOT / "tests").rglob(name))] == []

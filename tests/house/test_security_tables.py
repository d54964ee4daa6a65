"""What docs/security says is met names what proves it, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from script.lib.prepare import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "docs" / "security"
VERDICTS = {"met", "not applicable", "deployer", "open"}
ASVS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4
10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4
14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
"""How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; they are numbered from 1 without a gap."""
LEVEL_3 = ["2.3.5", "14.2.6", "14.2.7"]
APPENDIX_10 = {"A": 8, "I": 12, "L": 11, "B": 2, "S": 9, "D": 4}
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+[.](?:py|md|js|toml|lock|yml|html)|Dockerfile|[.]dockerignore)(?:::(\w+))?`")


@dataclass(frozen=True)
class Row:
    """One line of a table: the requirements it is about, the verdict, and what it says for it."""

    ids: list[str]
    verdict: str
    by: str

    @property
    def named(self) -> list[tuple[str, str]]:
        """The files it names, each with its test or nothing."""
        return NAMED.findall(self.by)


def rows(name: str) -> Iterator[Row]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("|") and re.match(r"[A-Z]?\d", cells[0]):
            yield Row(cells[0].split(", "), cells[-2], cells[-1])


def wanted(name: str) -> list[str]:
    if name == "appendix-10.md":
        return [f"{letter}{number}" for letter, count in APPENDIX_10.items() for number in range(1, count + 1)]
    sections = (one.split(":") for one in ASVS.split())
    return [f"{section}.{number}" for section, count in sections for number in range(1, int(count) + 1)] + LEVEL_3


@pytest.mark.parametrize("name", ["asvs.md", "appendix-10.md"])
def test_every_requirement_stands_there_once_with_a_verdict(name: str) -> None:
    stands = Counter(one for row in rows(name) for one in row.ids)
    assert sorted(stands.elements()) == sorted(wanted(name))
    assert {row.verdict for row in rows(name)} <= VERDICTS
    assert [row.ids for row in rows(name) if not row.by] == []


def test_asvs_has_253_requirements_of_level_2() -> None:
    assert len(wanted("asvs.md")) == 253 + len(LEVEL_3)


@pytest.mark.parametrize("name", ["asvs.md", "appendix-10.md", "measures.md"])
def test_what_is_named_is_there(name: str) -> None:
    gone = []
    for path, test in NAMED.findall((FOLDER / name).read_text(encoding="utf-8")):
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
            gone.append(f"{path}::{test}")
    assert gone == []


@pytest.mark.parametrize("name", ["asvs.md", "appendix-10.md"])
def test_what_is_met_names_a_test_or_a_file(name: str) -> None:
    assert [row.ids for row in rows(name) if row.verdict == "met" and not row.named] == []

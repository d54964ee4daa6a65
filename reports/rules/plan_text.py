"""Reading the plan's text: sections 壹…陸 and their clauses 一、二…. Pure, no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SECTION = re.compile(r"^(?P<id>[壹貳參肆伍陸柒捌玖拾])、(?P<text>.*?)：?$")
CLAUSE = re.compile(r"^(?P<id>[一二三四五六七八九十]+)、")


@dataclass(frozen=True)
class Clause:
    """One clause: `id` as people cite it (伍、三), its words, the url names of the pages that fulfil it."""

    id: str
    text: str
    pages: tuple[tuple[str, str], ...] = ()


@dataclass
class Section:
    """One section of the plan: heading, opening sentence, clauses."""

    heading: str
    opening: str = ""
    clauses: list[Clause] = field(default_factory=list)


PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "參、一": (("攝影機", "cameras:list"),),
    "參、二": (("調閱申請", "review:list"), ("新增調閱", "review:new")),
    "參、三": (("回報故障", "maintenance:fault-new"), ("檢查保養紀錄（附錄2）", "maintenance:inspection-list")),
    "肆、一": (
        ("存取紀錄", "reports:ledger"),
        ("個資保護措施", "reports:measures"),
        ("個人資料檔案公開事項", "reports:personal-data"),
    ),
    "肆、二": (("我的帳號（保密切結）", "accounts:me"), ("職務異動", "reports:handovers")),
    "肆、三": (("影像保存", "retention:overview"), ("保存規則", "reports:rules")),
    "肆、四": (
        ("保存規則", "reports:rules"),
        ("留存（法定留存）", "retention:holds"),
        ("銷毀清冊", "retention:copy-lists"),
    ),
    "伍、一": (("新增調閱", "review:new"), ("空白附錄1", "review:appendix-1-blank")),
    "伍、二": (("公文", "review:agency"),),
    "伍、三": (("留存檔", "retention:copies"), ("銷毀清冊", "retention:copy-lists")),
    "伍、四": (("調閱登記簿", "reports:register"),),
    "伍、五": (("調閱登記簿", "reports:register"), ("屆期申請單", "review:expired")),
    "陸、一": (("檢查保養紀錄（附錄2）", "maintenance:inspection-list"), ("故障", "maintenance:fault-list")),
    "陸、二": (("設備帳", "maintenance:equipment-list"),),
    "陸、三": (("計畫符合情形", "reports:compliance"),),
}
"""Which pages fulfil which clause (ruling 23): every one but those of 壹, which say on what the plan rests."""


def sections_of(text: str) -> list[Section]:
    """Return the plan's sections in order. A line that opens neither section nor clause continues what stands before."""
    sections: list[Section] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        opening = SECTION.match(line)
        if opening:
            sections.append(Section(heading=f"{opening['id']}、{opening['text']}"))
        elif sections:
            _add(sections[-1], line)
    return sections


def _add(section: Section, line: str) -> None:
    clause = CLAUSE.match(line)
    if clause:
        reference = f"{section.heading[0]}、{clause['id']}"
        section.clauses.append(Clause(reference, line, PAGES.get(reference, ())))
    else:
        section.opening += line

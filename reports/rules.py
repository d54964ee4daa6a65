"""Reading the plan's text: sections 壹…陸 and their clauses 一、二…; which cases some words name; what is due of an account;
which acts need two people. Pure, no database.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts.choices import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SECTION = re.compile(r"^(?P<id>[壹貳參肆伍陸柒捌玖拾])、(?P<text>.*?)：?$")
CLAUSE = re.compile(r"^(?P<id>[一二三四五六七八九十]+)、")


NUMBERED = (
    (re.compile(r"\d{2,3}-\d{4,6}"), "案"),
    (re.compile(r"E\d{2,3}-\d{4,6}"), "留存檔"),
    (re.compile(r"F\d{2,3}-\d{4,6}"), "故障"),
)
"""What the ledger calls what people know by its number alone."""


def subject_of(typed: str) -> str:
    """Return the subject of the ledger that somebody means: 115-0037 is 案 115-0037; anything else is what was typed."""
    named = (f"{word} {typed.upper()}" for number, word in NUMBERED if number.fullmatch(typed.upper()))
    return next(named, typed)


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
    "肆、三": (("影像保存", "retention:overview"), ("保存規則", "reports:rules")),
    "肆、四": (("保存規則", "reports:rules"),),
    "伍、一": (("新增調閱", "review:new"), ("空白附錄1", "review:appendix-1-blank")),
    "伍、二": (("公文", "review:agency"),),
    "伍、三": (("影像保存", "retention:overview"),),
    "伍、四": (("調閱登記簿", "reports:register"),),
    "伍、五": (("調閱登記簿", "reports:register"), ("屆期申請單", "review:expired")),
    "陸、一": (("檢查保養紀錄（附錄2）", "maintenance:inspection-list"), ("故障", "maintenance:fault-list")),
    "陸、二": (("設備帳", "maintenance:equipment-list"),),
}
"""Which page fulfils which clause (ruling 23); a clause of a later release has no page yet."""


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


CASE_NUMBER = re.compile(r"(?<![A-Za-z0-9-])\d{2,3}-\d{4,6}(?![0-9-])")
"""A case number among words, for instance 115-0037; the number of a fault (F115-0001) or a copy (E115-0012) is none."""


def case_numbers_in(*texts: str) -> set[str]:
    """Return the case numbers that `texts` name."""
    return {number for text in texts for number in CASE_NUMBER.findall(text)}


IDLE_DAYS = 180
"""A summer without a sign-in is no reason; half a year is, until the plan says otherwise (`SchoolPlan.idle_days`)."""
ANNOUNCED = 14
"""So many days before, it is announced."""


class Look(enum.Enum):
    """What the daily look found of an account."""

    IN_USE = "in_use"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    IDLE_SOON = "idle_soon"
    IDLE = "idle"


@dataclass(frozen=True)
class Looked:
    """What was found, and on which day it ends."""

    look: Look
    day: dt.date | None = None


def look_at(*, today: dt.date, used_on: dt.date, expires_on: dt.date | None, limit: int) -> Looked:
    """Say what is due of an account last used on `used_on`, suspended after `limit` days of silence; its end comes first."""
    if expires_on and expires_on < today:
        return Looked(Look.EXPIRED, expires_on)
    idle_on = used_on + dt.timedelta(days=limit)
    if idle_on <= today:
        return Looked(Look.IDLE, idle_on)
    announced_from = today + dt.timedelta(days=ANNOUNCED)
    if expires_on and expires_on <= announced_from:
        return Looked(Look.EXPIRES_SOON, expires_on)
    return Looked(Look.IDLE_SOON, idle_on) if idle_on <= announced_from else Looked(Look.IN_USE)


@dataclass(frozen=True)
class Pair:
    """An act of two people: which roles do the first half, which the second; `feature` where only an extra asks for it."""

    act: str
    first: frozenset[Role]
    second: frozenset[Role]
    advice: str
    feature: str = ""


_H, _S, _P, _A, _G = Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.GUARD
_OVERSEERS = frozenset({_S, _P})
PAIRS = (
    Pair(
        "留存檔銷毀清冊：執行人與監銷人",
        frozenset({_H, _S}),
        _OVERSEERS,
        "請派任承辦人，並有另一位處室主管或校長監銷。",
    ),
    Pair("法定留存：提出與核定", frozenset({_H, _S}), frozenset({_P}), "請派任校長；提出與核定不得為同一人。"),
    Pair("影像改由本系統刪除：提出與確認", frozenset({_H, _S, _A}), _OVERSEERS, "請派任處室主管或校長確認。"),
    Pair("屆期申請單個資銷毀：提出與確認", frozenset({_H}), _OVERSEERS, "請派任承辦人，並有另一位處室主管或校長。"),
    Pair("帳號申請：申請與核准", frozenset({_A, _H, _S, _P}), _OVERSEERS, "請派任處室主管或校長核准。"),
    Pair("帳號清查：清查與簽署", frozenset({_H}), _OVERSEERS, "請派任承辦人，並有另一位處室主管或校長簽署。"),
    Pair("故障修復與複驗", frozenset({_H}), frozenset({_H, _S, _G}), "請另派任警衛、處室主管或第二位承辦人複驗。"),
    Pair("附錄2檢查與複查", frozenset({_H}), frozenset({_H, _S}), "請另派任處室主管或第二位承辦人複查。"),
    Pair("系統管理人員自己的職務與帳號", frozenset({_A}), frozenset({_A}), "請派任第二位系統管理人員，互相辦理。"),
    Pair("設備盤點：盤點與覆核", frozenset({_H}), frozenset({_S}), "請派任處室主管覆核。", "stock_take"),
)
"""Acts of two people (ruling 2), as the policies of each room say who does which half."""


def unmet_pairs(pairs: Iterable[Pair], holders: Mapping[Role, Collection[int]]) -> list[Pair]:
    """Return those of `pairs` for which these holders are not two people."""
    return [pair for pair in pairs if not _are_two(_any_of(pair.first, holders), _any_of(pair.second, holders))]


def _any_of(roles: Iterable[Role], holders: Mapping[Role, Collection[int]]) -> set[int]:
    return set().union(*(holders.get(role, ()) for role in roles))


def _are_two(first: set[int], second: set[int]) -> bool:
    return bool(first and second) and len(first | second) > 1

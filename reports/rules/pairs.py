"""Which acts need two people (ruling 2). Pure, no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.choices import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


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
    Pair(
        "附錄2檢查與複查",
        frozenset({_H}),
        frozenset({_H, _S, _P}),
        "請派任承辦人，並有另一位承辦人、處室主管或校長複查。",
    ),
    Pair("系統管理人員自己的職務與帳號", frozenset({_A}), frozenset({_A}), "請派任第二位系統管理人員，互相辦理。"),
    Pair(
        "設備盤點：盤點與覆核",
        frozenset({_H}),
        _OVERSEERS,
        "請派任承辦人，並有另一位處室主管或校長覆核。",
        "stock_take",
    ),
)
"""Acts of two people (ruling 2), as the policies of each room say who does which half."""


def unmet_pairs(pairs: Iterable[Pair], holders: Mapping[Role, Collection[int]]) -> list[Pair]:
    """Return those of `pairs` for which these holders are not two people."""
    return [pair for pair in pairs if not _are_two(_any_of(pair.first, holders), _any_of(pair.second, holders))]


def _any_of(roles: Iterable[Role], holders: Mapping[Role, Collection[int]]) -> set[int]:
    return set().union(*(holders.get(role, ()) for role in roles))


def _are_two(first: set[int], second: set[int]) -> bool:
    return bool(first and second) and len(first | second) > 1

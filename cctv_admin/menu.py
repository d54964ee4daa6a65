"""The main menu by role: pure tables, and the one place where a route's name becomes an address.

A school that switches nothing on sees six items for 承辦人, three for a teacher, three for a guard, two for 校長
(rulings, introduction).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from accounts.choices import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


@dataclass(frozen=True)
class Item:
    """One entry of the menu: its words, the route it leads to and, with `count`, the key of its number."""

    label: str
    route: str
    count: str = ""


@dataclass(frozen=True)
class Link:
    """An item as a page shows it. `current` is "page" on its own page, "true" below it, else empty."""

    label: str
    url: str
    number: int
    current: str


HOME_LABELS = ((Role.PRINCIPAL, "待核定"), (Role.SUPERVISOR, "待審核"), (Role.HANDLER, "待辦"))

ITEMS = (
    Item("首頁", "home", count="inbox"),
    Item("調閱申請", "review:list"),
    Item("新增調閱", "review:new"),
    Item("調閱登記簿", "reports:register"),
    Item("檢查與故障", "maintenance:inspection-list"),
    Item("故障紀錄", "maintenance:fault-list"),
    Item("回報故障", "maintenance:fault-new"),
    Item("攝影機", "cameras:list"),
    Item("設備帳", "maintenance:equipment-list"),
    Item("影像保存", "retention:overview"),
    Item("人員", "accounts:people"),
    Item("列印", "reports:print"),
    Item("存取紀錄", "reports:ledger"),
    Item("個資保護", "reports:measures"),
)

BY_ROLE: Mapping[Role, frozenset[str]] = {
    Role.STAFF: frozenset({"home", "review:new", "maintenance:fault-new"}),
    Role.GUARD: frozenset({"home", "maintenance:fault-new", "maintenance:fault-list"}),
    Role.HANDLER: frozenset(
        {
            "home",
            "review:list",
            "reports:register",
            "maintenance:inspection-list",
            "cameras:list",
            "retention:overview",
        }
    ),
    Role.SUPERVISOR: frozenset(
        {"home", "review:list", "reports:register", "maintenance:inspection-list", "retention:overview"}
    ),
    Role.PRINCIPAL: frozenset({"home", "reports:register"}),
    Role.ADMINISTRATOR: frozenset(
        {
            "home",
            "accounts:people",
            "cameras:list",
            "maintenance:equipment-list",
            "retention:overview",
            "reports:print",
            "reports:ledger",
            "reports:measures",
        }
    ),
    Role.AUDITOR: frozenset(
        {
            "home",
            "reports:ledger",
            "reports:measures",
            "reports:register",
            "maintenance:equipment-list",
            "retention:overview",
        }
    ),
}

SAID_BY = {
    "review:new": "review:list",
    "maintenance:fault-new": "maintenance:inspection-list",
    "maintenance:fault-list": "maintenance:inspection-list",
    "maintenance:equipment-list": "maintenance:inspection-list",
}
"""An item that the page of another item offers: who has both sees only the other."""


def home_label(roles: Collection[Role]) -> str:
    """Return what the home page is called for a person with `roles`: what the highest of them does there."""
    return next((label for role, label in HOME_LABELS if role in roles), "首頁")


def items_for(roles: Collection[Role]) -> list[Item]:
    """Return the menu of a person with `roles`: the union of what each role sees, in one fixed order."""
    routes = frozenset().union(*(BY_ROLE[role] for role in roles))
    kept = {route for route in routes if SAID_BY.get(route) not in routes}
    return [
        Item(home_label(roles), item.route, item.count) if item.route == "home" else item
        for item in ITEMS
        if item.route in kept
    ]


def address(route: str) -> str:
    """Return the address of `route`, or an empty string when this installation has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def links(items: Iterable[Item], counts: Mapping[str, int], path: str) -> list[Link]:
    """Return `items` as links for a page at `path`; what has no page here is left out."""
    found = [(item, url) for item in items if (url := address(item.route))]
    nearest = max((url for _, url in found if _is_below(path, url)), key=len, default="")
    return [
        Link(item.label, url, counts.get(item.count, 0), _current(path, url) if url == nearest else "")
        for item, url in found
    ]


def _is_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _current(path: str, url: str) -> str:
    return "page" if path == url else "true"

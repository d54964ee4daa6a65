"""The menu by role: as small as the rulings say, in one order, only what has a page."""

from __future__ import annotations

import pytest

from accounts.choices import Role
from cctv_admin import menu


def labels(*roles: Role) -> list[str]:
    return [item.label for item in menu.items_for(roles)]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.STAFF, ["首頁", "新增調閱", "回報故障"]),
        (Role.GUARD, ["首頁", "故障紀錄", "回報故障"]),
        (Role.HANDLER, ["待辦", "調閱申請", "調閱登記簿", "檢查與故障", "攝影機", "影像保存"]),
        (Role.SUPERVISOR, ["待審核", "調閱申請", "調閱登記簿", "檢查與故障", "影像保存"]),
        (Role.PRINCIPAL, ["待核定", "調閱登記簿"]),
        (Role.ADMINISTRATOR, ["首頁", "攝影機", "設備帳", "影像保存", "人員", "列印", "存取紀錄", "個資保護"]),
        (Role.AUDITOR, ["首頁", "調閱登記簿", "設備帳", "影像保存", "存取紀錄", "個資保護"]),
    ],
)
def test_each_role_sees_its_own_few_items(role: Role, expected: list[str]) -> None:
    assert labels(role) == expected


def test_every_role_has_a_menu() -> None:
    assert set(menu.BY_ROLE) == set(Role)


def test_every_route_of_a_role_is_an_item() -> None:
    assert frozenset().union(*menu.BY_ROLE.values()) == {item.route for item in menu.ITEMS}


def test_two_roles_see_the_union_and_no_page_twice() -> None:
    assert labels(Role.STAFF, Role.HANDLER) == labels(Role.HANDLER)
    assert labels(Role.STAFF, Role.GUARD) == ["首頁", "新增調閱", "故障紀錄", "回報故障"]


def test_the_highest_role_names_the_home_page() -> None:
    assert labels(Role.HANDLER, Role.PRINCIPAL)[0] == "待核定"


def test_a_person_without_a_role_has_an_empty_menu() -> None:
    assert labels() == []


def test_an_item_without_a_page_here_is_left_out() -> None:
    items = [menu.Item("首頁", "home"), menu.Item("未安裝", "nowhere:page")]
    assert [link.label for link in menu.links(items, {}, "/")] == ["首頁"]


def test_the_item_of_the_page_is_current_and_carries_its_number() -> None:
    (link,) = menu.links([menu.Item("待辦", "home", count="inbox")], {"inbox": 3}, "/")
    assert (link.current, link.number) == ("page", 3)


def test_below_an_item_the_nearest_one_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"home": "/", "list": "/requests/", "new": "/requests/new/"}
    monkeypatch.setattr(menu, "address", addresses.__getitem__)
    items = [menu.Item(route, route) for route in addresses]
    current = {
        path: [link.label for link in menu.links(items, {}, path) if link.current]
        for path in ("/", "/requests/115-0037/", "/requests/new/", "/elsewhere/")
    }
    assert current == {"/": ["home"], "/requests/115-0037/": ["list"], "/requests/new/": ["new"], "/elsewhere/": []}

"""What a thing is in the books, and which brands are to be looked into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.choices import AssetKind, StockTakeAction, StockTakeStatus
from maintenance.rules import asset_kind, is_suspected, warnings_of
from maintenance.transitions import STOCK_TAKE, WrongOrder, possible_in_stock_take, stock_take_step


@pytest.mark.parametrize(
    ("cost", "years", "kind"),
    [
        (10_000, 2, "財產"),
        (9_999, 2, "非消耗品"),
        (10_000, 1, "非消耗品"),
        (9_999, 1, "非消耗品"),
        (99_999, 10, "財產"),
    ],
)
def test_property_costs_ten_thousand_and_lasts_two_years(cost: int, years: int, kind: str) -> None:
    assert asset_kind(cost, years).label == kind


@given(st.integers(0, 10**8), st.integers(0, 99))
def test_what_costs_more_and_lasts_longer_stays_property(cost: int, years: int) -> None:
    if asset_kind(cost, years) == AssetKind.PROPERTY:
        assert asset_kind(cost + 1, years + 1) == AssetKind.PROPERTY


@pytest.mark.parametrize(
    "brand",
    [
        "Hikvision",
        "ＨＩＫＶＩＳＩＯＮ",
        "hikvision 海康威視",
        "大華 Dahua",
        "大華股份",
        "TP-Link",
        "tp-link VIGI",
        "小米",
    ],
)
def test_a_brand_of_the_list_is_suspected_however_it_is_typed(brand: str) -> None:
    assert is_suspected(brand)


@pytest.mark.parametrize("brand", ["", "晶睿 VIVOTEK", "友訊 D-Link", "Axis", "Sunvision", "UNVeiled"])
def test_other_brands_are_not(brand: str) -> None:
    assert not is_suspected(brand)


@pytest.mark.parametrize(
    ("brand", "restriction", "number", "says"),
    [
        ("大華", "", "", "廠牌疑似限制廠牌，請確認"),
        ("大華", "no", "", None),
        ("晶睿", "yes", "", "限制廠牌，尚未登錄列管核准文號"),
        ("大華", "yes", "桃教資字第1號", None),
        ("晶睿", "", "", None),
    ],
)
def test_what_is_still_to_be_done_is_said(brand: str, restriction: str, number: str, says: str | None) -> None:
    assert warnings_of(brand, restriction, number) == ([says] if says else [])


@pytest.mark.parametrize("status", StockTakeStatus)
@pytest.mark.parametrize("action", StockTakeAction)
def test_a_stock_take_goes_one_way_and_back_only_by_a_return(status: StockTakeStatus, action: StockTakeAction) -> None:
    if action in possible_in_stock_take(status):
        assert stock_take_step(status, action) == STOCK_TAKE[status, action]
    else:
        with pytest.raises(WrongOrder, match=f"目前是「{status.label}」，不能{action.label}"):
            stock_take_step(status, action)

"""財產清冊 and 盤點清冊 on paper (陸、二)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.documents import Book, render_book
from printing.rules import short_date, short_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maintenance.models import Equipment, StockTake, StockTakeItem
    from printing.documents import Furniture

BOOK_NAME = "監視錄影設備財產清冊"
COLUMNS = (
    ("項次", 10),
    ("財產編號", 32),
    ("類別", 17),
    ("名稱", 28),
    ("廠牌｜型號", 32),
    ("製造序號", 25),
    ("取得日期", 18),
    ("原值｜（元）", 17),
    ("耐用｜年限", 11),
    ("經管人｜使用單位", 23),
    ("存置地點", 26),
    ("備註", 30),
)
FOOT = ("經管人", "承辦人", "處室主管", "校長")
STOCK_TAKE_COLUMNS = (
    ("項次", 11),
    ("財產編號", 34),
    ("名稱", 32),
    ("廠牌｜型號", 38),
    ("經管人", 22),
    ("帳列｜存置地點", 32),
    ("盤點結果", 18),
    ("實際位置", 26),
    ("差異說明", 34),
    ("盤點時間", 22),
)


def render_equipment_book(
    rows: Sequence[Equipment], school_short_name: str, furniture: Furniture, *, note: str = ""
) -> bytes:
    """Return the 財產清冊 as PDF; no rows give a blank page. Raises `printing.documents.FontMissingError`."""
    cells = [_cells(number, equipment) for number, equipment in enumerate(rows, start=1)]
    return render_book(Book(f"{school_short_name}{BOOK_NAME}", COLUMNS, cells, FOOT, note), furniture)


def _cells(number: int, equipment: Equipment) -> tuple[str, ...]:
    return (
        str(number),
        equipment.full_number,
        str(equipment.kind.label),
        equipment.name,
        "\n".join(filter(None, (equipment.brand, equipment.model))),
        equipment.serial,
        short_date(equipment.acquired_on),
        f"{equipment.cost:,}",
        str(equipment.life_years),
        f"{equipment.keeper}\n{equipment.unit}",
        equipment.location,
        "\n".join(_remarks(equipment)),
    )


def _remarks(equipment: Equipment) -> list[str]:
    code = equipment.camera or equipment.recorder
    parts = [code.code if code else "", equipment.remarks]
    if equipment.restriction == "yes":
        parts.append(f"限制廠牌（{equipment.approval_number or '未核准'}）")
    if equipment.scrapped_on:
        parts.append(f"{short_date(equipment.scrapped_on)} 報廢（{equipment.scrap_number}）")
    return [part for part in parts if part]


def render_stock_take(
    stock_take: StockTake, items: Sequence[StockTakeItem], school_short_name: str, furniture: Furniture
) -> bytes:
    """Return the 盤點清冊 as PDF: every thing that was to be found, what differs explained, who closed and who signed."""
    cells = [_tick(number, item) for number, item in enumerate(items, start=1)]
    title = f"{school_short_name}{stock_take.year}年度監視錄影設備盤點清冊"
    note = str(stock_take.get_status_display())
    return render_book(Book(title, STOCK_TAKE_COLUMNS, cells, _signed(stock_take), note), furniture)


def _tick(number: int, item: StockTakeItem) -> tuple[str, ...]:
    equipment = item.equipment
    return (
        str(number),
        equipment.full_number,
        equipment.name,
        "\n".join(filter(None, (equipment.brand, equipment.model))),
        item.keeper,
        item.location,
        str(item.get_result_display()) if item.result else "",
        item.found_at,
        item.remark,
        short_moment(item.ticked_at).replace(" ", "\n") if item.ticked_at else "",
    )


def _signed(stock_take: StockTake) -> tuple[str, ...]:
    """Return the foot: a name where the act was done online, else room for ink."""
    handler = supervisor = ""
    if stock_take.closed_by and stock_take.closed_at:
        handler = f"　{stock_take.closed_by.name}　{short_date(stock_take.closed_at)}"
    if stock_take.signed_by and stock_take.signed_at:
        supervisor = f"　{stock_take.signed_by.name}　{short_date(stock_take.signed_at)}"
    return f"承辦人{handler}", f"處室主管{supervisor}", "校長"

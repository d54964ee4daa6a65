"""銷毀清冊 on paper: what goes or went, how, and on whose word; A4 landscape (肆、四; ruling 15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import Book, render_book
from printing.rules import short_date, short_moment
from retention.choices import ListKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from printing.documents import Furniture

COLUMNS = (
    ("項次", 11),
    ("留存檔｜編號", 25),
    ("攝影機地點", 42),
    ("影像時段", 34),
    ("型式｜大小", 25),
    ("SHA-256", 43),
    ("應銷毀日", 22),
    ("方法", 27),
    ("結果", 40),
)
NAMES = {
    ListKind.DUE: "留存檔銷毀清冊",
    ListKind.EARLY: "留存檔銷毀清冊（提前）",
    ListKind.MISTAKE: "留存檔銷毀清冊（誤製）",
    ListKind.SYSTEM: "留存檔銷毀紀錄",
    ListKind.AGAIN: "留存檔銷毀紀錄（還原後）",
}
END_OF_ROWS = "（以下空白）"


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One copy on the paper."""

    number: str
    cameras: Sequence[str]
    starts_at: dt.datetime
    ends_at: dt.datetime
    what: str
    sha256: str
    due_on: dt.date
    method: str
    destroyed_at: dt.datetime | None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ListPaper:
    """A list as the paper tells it; who signed is (name, moment), None while nobody has."""

    number: int
    kind: str
    word: str
    reason: str
    executor: tuple[str, dt.datetime] | None
    witness: tuple[str, dt.datetime] | None
    items: Sequence[ItemLine]


def render_copy_list(paper: ListPaper, school_short_name: str, furniture: Furniture) -> bytes:
    """Return the list as PDF. Raises `printing.documents.FontMissingError`."""
    return render_book(copy_list_book(paper, school_short_name), furniture)


def copy_list_book(paper: ListPaper, school_short_name: str) -> Book:
    """Return the book the list is: a row a copy, the two signatures at the foot of every page."""
    rows = [_row(position, item) for position, item in enumerate(paper.items, start=1)]
    blank = [""] * (len(COLUMNS) - 3)
    ends = ([("", "事由", paper.reason, *blank)] if paper.reason else []) + [("", END_OF_ROWS, "", *blank)]
    how = "線上補簽" if paper.kind == ListKind.SYSTEM else "線上簽署"
    return Book(
        title=f"{school_short_name}{NAMES[ListKind(paper.kind)]}",
        columns=COLUMNS,
        rows=[*rows, *ends],
        foot=(_signed("執行人", paper.executor, how), _signed("監銷人", paper.witness, how)),
        note=f"編號 {paper.number}　計畫肆、四　{paper.word}",
    )


def _row(position: int, item: ItemLine) -> tuple[str, ...]:
    result = f"{short_moment(item.destroyed_at)} 已銷毀" if item.destroyed_at else ""
    return (
        str(position), item.number, "、".join(item.cameras), f"{short_moment(item.starts_at)} 至 {short_moment(item.ends_at)}",
        item.what, item.sha256, short_date(item.due_on), item.method, "。".join(filter(None, (result, item.remark))),
    )  # fmt: skip


def _signed(part: str, who: tuple[str, dt.datetime] | None, how: str) -> str:
    return f"{part}：{who[0]}　{short_moment(who[1])} {how}" if who else f"{part}："

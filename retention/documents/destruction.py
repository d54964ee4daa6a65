"""影像銷毀紀錄 on paper: what went by which rule, what stayed and why, and cells for the ink of 執行人 and 監銷人 (肆、四)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import render
from printing.rules import long_date, short_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from printing.documents import Furniture

TEMPLATE = "retention/destruction.pdf.html"
FORM_NAME = "影像銷毀紀錄"
BASIS = "監視錄影系統管理實施計畫肆、四"


@dataclass(frozen=True, kw_only=True)
class CameraLine:
    """What a manifest names of one camera. `camera` is code and name, or says that nobody knows whose folder it is."""

    camera: str
    folder: str
    first_at: dt.datetime
    last_at: dt.datetime
    files: int
    size: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """One destruction as the paper tells it; `problem` says why its manifest cannot be read."""

    number: int
    source: str
    path: str
    years: int
    last_day: dt.date
    first_at: dt.datetime
    last_at: dt.datetime
    planned_at: dt.datetime
    finished_at: dt.datetime | None
    planned: tuple[int, str]
    destroyed: tuple[int, str]
    held_files: int
    failed_files: int
    resumed: int
    accepted_by: str
    sha256: str
    manifest: str
    cameras: Sequence[CameraLine]
    failures: Sequence[tuple[str, str]] = ()
    problem: str = ""


def render_destruction(record: Record, school_short_name: str, furniture: Furniture) -> bytes:
    """Return the record as PDF. Raises `printing.documents.FontMissingError`."""
    return render(TEMPLATE, destruction_context(record, school_short_name), furniture)


def destruction_context(record: Record, school_short_name: str) -> dict[str, object]:
    """Return what the template reads: labels with what they say, the table of cameras, what failed."""
    return {
        "title": f"{school_short_name}{FORM_NAME}",
        "number": record.number,
        "facts": list(_facts(record).items()),
        "cameras": record.cameras,
        "failures": record.failures,
        "unnamed_failures": max(record.failed_files - len(record.failures), 0),
        "problem": record.problem,
        "total": record.planned,
    }


def _facts(record: Record) -> dict[str, list[str]]:
    files, size = record.destroyed
    result = [f"已銷毀 {files:,} 檔（{size}）" if record.finished_at else "尚未完成"]
    result += [f"因留存或未屆期未銷毀 {record.held_files:,} 檔"] if record.held_files else []
    result += [f"無法刪除 {record.failed_files:,} 檔，列入逾期未銷毀清冊"] if record.failed_files else []
    result += [f"中斷後續行 {record.resumed} 次"] if record.resumed else []
    finished = short_moment(record.finished_at) if record.finished_at else "尚未完成"
    return {
        "依據": [f"{BASIS}：影像保存至多 {record.years} 年"],
        "銷毀範圍": [f"{long_date(record.last_day)}（含）以前錄製、未受留存之影像"],
        "影像資料夾": [f"{record.source}（{record.path}）"],
        "影像時段": [f"{short_moment(record.first_at)} 至 {short_moment(record.last_at)}"],
        "擬定／完成": [f"{short_moment(record.planned_at)} ／ {finished}"],
        "應銷毀": [f"{record.planned[0]:,} 檔（{record.planned[1]}）"],
        "執行結果": result,
        "執行前確認": [record.accepted_by or "依例行執行，無須另行確認"],
        "銷毀清單": [f"{record.manifest}", f"SHA-256：{record.sha256[:32]}", f"　　　　 {record.sha256[32:]}"],
    }

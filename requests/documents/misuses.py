"""不當使用或洩密事件 on paper: what is filed, and shown to the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.documents import render, require_drawable
from printing.rules import long_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from printing.documents import Furniture
    from requests.models import Misuse
    from requests.selectors.misuses import ReportClock

TEMPLATE = "requests/misuse.pdf.html"


def render_misuse(misuse: Misuse, clocks: Iterable[ReportClock], furniture: Furniture) -> bytes:
    """Return the record as PDF. Raises what `render_appendix_1` raises."""
    rows = [(label, text) for label, text in misuse_rows(misuse, clocks) if text]
    require_drawable("".join(text for _, text in rows))
    return render(TEMPLATE, {"school": the_school().short_name, "title": str(misuse), "rows": rows}, furniture)


def misuse_rows(misuse: Misuse, clocks: Iterable[ReportClock]) -> list[tuple[str, str]]:
    """Return what the record says, heading and text."""
    closed = f"{misuse.closed_by} {long_moment(misuse.closed_at)}" if misuse.closed_at else ""
    running = {clock.label: clock for clock in clocks}
    reports = (("資通安全事件通報", misuse.security_reported_at), ("個資外洩通報", misuse.breach_reported_at))
    return [
        ("發現", f"{misuse.noticed_by} {long_moment(misuse.noticed_at)}"),
        ("登錄", f"{misuse.recorded_by} {long_moment(misuse.recorded_at)}"),
        ("經過", misuse.what),
        ("相關案件", str(misuse.review_request) if misuse.review_request else ""),
        ("相關留存檔", misuse.copy_number),
        ("相關攝影機", str(misuse.camera) if misuse.camera else ""),
        ("處置", misuse.measures),
        ("已告知", misuse.informed),
        *((label, _reported(at, running.get(label), is_closed=bool(closed))) for label, at in reports),
        ("結論", misuse.conclusion),
        ("結案", closed),
    ]


def _reported(at: dt.datetime | None, clock: ReportClock | None, *, is_closed: bool) -> str:
    """When an event was reported, and whether late; else until when it is to be."""
    if at is not None:
        return long_moment(at) + ("（逾時）" if clock and clock.is_late else "")
    if is_closed:
        return "未通報"
    return "尚未通報" + (f"，應於 {long_moment(clock.due_at)}前通報" if clock else "")

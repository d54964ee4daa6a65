"""不當使用或洩密事件 on paper: what is filed, and shown to the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.documents import render, require_drawable
from printing.rules import long_moment

if TYPE_CHECKING:
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
    reported = (
        ("資通安全事件通報", misuse.security_reported_at, "資通安全事件通報"),
        ("個資外洩通報", misuse.breach_reported_at, "個資外洩通報"),
    )
    due = {clock.label: f"，應於 {long_moment(clock.due_at)}前通報" for clock in clocks}
    return [
        ("發現", f"{misuse.noticed_by} {long_moment(misuse.noticed_at)}"),
        ("登錄", f"{misuse.recorded_by} {long_moment(misuse.recorded_at)}"),
        ("經過", misuse.what),
        ("相關案件", str(misuse.review_request) if misuse.review_request else ""),
        ("相關留存檔", misuse.copy_number),
        ("相關攝影機", str(misuse.camera) if misuse.camera else ""),
        ("處置", misuse.measures),
        ("已告知", misuse.informed),
        *((label, (long_moment(at) if at else "尚未通報") + due.get(key, "")) for label, at, key in reported),
        ("結論", misuse.conclusion),
        ("結案", closed),
    ]

"""符合情形報告 and 統計 on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import render, require_drawable
from printing.rules import long_date, long_moment
from reports.selectors.reporting import by_part
from reports.selectors.statistics import HEADINGS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from printing.documents import Furniture
    from reports.models import ComplianceReport
    from reports.rules import Question, Result, Span
    from reports.selectors.statistics import Statistics

UNSIGNED = "本件尚未簽核，為列印時之情形。"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the clauses: whose report, of which plan and period, as of when."""

    school: str
    plan: str
    span: Span
    at: dt.datetime
    began: dt.date


def render_compliance(
    head: Head,
    results: Sequence[Result],
    questions: Sequence[Question],
    furniture: Furniture,
    report: ComplianceReport | None = None,
) -> bytes:
    """Return the report as PDF, with both signatures once it is signed. Raises PrintingError."""
    words = "".join(f"{one.explanation}{one.measures}{''.join(b.words for b in one.found.breaches)}" for one in results)
    require_drawable(head.school + words)
    context = {
        "head": head, "parts": by_part(results), "questions": questions, "report": report,
        "broken": sum(one.is_broken for one in results), "unsigned": "" if report and report.signed_at else UNSIGNED,
        "signatures": _signatures(report),
        "at": long_moment(head.at), "began": long_date(head.began),
    }  # fmt: skip
    return render("reports/compliance.pdf.html", context, furniture)


def _signatures(report: ComplianceReport | None) -> list[tuple[str, str]]:
    signed = (
        ((report.checked_name, report.checked_at), (report.signed_name, report.signed_at))
        if report
        else (("", None),) * 2
    )
    return [
        (part, f"{name}　{long_moment(at)} 線上簽署" if at else "")
        for part, (name, at) in zip(("承辦人", "處室主管"), signed, strict=True)
    ]


def render_statistics(school: str, statistics: Statistics, furniture: Furniture) -> bytes:
    """Return the figures as PDF, landscape, with the same charts. Raises PrintingError."""
    rows = [row.cells() for row in [*statistics.months, statistics.total]]
    context = {"school": school, "statistics": statistics, "headings": HEADINGS, "rows": rows}
    return render("reports/statistics.pdf.html", context, furniture)

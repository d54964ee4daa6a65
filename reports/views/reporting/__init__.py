"""Pages and papers of the 符合情形報告 and of the figures."""

from __future__ import annotations

from reports.views.reporting.periods import compliance_page, compliance_pdf
from reports.views.reporting.signing import report_page, report_pdf
from reports.views.reporting.statistics import statistics_page, statistics_pdf, statistics_sheet

__all__ = [
    "compliance_page",
    "compliance_pdf",
    "report_page",
    "report_pdf",
    "statistics_page",
    "statistics_pdf",
    "statistics_sheet",
]

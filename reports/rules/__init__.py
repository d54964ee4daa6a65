"""Arithmetic of what looks across rooms, without a database: the plan's text, names of cases, accounts, acts of two, periods, clauses, charts."""

from __future__ import annotations

from reports.rules.accounts import ANNOUNCED, IDLE_DAYS, Look, Looked, look_at
from reports.rules.charts import Bar, Chart, bar_chart
from reports.rules.clauses import (
    CLAUSES,
    OWN_RULES,
    WITHHELD,
    Breach,
    Duty,
    Found,
    Proof,
    Question,
    Result,
    duties_of,
    every,
    lost_days,
    results_in,
    results_out,
)
from reports.rules.naming import CASE_NUMBER, case_numbers_in, subject_of
from reports.rules.pairs import PAIRS, Pair, unmet_pairs
from reports.rules.periods import (
    LONGEST_YEARS,
    Span,
    months_of,
    named_spans,
    semester_span,
)
from reports.rules.plan_text import PAGES, Clause, Section, sections_of

__all__ = [
    "ANNOUNCED",
    "CASE_NUMBER",
    "CLAUSES",
    "IDLE_DAYS",
    "LONGEST_YEARS",
    "OWN_RULES",
    "PAGES",
    "PAIRS",
    "WITHHELD",
    "Bar",
    "Breach",
    "Chart",
    "Clause",
    "Duty",
    "Found",
    "Look",
    "Looked",
    "Pair",
    "Proof",
    "Question",
    "Result",
    "Section",
    "Span",
    "bar_chart",
    "case_numbers_in",
    "duties_of",
    "every",
    "look_at",
    "lost_days",
    "months_of",
    "named_spans",
    "results_in",
    "results_out",
    "sections_of",
    "semester_span",
    "subject_of",
    "unmet_pairs",
]

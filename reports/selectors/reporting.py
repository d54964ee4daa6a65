"""Reports that were begun or signed, what they say to the ledger, and what of them a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, digest_of
from reports.choices import Part, ReportState
from reports.models import ComplianceReport
from reports.rules import Question, Span, case_numbers_in, results_in, results_out
from reports.selectors.compliance import Asked, Wondering, compliance, questions
from reports.selectors.secrecy import hidden_in_books

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from typing import Any

    from django.db.models import QuerySet

    from accounts.models import User
    from reports.rules import Result

REPORTS = RowWitness(ComplianceReport.objects.all(), subject=str)
LISTED = 20


def span_of(report: ComplianceReport) -> Span:
    """Return the period of a report."""
    return Span(report.first_day, report.last_day)


def reports() -> QuerySet[ComplianceReport]:
    """Return the newest reports, begun or signed, without what they say."""
    return ComplianceReport.objects.defer("content", "explanations")[:LISTED]


def explained(results: Iterable[Result], explanations: Mapping[str, Mapping[str, str]]) -> list[Result]:
    """Return results with what people wrote about those that were not as they had to be."""
    return [one.explained(explanations.get(one.duty.key, {})) if one.is_broken else one for one in results]


def content_of(asked: Asked, results: list[Result]) -> dict[str, Any]:
    """Return all that is signed of a period, as JSON; `asked` was asked for these results."""
    return {
        "plan": asked.terms.title,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "began": asked.began.isoformat(),
        "at": asked.now.isoformat(),
        "results": results_out(results),
        "questions": [
            [one.text, one.answer, one.page, list(one.args), one.query]
            for one in questions(asked, Wondering(asked.last))
        ],
    }


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what is signed: canonical JSON."""
    return digest_of(content)


def frozen_results(report: ComplianceReport) -> list[Result]:
    """Return what was found when 承辦人 signed."""
    return results_in(report.content["results"])


def frozen_questions(report: ComplianceReport) -> list[Question]:
    """Return what was answered when 承辦人 signed."""
    return [
        Question(text, answer, page, tuple(args), query)
        for text, answer, page, args, query in report.content["questions"]
    ]


def results_of(report: ComplianceReport, now: dt.datetime) -> list[Result]:
    """Return the frozen results, or of a draft what is found now, with the explanations so far."""
    if report.state != ReportState.DRAFT:
        return frozen_results(report)
    return explained(compliance(Asked(span_of(report), now)), report.explanations)


def kept_from(user: User, explanations: Mapping[str, Mapping[str, str]], now: dt.datetime) -> set[str]:
    """Return of which duties `user` may not read what is written, for it names a case he may not know of."""
    named = {key: case_numbers_in(*said.values()) for key, said in explanations.items()}
    numbers = {number for found in named.values() for number in found}
    hidden = hidden_in_books(numbers, user, now)
    return {key for key, found in named.items() if found & hidden}


def unexplained(results: Iterable[Result]) -> list[Result]:
    """Return what has to be explained before anybody signs (ruling 29)."""
    return [one for one in results if one.is_broken and not (one.explanation and one.measures)]


def by_part(results: Iterable[Result]) -> list[tuple[Part, list[Result]]]:
    """Return the plan's duties and the school's own rules apart (ruling 29)."""
    found = list(results)
    return [(part, [one for one in found if one.part == part]) for part in Part]

"""符合情形: every duty of the plan over a period, with what shows it, and exactly where it was not met (陸、三; ruling 29)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.choices import Part
from reports.rules import OWN_RULES, WITHHELD, Breach, Result, case_numbers_in, duties_of
from reports.selectors.compliance import cases, footage, own, people, proving, upkeep
from reports.selectors.compliance.asked import Asked
from reports.selectors.compliance.questions import DEFAULT_HOURS, Wondering, questions
from reports.selectors.secrecy import hidden_in_books

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from accounts.models import User
    from reports.rules import Found

__all__ = ["DEFAULT_HOURS", "EVIDENCE", "Asked", "Wondering", "compliance", "questions", "shown"]

EVIDENCE: dict[str, Callable[[Asked], Found]] = {
    "1": people.basis,
    "2": people.purpose,
    "3.1": people.managed,
    "3.2a": people.guarded,
    "3.2b": cases.by_form,
    "3.3a": upkeep.reported,
    "3.3b": upkeep.inspected,
    "4.1": people.confidential,
    "4.2": people.departed,
    "4.3a": footage.unbroken,
    "4.3b": footage.kept_long_enough,
    "4.4": footage.gone_in_time,
    "5.1": cases.answered,
    "5.2": cases.by_letter,
    "5.3": cases.copied,
    "5.4": cases.accompanied,
    "5.5": cases.papers_kept,
    "6.1": upkeep.mended,
    "6.2": upkeep.listed,
    "6.3": proving.answered_for,
    "附錄1": cases.appendix_1,
    "附錄2": upkeep.appendix_2,
}
"""Who answers for each clause of the plan."""


def compliance(asked: Asked) -> list[Result]:
    """Return every duty of the plan in its order, then the school's own rules that are switched on."""
    of_plan = [Result(duty, Part.PLAN, EVIDENCE[duty.key](asked)) for duty in duties_of(asked.terms.text)]
    of_school = [
        Result(duty, Part.OWN, found(asked))
        for duty in OWN_RULES
        for found, feature in [own.RULES[duty.key]]
        if feature is None or feature in asked.features
    ]
    return [*of_plan, *of_school]


def shown(results: Iterable[Result], user: User, now: dt.datetime) -> list[Result]:
    """Return results as `user` may read them: a case he may not know of is 一件, an event about him is not there."""
    found = list(results)
    breaches = [breach for one in found for breach in one.found.breaches]
    numbers = {breach.case for breach in breaches if breach.case}
    numbers |= case_numbers_in(*(text for one in found for text in (one.explanation, one.measures)))
    hidden = hidden_in_books(numbers, user, now)
    events = any(breach.misuse for breach in breaches)
    own_events = set(user.concerned_in.values_list("pk", flat=True)) if events else set()
    return [_as_read(one, hidden, own_events) for one in found]


NOT_YOURS = "一件不屬您得閱覽之案件"


def _as_read(one: Result, hidden: set[str], own_events: set[int]) -> Result:
    seen = [breach for breach in one.found.breaches if not breach.misuse or breach.misuse not in own_events]
    breaches = [Breach(NOT_YOURS) if breach.case in hidden else breach for breach in seen]
    texts = (WITHHELD if case_numbers_in(text) & hidden else text for text in (one.explanation, one.measures))
    said = dict(zip(("explanation", "measures"), texts, strict=True))
    return replace(one, found=replace(one.found, breaches=breaches)).explained(said)

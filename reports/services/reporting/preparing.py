"""承辦人 begins a report, explains what was not as it had to be, and signs: from then on it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from reports import policies, transitions
from reports.choices import ReportAction, ReportState
from reports.models import ComplianceReport
from reports.rules import CLAUSES, OWN_RULES
from reports.selectors.compliance import Asked, compliance, shown
from reports.selectors.reporting import REPORTS, content_of, digest, explained, kept_from, span_of, unexplained
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import User
    from accounts.selectors import Signatory
    from ledger.services import Actor
    from reports.rules import Result, Span

BY_HANDLER = "說明與改善措施由承辦人填寫並簽署。"
LONGEST = 400
FROZEN = (
    "state", "explanations", "content", "sha256", "ledger_head", "ledger_result", "checked_by", "checked_name", "checked_at",
    "return_reason",
)  # fmt: skip
"""What one act of 承辦人, or its undoing, writes."""


class ReportError(Exception):
    """The act cannot be done, with a sentence why."""


class Unexplained(ReportError):
    """Something is 未符合 and nobody says why; `results` has it, also what only reading the ledger through has shown."""

    def __init__(self, missing: list[Result], results: list[Result]) -> None:
        named = "、".join(f"{one.duty.reference}（{one.duty.title}）" for one in missing)
        super().__init__(f"未符合者均須填寫說明與改善措施：{named}。")
        self.results = results


class NotYoursToExplain(ReportError):
    """What stands there names a case the writer may not know of: he would write over what he does not see."""

    def __init__(self, keys: list[str]) -> None:
        named = "、".join(f"{duty.reference}（{duty.title}）" for duty in (*CLAUSES, *OWN_RULES) if duty.key in keys)
        super().__init__(
            f"{named}已有說明，內容涉及不屬您得閱覽之案件，由得閱覽該案之承辦人或代理人修改；本次均未儲存，其餘說明請再送出一次。"
        )


@transaction.atomic
def open_report(*, span: Span, actor: User, now: dt.datetime) -> ComplianceReport:
    """Begin the report of a period that is over, or return the one that is open. Raises PermissionDenied, ReportError."""
    signatory = policies.require_signatory(policies.prepares_reports(actor, now), BY_HANDLER)
    if span.last > local_date(now):
        raise ReportError("期間尚未結束，結束後才能簽核；未結束之期間可先查閱及列印。")
    found = ComplianceReport.objects.filter(first_day=span.first, last_day=span.last)
    if standing := found.exclude(state=ReportState.SIGNED).first():
        return standing
    words = as_signed(signatory, actor, now)
    report = ComplianceReport.objects.create(
        first_day=span.first, last_day=span.last, opened_by=words.name, opened_at=now
    )
    ledger.append(verb=Verb.REPORT_OPENED, actor=words, detail={"period": str(span)}, now=now, **REPORTS.said(report))
    return report


@transaction.atomic
def explain(
    *, report_id: int, said: Mapping[str, Mapping[str, str]], actor: User, now: dt.datetime
) -> ComplianceReport:
    """Write what is `said` of duties, by their ids. Raises PermissionDenied, NotYoursToExplain, ReportError."""
    report = locked(report_id)
    follow(report, ReportAction.EXPLAIN)
    signatory = policies.require_signatory(policies.prepares_reports(actor, now), BY_HANDLER)
    _write(report, said, actor, now)
    report.save(update_fields=["explanations"])
    detail = {"count": str(len(report.explanations))}
    words = as_signed(signatory, actor, now)
    ledger.append(verb=Verb.REPORT_EXPLAINED, actor=words, detail=detail, now=now, **REPORTS.said(report))
    return report


def check_report(
    *, report_id: int, said: Mapping[str, Mapping[str, str]], actor: User, now: dt.datetime
) -> ComplianceReport:
    """Sign as 承辦人: everything 未符合 is explained; results, ledger and digest are frozen; 處室主管 is asked.

    The ledger is verified before the first lock: that reads it all. Raises PermissionDenied, NotYoursToExplain,
    Unexplained, ReportError.
    """
    policies.require_signatory(policies.prepares_reports(actor, now), BY_HANDLER)
    verified = ledger.verify()
    with transaction.atomic():
        report = locked(report_id)
        state = follow(report, ReportAction.CHECK)
        signatory = policies.require_signatory(policies.prepares_reports(actor, now), BY_HANDLER)
        _write(report, said, actor, now)
        asked = Asked(span_of(report), now, verified)
        results = explained(compliance(asked), report.explanations)
        _require_explained(shown(results, actor, now))
        words = as_signed(signatory, actor, now)
        report.content = content_of(asked, results)
        report.sha256, report.state, report.return_reason = digest(report.content), state, ""
        report.ledger_head = f"第 {verified.tip.sequence} 筆 {verified.tip.hash.hex()}"
        report.ledger_result = "存取紀錄完好" if verified.ok else "存取紀錄核對不符"
        report.checked_by, report.checked_name, report.checked_at = actor, as_printed(words), now
        report.save(update_fields=FROZEN)
        _ask_for_signature(report, now)
        broken = str(sum(one.is_broken for one in results))
        detail = {"count": broken, "sha256": report.sha256, "result": report.ledger_result}
        ledger.append(verb=Verb.REPORT_CHECKED, actor=words, detail=detail, now=now, **REPORTS.said(report))
        return report


def _write(report: ComplianceReport, said: Mapping[str, Mapping[str, str]], actor: User, now: dt.datetime) -> None:
    parts, known = ("explanation", "measures"), report.explanations
    new = {key: {part: texts.get(part, "").strip()[:LONGEST] for part in parts} for key, texts in said.items()}
    if barred := [key for key in kept_from(actor, known, now) if new.get(key, known[key]) != known[key]]:
        raise NotYoursToExplain(barred)
    known.update(new)


def _require_explained(results: list[Result]) -> None:
    if missing := unexplained(results):
        raise Unexplained(missing, results)


def _ask_for_signature(report: ComplianceReport, now: dt.datetime) -> None:
    people = [one.user for one in policies.report_signatories(report, now)]
    url = reverse("reports:compliance-report", args=[report.pk])
    notify(recipients=people, text=f"{report}（{span_of(report)}）請簽核", url=url, subject=str(report), now=now)


def locked(report_id: int) -> ComplianceReport:
    """Return the report under its lock."""
    return ComplianceReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)


def follow(report: ComplianceReport, action: ReportAction) -> ReportState:
    """Return where the act leads. Raises ReportError where it does not follow."""
    try:
        return transitions.follows(ReportState(report.state), action)
    except transitions.WrongOrder as wrong:
        raise ReportError(str(wrong)) from None


def as_printed(words: Actor) -> str:
    """Return how who signed stands on the paper, a deputy with why (ruling 3)."""
    return f"{words.acting_for}　{words.name} 代" if words.acting_for else words.name


def as_signed(signatory: Signatory, actor: User, now: dt.datetime) -> Actor:
    """Return who acts as the ledger and the paper write it, with whom he acts for."""
    acting_for = signatory.note if signatory.acting_for else ""
    return in_words(actor, now, role=signatory.role.label, acting_for=acting_for)

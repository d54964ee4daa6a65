"""處室主管 signs what 承辦人 signed, as it was frozen, or returns it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from ledger import services as ledger
from ledger.choices import Verb
from reports import policies
from reports.choices import ReportAction
from reports.selectors.reporting import REPORTS, digest, span_of
from reports.services.reporting.preparing import FROZEN, ReportError, as_printed, as_signed, follow, locked
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from reports.models import ComplianceReport

BY_ANOTHER = "報告由承辦人以外的處室主管簽核。"
EMPTIED: dict[str, Any] = {
    "content": {},
    "sha256": "",
    "ledger_head": "",
    "ledger_result": "",
    "checked_by": None,
    "checked_name": "",
    "checked_at": None,
}


@transaction.atomic
def return_report(*, report_id: int, reason: str, actor: User, now: dt.datetime) -> ComplianceReport:
    """Give it back to 承辦人 with a reason; what was frozen is frozen anew when he signs again. Raises PermissionDenied, ReportError."""
    report = locked(report_id)
    state = follow(report, ReportAction.RETURN)
    signatory = policies.require_signatory(policies.signs_reports(actor, report, now), BY_ANOTHER)
    _tell(report, "經退回", now)
    for column, value in EMPTIED.items():
        setattr(report, column, value)
    report.state, report.return_reason = state, reason.strip()[:200]
    report.save(update_fields=FROZEN)
    detail = {"reason": report.return_reason}
    words = as_signed(signatory, actor, now)
    ledger.append(verb=Verb.REPORT_RETURNED, actor=words, detail=detail, now=now, **REPORTS.said(report))
    return report


@transaction.atomic
def sign_report(*, report_id: int, actor: User, now: dt.datetime) -> ComplianceReport:
    """Sign as 處室主管 what is frozen: from then on nobody changes it. Raises PermissionDenied, ReportError."""
    report = locked(report_id)
    state = follow(report, ReportAction.SIGN)
    signatory = policies.require_signatory(policies.signs_reports(actor, report, now), BY_ANOTHER)
    if digest(report.content) != report.sha256:
        raise ReportError("報告內容與承辦人簽署時不同，不能簽核；請退回後重新簽署。")
    words = as_signed(signatory, actor, now)
    report.state, report.signed_by, report.signed_name, report.signed_at = state, actor, as_printed(words), now
    report.save(update_fields=["state", "signed_by", "signed_name", "signed_at"])
    _tell(report, "已簽核", now)
    detail = {"sha256": report.sha256}
    ledger.append(verb=Verb.REPORT_SIGNED, actor=words, detail=detail, now=now, **REPORTS.said(report))
    return report


def _tell(report: ComplianceReport, what: str, now: dt.datetime) -> None:
    """Tell 承辦人 what became of what he signed."""
    people = [report.checked_by] if report.checked_by else []
    url = reverse("reports:compliance-report", args=[report.pk])
    notify(recipients=people, text=f"{report}（{span_of(report)}）{what}", url=url, subject=str(report), now=now)

"""待您簽署: what waits for the one signature that is neither a case's nor a copy's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports import policies
from reports.choices import ApplicationState, ReportState
from reports.models import AccountApplication, AccountReview, ComplianceReport

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One paper: what it is, the route of its page with its key, who sent it and when."""

    text: str
    page: str
    key: int
    sent_by: str
    sent_at: dt.datetime


def unsigned_papers(user: User, now: dt.datetime) -> list[Unsigned]:
    """Return what waits for `user` to approve or sign, the oldest first: 帳號申請, 年度帳號清查, 符合情形報告; three queries."""
    found = [
        Unsigned(f"帳號申請：{row.title} {row.name}", "reports:application", row.pk, row.asked_name, row.asked_at)
        for row in AccountApplication.objects.filter(state=ApplicationState.WAITING)
        if policies.may_approve(user, row, now)
    ]
    found += [
        Unsigned(str(row), "reports:review", row.pk, row.checked_name, row.checked_at)
        for row in AccountReview.objects.filter(signed_at=None).exclude(checked_at=None)
        if row.checked_at and policies.may_sign_review(user, row, now)
    ]
    found += [
        Unsigned(str(row), "reports:compliance-report", row.pk, row.checked_name, row.checked_at)
        for row in ComplianceReport.objects.filter(state=ReportState.CHECKED)
        if row.checked_at and policies.signs_reports(user, row, now)
    ]
    return sorted(found, key=lambda one: one.sent_at)

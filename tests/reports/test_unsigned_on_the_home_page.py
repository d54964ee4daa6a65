"""What waits for 主管 or 校長 beside cases stands on their home page until it is signed, and on nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.rules import CLAUSES, OWN_RULES, Span
from reports.selectors import unsigned_papers
from reports.services import reporting, staff
from tests.staff.test_applications import WANTED

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now", "cameras")


def waits_for(user: User, now: dt.datetime) -> list[str]:
    """Return the routes of what waits for somebody."""
    return [one.page for one in unsigned_papers(user, now)]


def test_an_application_a_review_and_a_report_wait_for_who_did_not_send_them(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    staff.apply_for_account(wanted=WANTED, actor=cast.handler, now=now)
    review = staff.open_review(actor=cast.handler, now=now)
    found = {line.pk: staff.Found("confirmed") for line in review.lines.all()}
    staff.mark_accounts(review_id=review.pk, found=found, actor=cast.handler, now=now, is_checked=True)
    report = reporting.open_report(span=Span(now.date(), now.date()), actor=cast.handler, now=now)
    said = {"explanation": "說明", "measures": "改善"}
    everything = {duty.key: said for duty in (*CLAUSES, *OWN_RULES)}
    reporting.check_report(report_id=report.pk, said=everything, actor=cast.handler, now=now)

    everywhere = ["reports:application", "reports:review", "reports:compliance-report"]
    assert waits_for(cast.supervisor, now) == everywhere
    assert waits_for(cast.principal, now) == everywhere[:2], "the report is the supervisor's while there is one"
    assert waits_for(cast.handler, now) == waits_for(cast.teacher, now) == []

    client.force_login(cast.supervisor)
    page = client.get("/").content.decode()
    assert "待您核准或簽署" in page
    assert f"/people/reviews/{review.pk}/" in page

    staff.sign_review(review_id=review.pk, actor=cast.supervisor, now=now)
    reporting.sign_report(report_id=report.pk, actor=cast.supervisor, now=now)
    assert waits_for(cast.supervisor, now) == ["reports:application"]

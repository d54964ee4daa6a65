"""Questions about 不當使用或洩密事件: what they say to the ledger, and which reporting clocks run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts import selectors as accounts
from accounts.choices import Feature
from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from requests.models import Misuse


def misuse_facts(misuse: Misuse) -> dict[str, object]:
    """Return the columns of an event and whom it is about."""
    return row_facts(misuse, without=("salt",)) | {"concerned": sorted(one.pk for one in misuse.concerned.all())}


MISUSES = RowWitness(
    Misuse.objects.prefetch_related("concerned"), subject=str, facts=misuse_facts, salt=lambda one: bytes(one.salt)
)


@dataclass(frozen=True, slots=True)
class ReportClock:
    """One reporting clock of an event: until when it was to be reported, when it was, whether that was or is too late.

    Of an event that was closed without a report (主管 found none due) nothing is late.
    """

    label: str
    due_at: dt.datetime
    reported_at: dt.datetime | None
    is_late: bool


def report_clocks(misuse: Misuse, now: dt.datetime) -> list[ReportClock]:
    """Return the clocks the school's plan sets; none while the extra is off (which law asks for what, the school says)."""
    if not accounts.has_feature(Feature.REPORT_CLOCKS):
        return []
    plan = accounts.plan_on(local_date(misuse.noticed_at))
    set_by_plan = (
        ("資通安全事件通報", plan.security_report_hours, misuse.security_reported_at),
        ("個資外洩通報", plan.breach_report_hours, misuse.breach_reported_at),
    )
    found = []
    for label, hours, done in set_by_plan:
        if hours:
            due_at = misuse.noticed_at + dt.timedelta(hours=hours)
            found.append(ReportClock(label, due_at, done, _is_late(misuse, due_at, done, now)))
    return found


def _is_late(misuse: Misuse, due_at: dt.datetime, done: dt.datetime | None, now: dt.datetime) -> bool:
    if done is None and misuse.closed_at is not None:
        return False
    return (done or now) > due_at

"""Who is told of what comes due, of what is past it, and of what is still to be signed; each once, as a row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from printing.rules import local_date, long_date
from retention.choices import CopyReminderKind, CopyVerdict, FindingKind
from retention.models import CopyReminder
from retention.rules import LISTED_DAYS_AHEAD, ONE_DAY, due_reminder
from retention.selectors import copies_due_by, due_of, judged, lists_to_countersign, numbers
from retention.services.findings import keep
from retention.services.people import people_in
from work.models import Notice
from work.services import notify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention.models import DestructionList, EvidenceCopy
    from retention.selectors import Judged

AHEAD = {
    CopyReminderKind.DUE_30_DAYS: (30, (Role.HANDLER,)),
    CopyReminderKind.DUE_14_DAYS: (14, (Role.HANDLER,)),
    CopyReminderKind.DUE_7_DAYS: (7, (Role.HANDLER, Role.SUPERVISOR)),
    CopyReminderKind.DUE_1_DAY: (1, (Role.HANDLER, Role.SUPERVISOR)),
}
CHASED = dt.timedelta(days=7)
"""So long before its end the time for signing afterwards is called to mind."""


@transaction.atomic
def remind(now: dt.datetime) -> int:
    """Tell of what comes due, of what stands past its day, of lists to sign; return how many notices were new."""
    soon = judged(copies_due_by(local_date(now) + LISTED_DAYS_AHEAD * ONE_DAY), now)
    return _tell_ahead(soon, now) + _alarm(soon, now) + _chase(now)


def _tell_ahead(soon: list[Judged], now: dt.datetime) -> int:
    """Notices 30, 14, 7 and 1 days ahead, one for all copies that reach the same mark together."""
    today = local_date(now)
    told = 0
    for kind, (days, roles) in AHEAD.items():
        new = [
            one.copy
            for one in soon
            if due_reminder(due_of(one.copy), today) == kind and _is_new(one.copy, kind, due_of(one.copy), now)
        ]
        if new:
            first = long_date(min(map(due_of, new)))
            text = f"留存檔 {numbers(new)} {days} 日內屆期（最早 {first}），請列入銷毀清冊或辦理法定留存"
            told += _tell(text, roles, "留存檔屆期", now)
    return told


def _alarm(soon: list[Judged], now: dt.datetime) -> int:
    """Tell 校長 every day what is past its day and stands there (ruling 15)."""
    left = [one.copy for one in soon if one.verdict == CopyVerdict.EXCEPTION]
    new = [copy for copy in left if _is_new(copy, CopyReminderKind.EXCEPTION, local_date(now), now)]
    return (
        _tell(f"留存檔 {numbers(new)} 已屆應銷毀日而未銷毀（計畫肆、四）", (Role.PRINCIPAL,), "留存檔逾期未銷毀", now)
        if new
        else 0
    )


def _chase(now: dt.datetime) -> int:
    """Call to mind, once, a list of the system's that two people have yet to sign."""
    told = 0
    for row in lists_to_countersign():
        key = f"{row} 補簽催辦"
        is_near = row.countersign_by and row.countersign_by - CHASED <= local_date(now)
        if is_near and not Notice.objects.filter(subject=key).exists():
            told += _tell(
                f"請於 {_until(row)}前補簽{row}", (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL), key, now, row
            )
    return told


def _is_new(copy: EvidenceCopy, kind: CopyReminderKind, day: dt.date, now: dt.datetime) -> bool:
    return CopyReminder.objects.get_or_create(copy=copy, kind=kind, day=day, defaults={"sent_at": now})[1]


def _tell(
    text: str, roles: tuple[Role, ...], subject: str, now: dt.datetime, row: DestructionList | None = None
) -> int:
    people = people_in(*roles, now=now)
    url = reverse("retention:copy-list", args=[row.pk]) if row else reverse("retention:copies-due")
    notify(recipients=people, text=text, url=url, subject=subject, now=now)
    return len(people)


def _until(row: DestructionList) -> str:
    return long_date(row.countersign_by) if row.countersign_by else ""


@transaction.atomic
def keep_findings(refused: str, failures: Mapping[str, str], now: dt.datetime) -> tuple[int, int]:
    """Let the findings of 肆、四 say what is past its day, why nothing went, and what nobody signed for in time; see `keep`."""
    past = {
        f"留存檔 {one.copy.number}": f"留存檔 {one.copy.number} 應於 {long_date(due_of(one.copy))}銷毀：{one.why.label}"
        for one in judged(copies_due_by(local_date(now)), now)
        if one.verdict == CopyVerdict.EXCEPTION and one.why
    }
    past |= {f"留存檔 {number}": f"留存檔 {number} 銷毀未完成：{why}"[:200] for number, why in failures.items()}
    late = {
        str(row): f"{row}（屆期由系統執行）逾 {_until(row)}仍未由二人補簽"
        for row in lists_to_countersign().filter(countersign_by__lt=local_date(now))
    }
    stopped = {"留存檔存放處": f"留存檔銷毀未執行。{refused}"[:200]} if refused else {}
    return keep(
        {FindingKind.COPY_LEFT: past, FindingKind.COPIES_REFUSED: stopped, FindingKind.LIST_UNSIGNED: late}, now
    )

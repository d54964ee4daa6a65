"""The ceiling: nothing is kept longer than the plan's year without a lawful hold (肆、四; rulings 14, 16)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from cameras.selectors import recorders_in_use
from ledger.services import SYSTEM
from printing.rules import local_date, long_date
from retention.choices import FindingKind, HoldKind, ProposalKind
from retention.rules import anniversary
from retention.selectors import holds_in_force, newest_check, open_proposals
from retention.services.alarms import kept_past_the_year
from retention.services.findings import keep
from retention.services.holds import release_hold
from work.models import Notice
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    from retention.models import Hold

ANNOUNCED = dt.timedelta(days=30)
RUN_OUT = "影像已屆最高保存期限，暫時留存由系統屆期解除（計畫肆、四）"
NO_FOLDERS = "無資料夾來源，未銷毀檔案"
"""What is true until folder sources exist: this product deletes nothing it does not own (house.md, invariant 7)."""


@transaction.atomic
def enforce_maximum_retention(now: dt.datetime) -> Outcome:
    """Find recorders that keep too long; announce and end the 暫時留存 whose footage reaches the year."""
    today = local_date(now)
    try:
        years = plan_on(today).maximum_years
    except SchoolPlan.DoesNotExist:
        return Outcome("尚未設定學校計畫，未執行")
    too_old = _too_old(years, today)
    announced = 0
    due: list[Hold] = []
    waiting = open_proposals().filter(kind=ProposalKind.LEGAL).values("hold")
    temporary = holds_in_force().filter(kind=HoldKind.TEMPORARY).exclude(pk__in=waiting)
    for hold in temporary.select_for_update(no_key=True):
        day = anniversary(local_date(hold.starts_at), years)
        if day <= today:
            _tell(hold, f"暫時留存屆期解除：{_named(hold)}", f"留存 {hold.pk} 屆期解除", now)
            due.append(hold)
        elif day - ANNOUNCED <= today:
            announced += _announce(hold, day, now)
    opened, closed = keep({FindingKind.ABOVE_MAXIMUM: too_old | kept_past_the_year(years, today)}, now)
    for hold in due:
        release_hold(hold_id=hold.pk, reason=RUN_OUT, actor=SYSTEM, now=now)
    ended = len(due)
    words = f"{len(too_old)} 部主機逾期未銷毀；暫時留存屆期解除 {ended} 件、預告 {announced} 件；{NO_FOLDERS}"
    return Outcome(words, acted=bool(opened or closed or ended or announced))


def _too_old(years: int, today: dt.date) -> dict[str, str]:
    """Return the recorders in use whose newest hand check saw footage past the ceiling on the day it was made."""
    found = {}
    for recorder in recorders_in_use(today):
        check = newest_check(recorder)
        if check and anniversary(check.earliest_day, years) < local_date(check.checked_at):
            earliest = long_date(check.earliest_day)
            found[f"主機 {recorder.code}"] = f"主機 {recorder.code} 仍有 {earliest}的影像，已逾 {years} 年應予銷毀"
    return found


def _announce(hold: Hold, day: dt.date, now: dt.datetime) -> bool:
    key = f"留存 {hold.pk} 屆期預告"
    if Notice.objects.filter(subject=key).exists():
        return False
    _tell(hold, f"暫時留存將於 {long_date(day)}屆期解除：{_named(hold)}", key, now)
    return True


def _tell(hold: Hold, text: str, key: str, now: dt.datetime) -> None:
    people = holders_of(Role.HANDLER, Role.SUPERVISOR, day=local_date(now))
    notify(recipients=people, text=text, url=reverse("retention:overview"), subject=key, now=now)


def _named(hold: Hold) -> str:
    return hold.reference or f"留存 {hold.pk}"

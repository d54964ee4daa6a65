"""Reminding of the half-yearly inspection, before it is due and while it is overdue (參、三)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from maintenance.rules import reminder
from maintenance.selectors import last_inspected_on, proposed_inspection
from printing.rules import local_date
from work.models import Notice
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    import datetime as dt


@transaction.atomic
def remind_inspection(now: dt.datetime) -> Outcome:
    """Leave today's reminder to 承辦人, overdue to 處室主管 too; nobody is told the same twice."""
    today = local_date(now)
    try:
        # Locked, so that two beats at once remind once.
        plan = SchoolPlan.objects.select_for_update(no_key=True).get(pk=plan_on(today).pk)
    except SchoolPlan.DoesNotExist:
        return Outcome("尚未設定學校計畫，無須提醒")
    proposed = proposed_inspection(today)
    due = reminder(last_inspected_on(), plan.inspection_months, today, proposed=proposed)
    if due is None:
        return Outcome("尚未到提醒日")
    roles = (Role.HANDLER, Role.SUPERVISOR) if due.is_overdue else (Role.HANDLER,)
    told = Notice.objects.filter(subject=due.key).values("recipient")
    people = list(holders_of(*roles, day=today).exclude(pk__in=told))
    if not people:
        return Outcome(f"已提醒過：{due.text}")
    notify(recipients=people, text=due.text, url=reverse("maintenance:inspection-list"), subject=due.key, now=now)
    return Outcome(f"提醒 {len(people)} 人：{due.text}", acted=True)

"""The floor: every recorder keeps at least the plan's days, and somebody looks every week (肆、三)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from printing.rules import local_date, long_date
from retention.choices import FindingKind
from retention.rules import CHECK_EVERY
from retention.selectors import RecorderStanding, standings
from retention.services.findings import keep
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt


@transaction.atomic
def check_minimum_retention(now: dt.datetime) -> Outcome:
    """Open and close the findings of the floor from the newest hand check of every recorder in use."""
    today = local_date(now)
    try:
        plan = plan_on(today)
    except SchoolPlan.DoesNotExist:
        return Outcome("尚未設定學校計畫，未檢查")
    recorders = standings(plan, today)
    short = {_subject(each): _too_few(each) for each in recorders if each.is_short}
    unseen = {_subject(each): _not_checked(each) for each in recorders if _is_unseen(each, now)}
    opened, closed = keep({FindingKind.BELOW_MINIMUM: short, FindingKind.NOT_CHECKED: unseen}, now)
    words = f"檢查 {len(recorders)} 部主機：{len(short)} 部保存不足、{len(unseen)} 部逾一週未查核"
    return Outcome(f"{words}（新增 {opened} 項、改善 {closed} 項）", acted=bool(opened or closed))


def _is_unseen(standing: RecorderStanding, now: dt.datetime) -> bool:
    return standing.check is None or now - standing.check.checked_at > CHECK_EVERY


def _subject(standing: RecorderStanding) -> str:
    return f"主機 {standing.recorder.code}"


def _too_few(standing: RecorderStanding) -> str:
    earliest = long_date(standing.check.earliest_day) if standing.check else ""
    return f"{_subject(standing)} 最早可播放 {earliest}，保存 {standing.days} 日，不足 {standing.required_days} 日"


def _not_checked(standing: RecorderStanding) -> str:
    if standing.check is None:
        return f"{_subject(standing)} 尚未查核過最早可播放日"
    return f"{_subject(standing)} 自 {long_date(standing.check.checked_at)}後未再查核"

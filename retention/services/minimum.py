"""The floor: everything is kept at least the plan's days, without unexplained gaps, and somebody looks (肆、三)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from cameras.selectors import cameras_in_use
from printing.rules import local_date, long_date, short_date
from retention import storage
from retention.choices import DayState, DeletedBy, FindingKind
from retention.rules import CHECK_EVERY, ONE_DAY
from retention.rules.forecast import days_until_full, days_until_short
from retention.selectors import (
    CameraDays,
    RecorderStanding,
    camera_days,
    sizes_by_day,
    sources_in_use,
    standings,
)
from retention.services.findings import keep
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from retention.models import FootageSource

WANTING = frozenset({DayState.PARTIAL, DayState.MISSING})
NAMED_DAYS = 3


@transaction.atomic
def check_minimum_retention(now: dt.datetime) -> Outcome:
    """Open and close the findings of the floor: hand checks for recorders, coverage for folders, and what is to come."""
    today = local_date(now)
    try:
        plan = plan_on(today)
    except SchoolPlan.DoesNotExist:
        return Outcome("尚未設定學校計畫，未檢查")
    recorders = standings(plan, today)
    scanned = [each for each in _last_days(plan, today) if each.source and not each.source.problem]
    short = {_subject(each): _too_few(each) for each in recorders if each.is_short}
    short |= _short_cameras(scanned, plan, today)
    gaps = {_of_camera(each): _gaps_in_words(each) for each in scanned if _wanting(each)}
    unseen = {_subject(each): _not_checked(each) for each in recorders if _is_unseen(each, now)}
    wanting = {
        FindingKind.BELOW_MINIMUM: short,
        FindingKind.GAP: gaps,
        FindingKind.NOT_CHECKED: unseen,
        FindingKind.WILL_BE_SHORT: _forecasts(plan, today),
    }
    opened, closed = keep(wanting, now)
    words = f"檢查 {len(recorders)} 部主機、{len(scanned)} 支攝影機資料夾：{len(short)} 項保存不足、"
    words += f"{len(gaps)} 支影像缺漏、{len(unseen)} 部逾一週未查核"
    return Outcome(f"{words}（新增 {opened} 項、改善 {closed} 項）", acted=bool(opened or closed))


def _last_days(plan: SchoolPlan, today: dt.date) -> list[CameraDays]:
    """Return the complete days of the minimum of every camera in use."""
    cameras = list(cameras_in_use(today))
    longest = max([plan.minimum_days, *(camera.minimum_days or 0 for camera in cameras)])
    return camera_days(cameras, today - longest * ONE_DAY, today - ONE_DAY)


def _short_cameras(scanned: Iterable[CameraDays], plan: SchoolPlan, today: dt.date) -> dict[str, str]:
    found = {}
    for each in scanned:
        required, kept = each.required_days(plan.minimum_days, today), each.kept_days(today)
        if any(cell.state == DayState.GONE for cell in each.cells[len(each.cells) - required :]):
            earliest = f"最早影像 {long_date(each.earliest)}，" if each.earliest else ""
            found[_of_camera(each)] = f"{_of_camera(each)} {earliest}保存 {kept} 日，不足 {required} 日"
    return found


def _wanting(each: CameraDays) -> list[dt.date]:
    return [cell.day for cell in each.cells if cell.state in WANTING]


def _gaps_in_words(each: CameraDays) -> str:
    days = _wanting(each)
    missing = sum(cell.missing_minutes for cell in each.cells if cell.state in WANTING)
    named = "、".join(short_date(day) for day in days[:NAMED_DAYS])
    more = f" 等 {len(days)} 日" if len(days) > NAMED_DAYS else " "
    return f"{_of_camera(each)} 於 {named}{more}影像缺漏，共 {_in_words(missing)}，無中斷紀錄"


def _in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小時 {rest} 分" if hours else f"{rest} 分"


def _of_camera(each: CameraDays) -> str:
    return f"攝影機 {each.camera.code}"


def _forecasts(plan: SchoolPlan, today: dt.date) -> dict[str, str]:
    """Say of each folder whose disk will be too small within a month when that will be."""
    found = {}
    for source in sources_in_use():
        if said := _forecast(source, plan, today):
            found[f"影像資料夾 {source.name}"] = said
    return found


def _forecast(source: FootageSource, plan: SchoolPlan, today: dt.date) -> str:
    sizes = sizes_by_day(source, today)
    try:
        with storage.open_root(source.path) as root:
            free = storage.free_bytes(root)
    except OSError:
        return ""  # said by another finding
    if source.deleted_by == DeletedBy.PRODUCT:
        days = days_until_full(sizes, free)
        return "" if days is None else f"影像資料夾「{source.name}」約 {days} 日後寫滿，之後的影像將無法錄存"
    days = days_until_short(sizes, free, plan.minimum_days)
    codes = "、".join(source.folder_cameras.exclude(camera=None).values_list("camera__code", flat=True)[:NAMED_DAYS])
    said = f"影像資料夾「{source.name}」（{codes} 等）約 {days} 日後保存不足 {plan.minimum_days} 日"
    return "" if days is None else said


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

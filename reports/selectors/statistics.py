"""Figures for 校務會議, month by month: what was asked, how it was answered, what was down, checked, copied, destroyed.

Everybody's, counted; nobody's named: a number tells of no case.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import mean, median
from typing import TYPE_CHECKING

from cameras.rules import Period
from cameras.selectors import outages_during
from maintenance.models import DailyCheck, Inspection
from maintenance.rules import time_down
from printing.rules import local_date, roc_year
from reports.rules import bar_chart, months_of
from requests.choices import Action
from requests.selectors.over_periods import (
    DecidedCase,
    decided_between,
    received_between,
    viewings_between,
    withdrawn_between,
)
from retention.selectors.over_periods import copies_destroyed, copies_made

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from reports.rules import Chart, Span

AN_HOUR = 3600


@dataclass(slots=True)
class Figures:
    """One month, or all of them; `days` are those from receipt to decision."""

    label: str
    received: int = 0
    approved: int = 0
    partly: int = 0
    refused: int = 0
    withdrawn: int = 0
    viewings: int = 0
    late: int = 0
    downtime: float = 0.0
    inspections: int = 0
    checks: int = 0
    copied: int = 0
    destroyed: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def mean_days(self) -> float | None:
        """The mean of the days to reply."""
        return round(mean(self.days), 1) if self.days else None

    @property
    def median_days(self) -> float | None:
        """The median of the days to reply."""
        return median(self.days) if self.days else None

    @property
    def longest_days(self) -> int | None:
        """The longest of the days to reply."""
        return max(self.days, default=None)

    @property
    def hours(self) -> float:
        """How many hours cameras were down, one decimal."""
        return round(self.downtime, 1)

    def cells(self) -> tuple[str, ...]:
        """Return the row under `HEADINGS`."""
        values = (
            self.received, self.approved, self.partly, self.refused, self.withdrawn, self.viewings, self.mean_days,
            self.median_days, self.longest_days, self.late, self.hours, self.inspections, self.checks, self.copied,
            self.destroyed,
        )  # fmt: skip
        return (self.label, *("" if value is None else f"{value:g}" for value in values))


HEADINGS = (
    "月份", "收件", "核准", "部分核准", "不予核准", "撤回", "調閱次數", "平均處理日數", "處理日數中位數", "最長處理日數", "逾期",
    "影像中斷（支・小時）", "檢查保養", "每日檢查", "製作留存檔", "銷毀留存檔",
)  # fmt: skip
BY_ACTION = {Action.APPROVE: "approved", Action.PARTLY_APPROVE: "partly", Action.REFUSE: "refused"}


@dataclass(frozen=True, slots=True)
class Statistics:
    """The months of a period, all of it, and charts of the months."""

    span: Span
    months: list[Figures]
    total: Figures
    charts: list[Chart]


def statistics_of(span: Span, now: dt.datetime) -> Statistics:
    """Return the figures of a period as far as it has come; eight queries."""
    until = span.until(local_date(now))
    months = months_of(until)
    figures = {(one.first.year, one.first.month): Figures(_label(one)) for one in months}
    _count(figures, until)
    _add_decisions(figures, decided_between(until.start, until.end))
    _add_downtime(figures, months, now)
    rows = list(figures.values())
    return Statistics(until, rows, _total(rows), _charts(rows))


def _label(month: Span) -> str:
    return f"{roc_year(month.first)}年{month.first.month}月"


def _count(figures: dict[tuple[int, int], Figures], span: Span) -> None:
    start, end = span.start, span.end
    moments: dict[str, Iterable[dt.datetime | None]] = {
        "received": received_between(start, end),
        "withdrawn": withdrawn_between(start, end),
        "viewings": viewings_between(start, end).values_list("started_at", flat=True),
        "copied": copies_made(start, end).values_list("finished_at", flat=True),
        "destroyed": copies_destroyed(start, end).values_list("destroyed_at", flat=True),
    }
    within = (span.first, span.last)
    days: dict[str, Iterable[dt.date]] = {
        "inspections": Inspection.objects.filter(inspected_on__range=within).values_list("inspected_on", flat=True),
        "checks": DailyCheck.objects.filter(day__range=within).values_list("day", flat=True),
    }
    for name, found in moments.items():
        days[name] = [local_date(at) for at in found if at]
    for name, which in days.items():
        for day in which:
            month = figures[day.year, day.month]
            setattr(month, name, getattr(month, name) + 1)


def _add_decisions(figures: dict[tuple[int, int], Figures], decided: Iterable[DecidedCase]) -> None:
    for one in decided:
        day = local_date(one.decided_at)
        month = figures[day.year, day.month]
        name = BY_ACTION[one.action]
        setattr(month, name, getattr(month, name) + 1)
        month.days.append((day - local_date(one.received_at)).days)
        month.late += one.is_late


def _add_downtime(figures: dict[tuple[int, int], Figures], months: list[Span], now: dt.datetime) -> None:
    by_camera: dict[int, list[Period]] = defaultdict(list)
    for camera, since, until in outages_during(months[0].start, months[-1].end).values_list("camera", "since", "until"):
        by_camera[camera].append(Period(since, until))
    for month in months:
        end = min(month.end, now)
        down = sum(time_down(periods, month.start, end).total_seconds() for periods in by_camera.values())
        figures[month.first.year, month.first.month].downtime = down / AN_HOUR


def _total(rows: list[Figures]) -> Figures:
    total = Figures("合計")
    for row in rows:
        for name in total.__slots__:
            if name != "label":
                setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


def _charts(rows: list[Figures]) -> list[Chart]:
    short = [row.label.partition("年")[2] if len(rows) > ALL_NAMED else row.label for row in rows]
    drawn: tuple[tuple[str, str, str, list[float]], ...] = (
        ("received", "每月收件件數", "件", [row.received for row in rows]),
        ("days", "每月平均處理日數", "日", [row.mean_days or 0 for row in rows]),
        ("downtime", "每月影像中斷時數（各支合計）", "小時", [row.hours for row in rows]),
        ("copied", "每月製作留存檔件數", "件", [row.copied for row in rows]),
    )
    return [bar_chart(key, title, unit, list(zip(short, numbers, strict=True))) for key, title, unit, numbers in drawn]


ALL_NAMED = 7
"""Up to so many bars carry the year as well."""

"""The calendar of inspections: a month, and a file other calendars read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from maintenance import rules, selectors
from maintenance.views.gates import upkeep_reader
from printing.rules import long_date
from work.selectors import holidays_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME = "inspections.ics"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands on a day: its words, its look, and where it leads."""

    words: str
    kind: str
    icon: str
    url: str = ""


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """月曆: what is due, done and overdue, as a table and as a list."""
    _, _, today = upkeep_reader(request)
    first = rules.parse_month(request.GET.get("month", ""), today)
    marks: dict[dt.date, list[Mark]] = defaultdict(list)
    for day, mark in _marks(first, today):
        if rules.first_of_month(day) == first:
            marks[day].append(mark)
    days_off = {row.date: row.name for row in holidays_of(first.year) if not row.is_workday}
    context = {
        "month": rules.month_in_words(first),
        "weeks": [
            [(cell, marks.get(cell.day, ()) if cell.is_inside else (), days_off.get(cell.day, "")) for cell in week]
            for week in rules.weeks(first)
        ],
        "listed": sorted(marks.items()),
        "today": today,
        "before": rules.month_key(rules.add_month(first, -1)),
        "after": rules.month_key(rules.add_month(first, 1)),
        "is_now": first == rules.first_of_month(today),
        "semester": rules.semester_in_words(first),
        "due": selectors.next_due(today),
    }
    return render(request, "maintenance/calendar.html", context)


def _marks(first: dt.date, today: dt.date) -> Iterator[tuple[dt.date, Mark]]:
    last = rules.add_month(first, 1) - dt.timedelta(days=1)
    for row in selectors.inspections_on_a_day_of(first, last):
        url = reverse("maintenance:inspection", args=[row.pk])
        words, kind = ("已檢查，全部正常", "ok") if row.is_all_well else ("已檢查，有異常", "warn")
        yield row.inspected_on, Mark(words, kind, "check-circle", url)
        if row.rechecked_on:
            yield row.rechecked_on, Mark("已複查", "ok", "check-circle", url)
    due, proposed = selectors.next_due(today), selectors.proposed_inspection(today)
    if due and due < today:
        yield today, Mark(f"檢查保養逾期 {(today - due).days} 日", "bad", "exclamation-triangle")
    elif due and proposed and proposed != due:
        yield proposed, Mark("建議檢查日（學期開始）", "info", "light-bulb")
    if due:
        yield due, Mark("檢查保養期限", "bad" if due < today else "warn", "clock")


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The next inspection as .ics; whoever is signed in and reads 附錄2 may take it into a calendar of their own."""
    _, now, today = upkeep_reader(request)
    name = f"{accounts.the_school().short_name}監視錄影系統檢查保養"
    content = rules.as_icalendar(name, _events(name, today), now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _events(name: str, today: dt.date) -> Iterator[rules.Event]:
    last, due, proposed = (
        selectors.last_inspected_on(),
        selectors.next_due(today),
        selectors.proposed_inspection(today),
    )
    if not (last and due and proposed):
        return
    url = f"{settings.PUBLIC_URL}{reverse('maintenance:inspection-list')}"
    host = settings.PUBLIC_URL.partition("//")[2]
    said = f"上次檢查 {long_date(last)}；至遲 {long_date(due)}前檢查保養並填寫附錄2（計畫參、三）。"
    yield rules.Event(f"inspection-{last}-due@{host}", due, f"{name}（期限）", said, url, rules.REMIND_BEFORE)
    if proposed < due:
        yield rules.Event(f"inspection-{last}-proposed@{host}", proposed, f"{name}（建議日）", said, url, (7, 0))

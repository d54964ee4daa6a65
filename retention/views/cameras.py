"""Pages: one camera's days, each as a strip of its minutes; and everything of every camera as JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.selectors import plan_on
from cameras.models import Camera
from cameras.selectors import outages_during
from printing.rules import TAIPEI, local_date, start_of_day
from retention import policies, selectors
from retention.choices import DayState
from retention.rules import ONE_DAY, minutes
from retention.selectors import camera_days
from retention.views.gates import footage_reader
from retention.views.heat import look_of, shown_days
from retention.views.words import clock_of, day_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from cameras.models import Outage
    from retention.selectors import CameraDays, DayCell, SourceSeen

FAULT_NUMBER = re.compile(r"F\d+-\d+")
BASE = {
    DayState.SEEN: "strip__seen",
    DayState.UNKNOWN: "strip__unknown",
    DayState.GONE: "strip__none",
    DayState.NOT_YET: "strip__none",
}
"""What fills the strip of a day nobody has the minutes of; the others are full but for their gaps."""
MOST_JSON_DAYS = 366


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a strip, in minutes of the day."""

    start: int
    width: int
    css: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One day: its state, its stretches and what is missing in words."""

    day: dt.date
    mark: str
    css: str
    word: str
    parts: tuple[Part, ...]
    words: str
    of: str


def strip_of(cell: DayCell, source: SourceSeen | None, of: str) -> Strip:
    """Return the strip of one day; `of` is the code of what hung there then, where it was another camera."""
    css, mark = look_of(cell)
    parts = [Part(0, minutes.DAY_MINUTES, BASE.get(cell.state, "strip__full"))]
    parts += [Part(gap.start, gap.minutes, "strip__lost") for gap in cell.gaps if cell.state != DayState.GONE]
    parts += [Part(gap.start, gap.minutes, "strip__dark") for gap in cell.dark]
    if source and source.scanned_at and local_date(source.scanned_at) == cell.day:
        seen = source.scanned_at.astimezone(TAIPEI)
        minute = seen.hour * 60 + seen.minute
        parts.append(Part(minute, minutes.DAY_MINUTES - minute, "strip__none"))
    is_plain = cell.state not in (DayState.PARTIAL, DayState.MISSING, DayState.EXPLAINED) and not cell.causes
    return Strip(
        cell.day, mark, css, cell.state.label, tuple(parts), "" if is_plain else day_in_words(cell, most=6), of
    )


def strips_of(days: CameraDays) -> list[Strip]:
    """Return the strips of a camera, the newest first; a day before it was installed is of what hung there before."""
    return [strip_of(cell, days.source, _hung(days, cell.day)) for cell in reversed(days.cells)]


def _hung(days: CameraDays, day: dt.date) -> str:
    if day >= days.camera.installed_on:
        return ""
    return next((one.code for one in days.predecessors if one.installed_on <= day), "")


@require_GET
def camera(request: HttpRequest, code: str) -> HttpResponse:
    """One camera: how long it keeps, every day minute by minute, its clock, why it was dark."""
    user, now, today = footage_reader(request)
    one = Camera.objects.select_related("place", "recorder", "replaced_by").filter(code=code).first()
    if one is None:
        raise Http404
    plan = plan_on(today)
    first = today - (shown_days(plan.minimum_days) - 1) * ONE_DAY
    (days,) = camera_days([one], first, today)
    check = selectors.newest_check(one.recorder)
    subject = f"攝影機 {one.code}"
    outages = outages_during(start_of_day(first), now).filter(camera__in=days.line).order_by("-since")
    context = {
        "camera": one, "successor": getattr(one, "replaced_by", None), "days": days, "kept": days.kept_days(today), "required": days.required_days(plan.minimum_days, today),
        "strips": strips_of(days), "check": check,
        "offset": abs(check.clock_offset_seconds) if check else None, "line": today - plan.minimum_days * ONE_DAY,
        "findings": [one for one in selectors.open_findings(user, now) if one.subject == subject],
        "outages": [_shown(outage) for outage in outages],
        "may_see_sources": policies.may_see_sources(user, today), "minimum_days": plan.minimum_days,
    }  # fmt: skip
    return render(request, "retention/camera.html", context)


def _shown(outage: Outage) -> tuple[Outage, str]:
    """Return an outage and the number of the fault that explains it, if one does."""
    return outage, outage.reference if FAULT_NUMBER.fullmatch(outage.reference) else ""


@require_GET
def coverage_json(request: HttpRequest) -> JsonResponse:
    """Return what every camera has of every day (docs/coverage.md); `?days=` how many, today included."""
    _, now, today = footage_reader(request)
    plan = plan_on(today)
    asked = request.GET.get("days", "")
    shown = min(int(asked), MOST_JSON_DAYS) if asked.isdecimal() and int(asked) else shown_days(plan.minimum_days)
    first = today - (shown - 1) * ONE_DAY
    cameras = selectors.days_of_all(today, first)
    return JsonResponse(
        {
            "at": now.astimezone(TAIPEI).isoformat(timespec="seconds"),
            "first_day": first.isoformat(),
            "last_day": today.isoformat(),
            "minimum_days": plan.minimum_days,
            "maximum_years": plan.maximum_years,
            "cameras": [_camera_json(each, plan.minimum_days, today) for each in cameras],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _camera_json(each: CameraDays, minimum_days: int, today: dt.date) -> dict[str, Any]:
    kept, required = each.kept_days(today), each.required_days(minimum_days, today)
    is_known = bool(each.source or each.check)
    return {
        "code": each.camera.code,
        "name": each.camera.name,
        "place": each.camera.place.name,
        "known_from": "folder" if each.source else "hand_check" if each.check else None,
        "earliest_day": each.earliest.isoformat() if each.earliest else None,
        "kept_days": kept if is_known else None,
        "required_days": required,
        "is_short": kept < required if is_known else None,
        "days": list(_days_json(each)),
    }


def _days_json(each: CameraDays) -> Iterator[dict[str, Any]]:
    for cell in each.cells:
        yield {
            "day": cell.day.isoformat(),
            "state": cell.state.value,
            "missing_minutes": cell.missing_minutes,
            "gaps": [[clock_of(gap.start), clock_of(gap.end)] for gap in cell.gaps],
            "explained": [[clock_of(gap.start), clock_of(gap.end)] for gap in cell.dark],
            "causes": list(cell.causes),
        }

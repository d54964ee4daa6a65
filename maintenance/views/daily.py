"""Pages: 每日檢查, a month of it, and the duty calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import plan_on, typed
from maintenance import policies, rules, selectors, services
from maintenance.choices import TurnState
from maintenance.forms import DailyCheckForm, EndShiftForm, ShiftForm
from maintenance.models import DailyCheck, Shift
from maintenance.views.gates import daily_reader
from printing.rules import LAST_ROC_YEAR, roc_year
from retention.selectors import standings
from work.policies import may_see_holidays

if TYPE_CHECKING:
    from accounts.models import User
    from maintenance.selectors import ShownTurn


@require_GET
def daily_list(request: HttpRequest) -> HttpResponse:
    """A month of turns, newest first: 完成, 事後補登, 未檢查."""
    user, now, today = daily_reader(request)
    first = rules.parse_month(request.GET.get("month", ""), today)
    last = min(rules.add_month(first, 1) - dt.timedelta(days=1), today)
    turns = selectors.turns_between(first, last, now)[::-1]
    past = [one for one in turns if one.state is not TurnState.TO_COME]
    context = {
        "turns": past,
        "counts": [
            (state, sum(one.state is state for one in past))
            for state in (TurnState.DONE, TurnState.BACK_ENTERED, TurnState.MISSED)
        ],
        "month": rules.month_in_words(first),
        "before": rules.month_key(rules.add_month(first, -1)),
        "after": rules.month_key(rules.add_month(first, 1)),
        "is_now": first == rules.first_of_month(today),
        "may_check": policies.may_check(user, today),
        "shifts": selectors.shifts_in_use(today),
    }
    return render(request, "maintenance/daily_list.html", context)


@require_http_methods(["GET", "POST"])
def daily_check(request: HttpRequest, day: str, shift_id: int) -> HttpResponse:
    """One turn: its check, or the form for it."""
    user, now, today = daily_reader(request)
    shown = selectors.turn_of(shift_id, _day(day), now)
    if shown is None:
        raise Http404
    may_check = policies.may_check(user, today)
    if request.method == "POST" and not may_check:
        raise PermissionDenied
    if request.method == "GET" and (shown.check or not (shown.may_enter and may_check)):
        return _page(request, shown, None, user, now)
    form = _form(request, shown, now)
    if request.method == "POST" and form.is_valid():
        try:
            check = _record(shown, form, user, now)
        except services.CheckError as error:
            if shown.check:  # somebody was faster: his check is shown
                messages.error(request, str(error))
                return redirect("maintenance:daily-check", day=day, shift_id=shift_id)
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _done(check))
            return redirect("maintenance:daily-check", day=check.day.isoformat(), shift_id=check.shift_id)
    return _page(request, shown, form, user, now)


def _form(request: HttpRequest, shown: ShownTurn, now: dt.datetime) -> DailyCheckForm:
    today = timezone.localdate(now)
    known_then = selectors.known_troubles(shown.turn.moment_of_check(now))
    known = frozenset(one.camera_id for one in known_then if one.camera_id and one.is_dark)
    by_hand = [standing.recorder for standing in standings(plan_on(today), today)]
    is_late = shown.state is TurnState.MISSED
    return DailyCheckForm(typed(request, now), today=today, without=known, by_hand=by_hand, is_late=is_late)


def _record(shown: ShownTurn, form: DailyCheckForm, user: User, now: dt.datetime) -> DailyCheck:
    data = form.cleaned_data
    return services.record_daily_check(
        shift_id=shown.turn.shift.key,
        day=shown.turn.day,
        troubles=form.troubles(),
        handover=data["handover"],
        late_reason=data.get("late_reason", ""),
        form_key=data["form_key"],
        read_off=[services.ReadOff(*one) for one in form.read_off()],
        user=user,
        now=now,
    )


def _done(check: DailyCheck) -> str:
    numbers = "、".join(check.faults.order_by("number").values_list("number", flat=True))
    word = "已補登" if check.late_reason else "已完成"
    return f"{word}{check.shift.name}檢查，故障單 {numbers}" if numbers else f"{word}{check.shift.name}檢查"


def _page(
    request: HttpRequest, shown: ShownTurn, form: DailyCheckForm | None, user: User, now: dt.datetime
) -> HttpResponse:
    takes_over = now < shown.turn.ends_at and policies.may_check(user, timezone.localdate(now))
    context = {
        "shown": shown,
        "check": shown.check,
        "form": form,
        "known": selectors.known_troubles(shown.turn.moment_of_check(now)) if form else [],
        "handovers": selectors.handovers_for(user, now) if takes_over else [],
        "faults": shown.check.faults.select_related("camera__place", "recorder") if shown.check else [],
        "is_late": shown.state is TurnState.MISSED,
    }
    status = 422 if form and form.errors else 200
    return render(request, "maintenance/daily_check.html", context, status=status)


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if roc_year(day) > LAST_ROC_YEAR:
        raise Http404
    return day


@require_POST
def see_handover(request: HttpRequest, check_id: int) -> HttpResponse:
    """已知悉."""
    user, now, today = daily_reader(request)
    check = get_object_or_404(DailyCheck, pk=check_id)
    if not policies.may_check(user, today):
        raise PermissionDenied
    try:
        services.see_handover(check_id=check.pk, user=user, now=now)
    except services.CheckError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已登錄知悉交接事項")
    return redirect("home")


@require_http_methods(["GET", "POST"])
def shift_list(request: HttpRequest) -> HttpResponse:
    """班別: what is owed, and a further one."""
    user, now, today = daily_reader(request)
    may_set = policies.may_set_shifts(user, today)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    form = ShiftForm(typed(request, now), initial={"since": today, "weekdays": list("01234")})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_shift(user=user, now=now, **form.cleaned_data)
        except services.CheckError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已新增班別「{form.cleaned_data['name']}」")
            return redirect("maintenance:shift-list")
    context = {
        "shifts": Shift.objects.all(), "today": today, "form": form, "may_set": may_set,
        "may_see_holidays": may_see_holidays(user, today),
    }  # fmt: skip
    return render(request, "maintenance/shift_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """停用班別."""
    user, now, today = daily_reader(request)
    shift = get_object_or_404(Shift, pk=shift_id)
    if not policies.may_set_shifts(user, today):
        raise PermissionDenied
    form = EndShiftForm(typed(request, now), initial={"until": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_shift(shift_id=shift.pk, user=user, now=now, **form.cleaned_data)
        except services.CheckError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已停用班別「{shift.name}」")
            return redirect("maintenance:shift-list")
    context = {"shift": shift, "form": form}
    return render(request, "maintenance/end_shift.html", context, status=422 if form.errors else 200)

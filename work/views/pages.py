"""Pages: 通知 and 假日."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import in_words, typed
from printing.rules import LAST_ROC_YEAR, roc_year
from work import policies, selectors, services
from work.forms import HolidayForm
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 200


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """通知: one's own, unread first."""
    user, now = cast("User", request.user), timezone.now()
    own = selectors.notices_of(user, now, SHOWN)
    services.count_anew(request)
    return render(request, "work/notices.html", {"notices": own, "shown": SHOWN})


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read and go where it points."""
    try:
        notice = services.mark_read(notice_id=notice_id, user=cast("User", request.user), now=timezone.now())
    except Notice.DoesNotExist as error:
        raise Http404 from error
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return HttpResponseRedirect(notice.url) if is_ours and notice.url else redirect("work:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(user=cast("User", request.user), now=timezone.now())
    return redirect("work:notices")


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """假日 of one 民國 year: the list, and a day added to it."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_holidays(user, today):
        raise Http404
    may_change = policies.may_change_holidays(user, today)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = HolidayForm(typed(request, now))
    if request.method == "POST" and form.is_valid() and _add(form, user, now):
        messages.success(request, "已新增")
        return redirect("work:holidays", year=roc_year(form.cleaned_data["date"]))
    shown = year or roc_year(today)
    if shown > LAST_ROC_YEAR:
        raise Http404
    context = {
        "year": shown,
        "years": range(roc_year(today) - 1, roc_year(today) + 3),
        "holidays": selectors.holidays_of(shown + 1911),
        "form": form,
        "may_change": may_change,
    }
    return render(request, "work/holidays.html", context)


def _add(form: HolidayForm, user: User, now: dt.datetime) -> bool:
    """Add what the form says; on refusal the reason stands beside the date."""
    data = form.cleaned_data
    try:
        services.add_holiday(
            day=data["date"],
            name=data["name"],
            is_workday=data["kind"] == "works",
            actor=in_words(user, now),
            now=now,
        )
    except services.HolidayError as error:
        form.add_error("date", str(error))
        return False
    return True


@require_POST
def remove_holiday(request: HttpRequest, date: str) -> HttpResponse:
    """Take one day out of the list."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_see_holidays(user, timezone.localdate(now)):
        raise Http404
    if not policies.may_change_holidays(user, timezone.localdate(now)):
        raise PermissionDenied
    try:
        day = dt.date.fromisoformat(date)
        services.remove_holiday(day=day, actor=in_words(user, now), now=now)
    except ValueError as error:
        raise Http404 from error
    except services.HolidayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已移除")
    return redirect("work:holidays", year=roc_year(day))

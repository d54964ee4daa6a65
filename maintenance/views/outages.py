"""Pages: 影像中斷 without a fault, and how long one camera was down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import plan_on, typed
from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.rules import Period
from cameras.selectors import by_going_dark, dark_together, recorded_alike, why_no_footage
from maintenance import policies, rules, selectors, services
from maintenance.forms import DowntimeForm, EndOutageForm, OutageForm, WithdrawOutageForm
from maintenance.views.words import fault_rows
from printing.rules import start_of_day
from printing.templatetags.roc import roc_moment
from work.views import address, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from accounts.models import User

READ = 300
"""So many cameras' outages that ended are looked at; what went dark together is one line of them."""
IN_A_LINE = ("cause", "reference", "since", "until", "camera__code", "camera__name", "camera__place__name")
A_YEAR = dt.timedelta(days=365)


class Line(NamedTuple):
    """What goes on: which cameras are dark, drawn and in words, and the outage of the first of them."""

    cameras: SafeString
    named: str
    outage: Outage


def outage_reader(request: HttpRequest, *, records: bool = False) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 for those who see no faults but their own, 403 for those who may not record."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_downtime(user, today):
        raise Http404
    if records and not policies.may_record_outages(user, today):
        raise PermissionDenied
    return user, now


@require_GET
def outage_list(request: HttpRequest) -> HttpResponse:
    """影像中斷: what runs, then what was; a line each time, however many cameras went dark."""
    user, now = outage_reader(request)
    rows = Outage.objects.select_related("camera__place").exclude(cause=OutageCause.FAULT).only(*IN_A_LINE)
    running = rows.filter(until=None).order_by("-since", "camera__code")
    may_record = policies.may_record_outages(user, timezone.localdate(now))
    past, is_longer = _past(rows.exclude(until=None).order_by("-since", "camera__code"))
    context = {
        "dark": len(running),
        "running": [Line(_cameras(together), _named(together), together[0]) for together in by_going_dark(running)],
        "past": [_row(together, may_record=may_record) for together in past],
        "is_longer": is_longer,
        "may_record": may_record,
    }
    return render(request, "maintenance/outage_list.html", context)


def _past(ended: QuerySet[Outage]) -> tuple[list[list[Outage]], bool]:
    """Return what was, the last first and each whole, and whether there was more before."""
    read = list(ended[:READ])
    past = by_going_dark(read)
    if len(read) < READ:
        return past, False
    since = read[-1].since  # of what began then there may be more
    whole = [together for together in past if together[0].since != since]
    return whole or by_going_dark(ended.filter(since=since)), True


def _row(together: Sequence[Outage], *, may_record: bool) -> SafeString:
    """Return a line of what was: it only says what is made ready here."""
    outage = together[0]
    act = filled(
        "maintenance/_outage_act.html",
        address=address("maintenance:outage-withdraw", outage.pk),
        named=_named(together),
    )
    return filled(
        "maintenance/_outage_row.html",
        cameras=_cameras(together), cause=OutageCause(outage.cause).label,
        reference=f"（{outage.reference}）" if outage.reference else "",
        since=roc_moment(outage.since), until=roc_moment(outage.until), act=act if may_record else SafeString(""),
    )  # fmt: skip


def _cameras(together: Sequence[Outage]) -> SafeString:
    """Return which cameras went dark; of several how many, and to unfold which."""
    cameras = [
        filled("maintenance/_dark_camera.html", code=one.code, name=one.name, place=one.place.name)
        for one in (outage.camera for outage in together)
    ]
    if len(cameras) == 1:
        return cameras[0]
    return filled("maintenance/_dark_cameras.html", number=len(cameras), cameras=SafeString("".join(cameras)))


def _named(together: Sequence[Outage]) -> str:
    """Return for instance C01, or C01 等 3 支."""
    first = together[0].camera.code
    return first if len(together) == 1 else f"{first} 等 {len(together)} 支"


@require_http_methods(["GET", "POST"])
def new_outage(request: HttpRequest) -> HttpResponse:
    """登錄影像中斷 for several cameras at once."""
    user, now = outage_reader(request, records=True)
    today = timezone.localdate(now)
    usual_from = today - dt.timedelta(days=plan_on(today).minimum_days)
    form = OutageForm(typed(request, now), initial={"since": now}, today=today, usual_from=usual_from)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("cameras", "cause", "reference", "since", "until")}
        try:
            made = services.record_outages(user=user, now=now, **data)
        except services.OutageRefused as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已登錄 {len(made)} 支攝影機的影像中斷")
            return redirect("maintenance:outage-list")
    return render(request, "maintenance/new_outage.html", {"form": form})


@require_http_methods(["GET", "POST"])
def end_outage(request: HttpRequest, outage_id: int) -> HttpResponse:
    """登錄恢復."""
    user, now = outage_reader(request, records=True)
    rows = Outage.objects.select_related("camera__place").exclude(cause=OutageCause.FAULT)
    outage = get_object_or_404(rows, pk=outage_id)
    together = dark_together(outage)
    form = EndOutageForm(typed(request, now), together=together, initial={"until": now})
    if request.method == "POST" and form.is_valid():
        try:
            ended = form.chosen
            services.end_outages(outages=ended, until=form.cleaned_data["until"], user=user, now=now)
        except services.OutageRefused as error:
            form.add_error(error.field, str(error))
        else:
            gap = " " if len(ended) == 1 else ""  # after a code, not after 支
            messages.success(request, f"已登錄攝影機 {_named(ended)}{gap}恢復")
            return redirect("maintenance:outage-list")
    context = {"form": form, "outage": outage, "number": len(together), "named": _named(together)}
    return render(request, "maintenance/end_outage.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_outage(request: HttpRequest, outage_id: int) -> HttpResponse:
    """撤銷影像中斷 that was entered by mistake."""
    user, now = outage_reader(request, records=True)
    rows = Outage.objects.select_related("camera__place").exclude(cause=OutageCause.FAULT)
    outage = get_object_or_404(rows, pk=outage_id)
    together = recorded_alike(outage)
    form = WithdrawOutageForm(typed(request, now), together=together)
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.chosen, form.cleaned_data["reason"]
        try:
            services.withdraw_outages(outages=chosen, reason=reason, user=user, now=now)
        except services.OutageRefused as error:
            form.add_error(error.field, str(error))
        else:
            gap = " " if len(chosen) == 1 else ""
            messages.success(request, f"已撤銷攝影機 {_named(chosen)}{gap}的影像中斷；時間寫錯的，請重新登錄")
            return redirect("maintenance:outage-list")
    context = {"form": form, "outage": outage, "number": len(together), "named": _named(together)}
    return render(request, "maintenance/withdraw_outage.html", context)


@require_GET
def camera_faults(request: HttpRequest, code: str) -> HttpResponse:
    """One camera's faults, and how long it had no picture within a period."""
    _, now = outage_reader(request)
    camera = get_object_or_404(Camera.objects.select_related("place"), code=code)
    today = timezone.localdate(now)
    form = DowntimeForm(
        request.GET if "from_0" in request.GET else None, initial={"from": today - A_YEAR, "until": today}
    )
    first, last = form.days(default=(today - A_YEAR, today))
    start = start_of_day(first)
    end = min(start_of_day(last + dt.timedelta(days=1)), now)
    outages = list(why_no_footage(camera, start, end))
    periods = [Period(outage.since, outage.until) for outage in outages]
    context = {
        "camera": camera,
        "form": form,
        "first": first,
        "last": last,
        "outages": [
            (each, rules.in_words(rules.time_down([period], start, end)))
            for each, period in zip(outages, periods, strict=True)
        ],
        "total": rules.in_words(rules.time_down(periods, start, end)) if outages else "",
        "rows": fault_rows(
            selectors.faults_of_camera(camera, start, end).select_related("camera__place", "owner"), now
        ),
    }
    return render(request, "maintenance/camera_faults.html", context)

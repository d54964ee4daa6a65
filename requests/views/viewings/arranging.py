"""約定調閱: arranging, moving, calling off; its entry in one's own calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from printing.rules.icalendar import Event, as_icalendar
from requests import selectors
from requests.choices import AppointmentState
from requests.forms import ArrangeForm, CallOffForm
from requests.services import viewings
from requests.views.confirming import Page, act_page, opened
from requests.views.viewings.gates import case_to_escort, companions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from requests.models import ReviewRequest, ViewingAppointment

LASTS = dt.timedelta(minutes=30)


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, number: str) -> HttpResponse:
    """Say when, where and with whom; what was arranged before is moved."""
    case, user, now = case_to_escort(request, number)
    planned = selectors.planned_viewing(case)
    initial: dict[str, object] = {"place": selectors.DEFAULT_PLACE, "escorts": [user.pk]}
    if planned:
        initial = {
            "at": planned.at, "place": planned.place, "visitors": planned.visitors,
            "escorts": [one.pk for one in planned.escorts.all()],
        }  # fmt: skip
    form = ArrangeForm(accounts.typed(request, now), initial=initial, people=companions(case, None, now))
    text = "約定後通知申請人與陪同人員，並列入警衛的今日調閱。到時在案件頁按「現在開始調閱」。"
    page = Page("改期" if planned else "約定調閱", "約定", text, done=f"已約定 {number} 的調閱")
    return act_page(
        request, case, form, page,
        lambda: viewings.arrange(
            case_id=case.pk, wanted=viewings.Arrangement(**form.cleaned_data), actor=user, now=now
        ),
    )  # fmt: skip


def _appointment(case: ReviewRequest, appointment_id: int) -> ViewingAppointment:
    planned = case.appointments.filter(pk=appointment_id).first()
    if planned is None:
        raise Http404
    return planned


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, number: str, appointment_id: int) -> HttpResponse:
    """Cancel what was arranged, or write down that nobody came."""
    case, user, now = case_to_escort(request, number)
    planned = _appointment(case, appointment_id)
    past = planned.at <= now
    initial = {"state": AppointmentState.NOT_HELD if past else AppointmentState.CANCELLED}
    form = CallOffForm(accounts.typed(request, now), initial=initial)
    page = Page(
        "處理約定的調閱", "登錄", "會通知申請人與陪同人員；要改時間時，請用「改期」。", done=f"已處理 {number} 的約定"
    )
    return act_page(
        request, case, form, page,
        lambda: viewings.call_off(appointment_id=planned.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_GET
def calendar_file(request: HttpRequest, number: str, appointment_id: int) -> HttpResponse:
    """What was arranged as .ics, for who may open the case; it names nobody but the escorts."""
    case, _, now = opened(request, number)
    planned = _appointment(case, appointment_id)
    url = settings.PUBLIC_URL + reverse("review:case", args=[number])
    event = Event(
        uid=f"viewing-{planned.pk}@{accounts.the_school().short_name}", day=planned.at, until=planned.at + LASTS,
        summary=f"調閱監視畫面 {number}", place=planned.place, description=f"陪同人員：{planned.escort_names}", url=url,
    )  # fmt: skip
    response = HttpResponse(as_icalendar(f"調閱 {number}", [event], now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="viewing-{number}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response

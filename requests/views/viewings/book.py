"""What the register needs beside the viewing itself: 更正, 事後補登 and its countersign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from files.services import store
from printing.rules import short_moment
from requests import policies, selectors
from requests.choices import CorrectedColumn
from requests.forms import BackEnterForm, CorrectRowForm
from requests.services import viewings
from requests.views.confirming import Page, act_page, opened
from requests.views.viewings.gates import case_to_escort, companions, escorts_of, viewing_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ONLY_ADDED = "登記只能新增：原列維持原樣並註明「已更正，見第 n 列」，更正另成一列。"


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """更正 a row of the register by a new one."""
    case, user, now = case_to_escort(request, number)
    viewing = viewing_of(case, viewing_id)
    held = {one: selectors.written_in(viewing, one) for one in CorrectedColumn}
    form = CorrectRowForm(accounts.typed(request, now), held=held)
    page = Page(
        "更正登記", "更正", f"{short_moment(viewing.started_at)} 的調閱。{ONLY_ADDED}", done=f"已更正 {number} 的登記"
    )
    return act_page(
        request, case, form, page,
        lambda: viewings.correct_row(viewing_id=viewing.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def back_enter(request: HttpRequest, number: str) -> HttpResponse:
    """事後補登 a row written on paper while the system was down."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, "事後補登調閱", now)
    form = BackEnterForm(
        accounts.typed(request, now), request.FILES or None, initial={"place": selectors.DEFAULT_PLACE},
        faults=selectors.fault_numbers_of(case), people=companions(case, None, now), escorts=escorts_of(case, now),
    )  # fmt: skip
    text = "系統停機時以紙本登記的調閱，請照紙本填寫並附掃描檔；登記簿註明「事後補登」，並須另一位主管核章。"

    def enter() -> object:
        data = dict(form.cleaned_data)
        ending = viewings.Ending(**form.ending())
        scan = store(upload=data["scan"], now=now) if data["scan"] else None
        names = (
            "started_at", "ended_at", "escort", "people_present", "told_not_to_film", "reason", "place",
            "identity_checked", "others", "remarks",
        )  # fmt: skip
        row = viewings.PaperRow(scan=scan, ending=ending, **{name: data[name] for name in names})
        return viewings.back_enter(case_id=case.pk, row=row, actor=user, now=now)

    return act_page(request, case, form, Page("事後補登調閱", "補登", text, done=f"已補登 {number} 的調閱"), enter)


@require_http_methods(["GET", "POST"])
def countersign(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """Sign for a row somebody else entered later."""
    case, user, now = opened(request, number)
    viewing = viewing_of(case, viewing_id)
    if viewing.entered_at is None:
        raise Http404
    policies.require_works_on(user, case, now)
    text = f"{viewing.entered_name}補登 {short_moment(viewing.started_at)} 的調閱，原因：{viewing.late_reason}。請核對紙本後核章。"
    return act_page(
        request, case, None, Page("事後補登核章", "核章", text, done=f"已就 {number} 的補登核章"),
        lambda: viewings.countersign(viewing_id=viewing.pk, actor=user, now=now),
    )  # fmt: skip

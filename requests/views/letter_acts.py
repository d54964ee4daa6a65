"""What is done to a letter, each act a confirm page: 發出, 作廢, 發文字號, 送達; and a reply made elsewhere, or not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import ANSWERS
from requests.forms import DeliveryForm, OnPaperForm, SendingForm
from requests.services import correspondence
from requests.views.confirming import Page, act_page, opened
from requests.views.letters import ACT, letter_or_404, title_of

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import Letter, ReviewRequest


def _handled(request: HttpRequest, number: str, letter_id: int) -> tuple[ReviewRequest, Letter, User, dt.datetime, str]:
    """Return a letter for 承辦人 to act on, and the path of its page. Raises Http404, NotTheHandler."""
    case, user, now = opened(request, number)
    found = letter_or_404(case, letter_id, user, now)
    policies.require_handler(user, case, ACT, now)
    return case, found, user, now, reverse("review:letter", args=[number, letter_id])


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """發出 a draft: frozen from then on."""
    case, found, user, now, path = _handled(request, number, letter_id)
    title = title_of(case, found)
    told = "，並通知申請人" if case.applicant_id and not selectors.is_for_agency(case) else ""
    text = f"發出後內容不能再更改{told}。發出前請先看過預覽；發文字號、發文日期及送達情形於發出後登錄。"
    page = Page(f"發出{title}", "確認發出", text, done=f"已發出{title}", then=path)
    return act_page(request, case, None, page, lambda: correspondence.issue(letter_id=found.pk, actor=user, now=now))


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """作廢 a draft."""
    case, found, user, now, _ = _handled(request, number, letter_id)
    title = title_of(case, found)
    page = Page(
        f"作廢{title}草稿",
        "作廢草稿",
        "草稿的文字會清除，不能復原；可以重新擬稿。",
        is_danger=True,
        done=f"已作廢{title}草稿",
    )
    return act_page(
        request, case, None, page, lambda: correspondence.drop_draft(letter_id=found.pk, actor=user, now=now)
    )


@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """發文字號 and 發文日期."""
    case, found, user, now, path = _handled(request, number, letter_id)
    initial = {"number": found.sent_number, "sent_on": found.sent_on or local_date(now)}
    form = SendingForm(accounts.typed(request, now), initial=initial)
    page = Page(
        "登錄發文字號",
        "登錄",
        "公文系統取號後登錄；登錄後，列印的書函即帶發文日期與字號。",
        done="已登錄發文字號",
        then=path,
    )
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_sending(letter_id=found.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """送達方式 and 送達日."""
    case, found, user, now, path = _handled(request, number, letter_id)
    initial = {"manner": found.delivery, "delivered_on": found.delivered_on or local_date(now)}
    form = DeliveryForm(accounts.typed(request, now), initial=initial)
    page = Page("登錄送達", "登錄送達", done="已登錄送達", then=path)
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_delivery(letter_id=found.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def on_paper(request: HttpRequest, number: str) -> HttpResponse:
    """A 函覆 written elsewhere."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, ACT, now)
    kinds = [kind for kind in selectors.open_kinds(case) if kind in ANSWERS]
    if not kinds or not selectors.is_for_agency(case):
        messages.error(request, "公務機關的案件核定後，才能登錄另行辦理的函覆。")
        return redirect("review:case", number=number)
    form = OnPaperForm(accounts.typed(request, now), initial={"sent_on": local_date(now)}, kinds=kinds)
    page = Page(
        "登錄另行辦理的函覆",
        "登錄函覆",
        "函覆以紙本或公文系統辦理時，只登錄字號與日期；本系統不存內容。",
        done="已登錄函覆",
    )
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_on_paper(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip

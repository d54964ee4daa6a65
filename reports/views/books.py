"""Pages: the 調閱登記簿 and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import selectors as ledger_selectors
from ledger import services as ledger
from ledger.choices import Verb
from printing.views import furniture, pdf_response
from reports import documents, policies
from reports.selectors import foot_of, ledger_book
from requests import selectors as review

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PAGE = 50
REGISTER = "調閱登記簿"


@require_GET
def register_page(request: HttpRequest) -> HttpResponse:
    """The 調閱登記簿 on the screen. Reading it is an entry."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_register(user, now))
    ledger.append_reading(verb=Verb.REGISTER_READ, actor=accounts.in_words(user, now), subject=REGISTER, now=now)
    rows = review.register(user, now).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    shown = found[:PAGE]
    opens = policies.cases_to_open(user, [viewing.review_request_id for viewing in shown], now)
    return render(request, "reports/register.html", {"viewings": shown, "older": older, "opens": opens})


@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """The 調閱登記簿 on paper (ruling 22); `?blank=1` an empty page for the hand."""
    user, now = cast("User", request.user), timezone.now()
    blank = request.GET.get("blank") == "1"
    policies.require(allowed=policies.may_print(user, now) if blank else policies.may_read_register(user, now))
    viewings = []
    if not blank:
        ledger.append_reading(verb=Verb.REGISTER_PRINTED, actor=accounts.in_words(user, now), subject=REGISTER, now=now)
        viewings = list(review.register(user, now))
    copies = review.handed_over_in_register(viewing.review_request for viewing in viewings)
    rows = [documents.register_row(viewing, copy=copies[viewing.review_request_id]) for viewing in viewings]
    head = "" if blank else foot_of(ledger.make_checkpoint(now))
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:register"))
    content = documents.render_register(rows, accounts.the_school().short_name, paper, ledger_head=head)
    return pdf_response(content, "調閱登記簿.pdf")


@require_GET
def ledger_page(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, by subject or account; of a case one may not know, only that an entry stands there."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_ledger(user, now))
    subject, account, before = (request.GET.get(name, "").strip() for name in ("subject", "account", "before"))
    key = int(before) if before.isdecimal() else None
    context = {
        "book": ledger_book(user, now, subject=subject, account=account, before=key), "subject": subject,
        "account": account, "head": ledger_selectors.head_in_words(),
    }  # fmt: skip
    return render(request, "reports/ledger.html", context)

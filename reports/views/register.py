"""The 調閱登記簿: on the screen, on paper, as a sheet (伍、四; ruling 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from files.views import sheet_response
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_date
from printing.views import furniture, pdf_response
from reports import documents, policies
from reports.forms import RegisterFilter
from reports.selectors import foot_of
from requests import selectors as review

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PAGE = 50
REGISTER = "調閱登記簿"


@require_GET
def register_page(request: HttpRequest) -> HttpResponse:
    """The 調閱登記簿 on the screen, newest first. Reading it is an entry."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_register(user, now))
    ledger.append_reading(verb=Verb.REGISTER_READ, actor=accounts.in_words(user, now), subject=REGISTER, now=now)
    form = RegisterFilter(request.GET)
    before, after = (review.place_of(request.GET.get(name, "")) for name in ("before", "after"))
    page = review.register_page(user, now, form.narrowed(), PAGE, before=before, after=after)
    context = {
        "rows": [(line, documents.register_row(line)) for line in page.lines],
        "older_url": _address(form, before=page.older.as_text()) if page.older else "",
        "newer_url": _address(form, after=page.newer.as_text()) if page.newer else "",
        "opens": policies.cases_to_open(user, [line.viewing.review_request_id for line in page.lines], now),
        "form": form,
        "query": form.query(),
    }
    return render(request, "reports/register.html", context)


def _address(form: RegisterFilter, **place: str) -> str:
    return f"?{'&'.join(filter(None, (form.query(), urlencode(place))))}"


@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """The 調閱登記簿 on paper (ruling 22); `?blank=1` an empty page for the hand."""
    user, now = cast("User", request.user), timezone.now()
    blank = request.GET.get("blank") == "1"
    policies.require(allowed=policies.may_print(user, now) if blank else policies.may_read_register(user, now))
    rows, period, head = [], "", ""
    if not blank:
        form = RegisterFilter(request.GET)
        rows, period = _rows(user, form, Verb.REGISTER_PRINTED, now), form.in_words()
        head = foot_of(ledger.make_checkpoint(now))
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:register"))
    content = documents.render_register(rows, accounts.the_school().short_name, paper, period=period, ledger_head=head)
    return pdf_response(content, "調閱登記簿.pdf")


def _rows(user: User, form: RegisterFilter, verb: Verb, now: dt.datetime) -> list[documents.RegisterRow]:
    ledger.append_reading(verb=verb, actor=accounts.in_words(user, now), subject=REGISTER, now=now)
    return [documents.register_row(line) for line in review.register_lines(user, now, form.narrowed())]


@require_GET
def register_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Every field of the book as a spreadsheet."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_register(user, now))
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.REGISTER_EXPORTED, actor=actor, subject=REGISTER, now=now)
    lines = review.register_lines(user, now, RegisterFilter(request.GET).narrowed())
    title = f"{REGISTER} {short_date(now).replace('/', '')}"
    return sheet_response(title, documents.HEADINGS, [documents.sheet_row(line) for line in lines], kind)

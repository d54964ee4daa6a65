"""The 調閱登記簿: on the screen, on paper, as a sheet (伍、四; ruling 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
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
from reports.selectors import AT_ONCE, foot_of
from reports.views.register_rows import register_rows
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
    form.offer(page.places)
    context = {
        "rows": register_rows(page),
        "older_url": _address(form, before=page.older.as_text()) if page.older else "",
        "newer_url": _address(form, after=page.newer.as_text()) if page.newer else "",
        "form": form,
        "query": form.query(),
        "is_long": bool(page.older or page.newer),
        "may_print": policies.may_print(user, now),
    }
    return render(request, "reports/register.html", context)


def _address(form: RegisterFilter, **place: str) -> str:
    return f"?{'&'.join(filter(None, (form.query(), urlencode(place))))}"


@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """The 調閱登記簿 on paper (ruling 22); `?blank=1` an empty page for the hand. A long one is printed in the background."""
    user, now = cast("User", request.user), timezone.now()
    if request.GET.get("blank") == "1":
        policies.require(allowed=policies.may_print(user, now))
        return _pdf([], user, now)
    policies.require(allowed=policies.may_read_register(user, now))
    form = RegisterFilter(request.GET)
    lines = review.register_lines(user, now, form.narrowed())
    if len(lines) > AT_ONCE:
        messages.info(request, f"共 {len(lines)} 列，列印需要一些時間；請按「在背景列印」，完成後會通知您下載。")
        return redirect(f"{reverse('reports:register')}?{form.query()}")
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.REGISTER_PRINTED, actor=actor, subject=REGISTER, now=now)
    rows = [documents.register_row(line) for line in lines]
    return _pdf(rows, user, now, period=form.in_words(), ledger_head=foot_of(ledger.make_checkpoint(now)))


def _pdf(
    rows: list[documents.RegisterRow], user: User, now: dt.datetime, *, period: str = "", ledger_head: str = ""
) -> HttpResponse:
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:register"))
    school = accounts.the_school().short_name
    content = documents.render_register(rows, school, paper, period=period, ledger_head=ledger_head)
    return pdf_response(content, f"{REGISTER}.pdf")


@require_GET
def register_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Every field of the book as a spreadsheet."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_register(user, now))
    lines = review.register_lines(user, now, RegisterFilter(request.GET).narrowed())
    title = f"{REGISTER} {short_date(now).replace('/', '')}"
    answer = sheet_response(title, documents.HEADINGS, [documents.sheet_row(line) for line in lines], kind)
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.REGISTER_EXPORTED, actor=actor, subject=REGISTER, now=now)
    return answer

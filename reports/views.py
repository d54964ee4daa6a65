"""What looks across rooms: the 調閱登記簿, the ledger, 列印, 本校計畫, 保存規則."""

from __future__ import annotations

from dataclasses import asdict
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
from reports import documents, policies, rules
from reports.selectors import ledger_book
from requests import selectors as review
from retention import policies as retention
from retention import selectors as retention_selectors
from retention.services.trials import trial_of
from work.selectors import duties, overdue_duties

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
    rows = [documents.register_row(viewing) for viewing in viewings]
    head = "" if blank else f"存取紀錄{ledger_selectors.head_in_words()}"
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


@require_GET
def print_page(request: HttpRequest) -> HttpResponse:
    """列印: every blank form and the books."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_print(user, now))
    context = {
        "may_read_register": policies.may_read_register(user, now),
        "prints_stickers": policies.prints_stickers(user, now),
    }
    return render(request, "reports/print.html", context)


@require_GET
def plan_page(request: HttpRequest) -> HttpResponse:
    """本校計畫: the plan's own text, each clause with the page that fulfils it (ruling 23)."""
    plan = accounts.plan_on(timezone.localdate(timezone.now()))
    sections = [
        {
            "heading": section.heading,
            "opening": section.opening,
            "clauses": [
                asdict(clause) | {"links": [(label, reverse(name)) for label, name in clause.pages]}
                for clause in section.clauses
            ],
        }
        for section in rules.sections_of(plan.text)
    ]
    return render(request, "reports/plan.html", {"plan": plan, "sections": sections})


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """保存規則: 14 日／1 年, last run, next run, what it did (ruling 23)."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    context = {
        "plan": accounts.plan_on(today), "duties": duties(), "overdue": overdue_duties(now),
        "may_try": retention.may_see_sources(user, today), "sources": retention_selectors.sources_in_use().exists(),
    }  # fmt: skip
    return render(request, "reports/rules.html", context)


@require_GET
def trial_page(request: HttpRequest) -> HttpResponse:
    """試算: what the next run would destroy in every folder and why the rest stays. It changes nothing (ruling 23)."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=retention.may_see_sources(user, timezone.localdate(now)))
    trials = [trial_of(source, now) for source in retention_selectors.sources_in_use()]
    plan = accounts.plan_on(timezone.localdate(now))
    return render(request, "reports/trial.html", {"trials": trials, "plan": plan, "now": now})

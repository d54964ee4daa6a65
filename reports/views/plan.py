"""Pages: 列印, 本校計畫, 保存規則, 試算."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import policies as people
from accounts import selectors as accounts
from reports import policies, rules
from retention import policies as retention
from retention import selectors as retention_selectors
from retention.services.trials import trial_of
from work.selectors import duties, overdue_duties

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def print_page(request: HttpRequest) -> HttpResponse:
    """列印: every blank form and the books."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_print(user, now))
    context = {
        "may_read_register": policies.may_read_register(user, now),
        "prints_stickers": policies.prints_stickers(user, now),
        "may_print_forms": policies.may_print_forms(user, now),
        "orders_papers": policies.orders_papers(user, now),
    }
    return render(request, "reports/print.html", context)


@require_GET
def plan_page(request: HttpRequest) -> HttpResponse:
    """本校計畫: the plan's own text, each clause with the page that fulfils it (ruling 23)."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    plan = accounts.plan_on(today)
    sections = [
        {
            "heading": section.heading,
            "opening": section.opening,
            "clauses": [
                asdict(clause) | {"links": [(label, _address(name, user, now)) for label, name in clause.pages]}
                for clause in section.clauses
            ],
        }
        for section in rules.sections_of(plan.text)
    ]
    return render(
        request,
        "reports/plan.html",
        {
            "plan": plan,
            "coming": accounts.coming_plans(today),
            "sections": sections,
            "may_change_plan": people.may_change_plan(user, today),
            "may_read_compliance": policies.may_read_compliance(user, now),
        },
    )


def _address(page: str, user: User, now: dt.datetime) -> str:
    """Return where `page` is, nothing for who may not open it: he reads its name only."""
    return reverse(page) if policies.may_open(page, user, now) else ""


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """保存規則: 14 日／1 年, last run, next run, what it did (ruling 23)."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    context = {
        "plan": accounts.plan_on(today), "duties": duties(), "overdue": overdue_duties(now),
        "may_try": retention.may_see_sources(user, today), "sources": retention_selectors.sources_in_use().exists(),
        "may_read_compliance": policies.may_read_compliance(user, now),
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

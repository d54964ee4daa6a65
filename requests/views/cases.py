"""The list of cases and the case page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ledger.selectors import entries_about
from ledger.services import sentence
from requests import policies, rules, selectors
from requests.choices import Status
from requests.views import reading
from retention.selectors import footage_clock_for

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest
    from retention.rules import FootageClock

PAGE = 30


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Every case one may know of, newest first; `?view=waiting` only what waits for oneself."""
    user, now = cast("User", request.user), timezone.now()
    only_waiting = request.GET.get("view") == "waiting"
    older_than = request.GET.get("before", "")
    if only_waiting:
        cases, older = selectors.waiting_for(user, now), None
    else:
        cases, older = _page(user, older_than, now)
    context = {
        "rows": selectors.for_lists(cases), "older_url": f"?before={older}" if older else "", "may_ask": policies.may_ask(user, now),
        "may_enter": policies.may_enter(user, now),
        "views": _views(only_waiting=only_waiting) if policies.is_in_chain(user, now) else [],
    }  # fmt: skip
    return render(request, "requests/list.html", context)


def _views(*, only_waiting: bool) -> list[dict[str, object]]:
    url = reverse("review:list")
    return [
        {"label": "待我處理", "url": f"{url}?view=waiting", "current": only_waiting},
        {"label": "全部案件", "url": url, "current": not only_waiting},
    ]


def _page(user: User, older_than: str, now: dt.datetime) -> tuple[list[ReviewRequest], int | None]:
    """Return one page by key, and the key to go on with."""
    cases = policies.visible_to(user, now).select_related("plan", "applicant")
    if older_than.isdecimal():
        cases = cases.filter(pk__lt=int(older_than))
    found = list(cases.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case: both clocks, what is asked, the chain, what is next. Reading it is an entry of its own."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    return render(request, "requests/case.html", _context(case, user, now))


def _worst_footage(case: ReviewRequest, now: dt.datetime) -> FootageClock | None:
    """Return the most urgent clock of the case's cameras."""
    if case.starts_at is None or case.ends_at is None or case.plan is None:
        return None
    cameras = case.cameras.select_related("recorder")
    clocks = footage_clock_for(cameras, case.starts_at, case.ends_at, now, case.plan.minimum_days)
    return clocks[0] if clocks else None


def _context(case: ReviewRequest, user: User, now: dt.datetime) -> dict[str, object]:
    step = selectors.current_step(case)
    signatory = policies.signs_now(user, case, step, now) if step else None
    status = Status(case.status)
    acts = list(case.approvals.order_by("at", "pk"))
    waiting = selectors.signatories(case, now)
    viewings = list(case.viewings.all())
    may_escort = status in policies.VIEWABLE and policies.may_escort(user, case, now)
    is_applicant = user.pk == case.applicant_id
    return {
        "case": case,
        "shown": selectors.shown_as(case),
        "step": step,
        "signatory": signatory,
        "actions": bool(signatory),
        "choices": reading.choices(case),
        "flow": reading.flow(case, acts, waiting, user),
        "progress": f"第 {step.order} 關，共 {case.plan.steps.count()} 關" if step and case.plan else "",
        "previous": reading.said(next((act for act in reversed(acts) if act.is_current), None)),
        "correction": acts[-1] if status == Status.RETURNED and acts else None,
        "footage": _worst_footage(case, now),
        "masked_id": rules.masked(case.id_number),
        "is_applicant": is_applicant,
        "may_withdraw": is_applicant and status in (Status.IN_REVIEW, Status.RETURNED),
        "may_escort": may_escort,
        "may_start": may_escort and all(viewing.ended_at for viewing in viewings),
        "viewings": viewings,
        "log": [{"at": entry.at, "text": sentence(entry)} for entry in entries_about(str(case))],
        "now": now,
    }

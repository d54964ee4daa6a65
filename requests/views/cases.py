"""The list of cases and the case page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import selectors as ledger_selectors
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, rules, selectors
from requests.choices import Action, Status
from requests.models import Approval, ReviewRequest
from requests.transitions import signing_actions
from retention.selectors import footage_clock_for

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

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
    rows = [(case, selectors.shown_as(case)) for case in cases]
    context = {
        "rows": rows, "older": older, "only_waiting": only_waiting, "may_ask": policies.may_ask(user, now),
        "sees_all": policies.is_in_chain(user, now),
    }  # fmt: skip
    return render(request, "requests/list.html", context)


def _page(user: User, older_than: str, now: dt.datetime) -> tuple[list[ReviewRequest], int | None]:
    """Return one page by key, and the key to go on with."""
    cases = policies.visible_to(user, now).select_related("plan", "applicant").prefetch_related("viewings", "cameras", "plan__steps")
    if older_than.isdecimal():
        cases = cases.filter(pk__lt=int(older_than))
    found = list(cases.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case: both clocks, what is asked, the chain, what is next. Reading it is an entry of its own."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    ledger.append_reading(verb=Verb.CASE_READ, actor=accounts.in_words(user, now), subject=str(case), now=now)
    return render(request, "requests/case.html", _context(case, user, now))


def _context(case: ReviewRequest, user: User, now: dt.datetime) -> dict[str, object]:
    step = selectors.current_step(case)
    signatory = policies.signs_now(user, case, step, now) if step else None
    status = Status(case.status)
    approvals = list(case.approvals.select_related("actor", "acting_for").order_by("at", "pk"))
    return {
        "case": case,
        "shown": selectors.shown_as(case),
        "step": step,
        "signatory": signatory,
        "actions": signing_actions(status, selectors.step_kind(case), case.step) if signatory else [],
        "steps": [(one, _act_of(approvals, one.order)) for one in case.plan.steps.all()] if case.plan else [],
        "approvals": approvals,
        "correction": next((act for act in reversed(approvals) if act.action == Action.RETURN_TO_APPLICANT), None),
        "last_opinion": next((act for act in reversed(approvals) if act.is_current), None),
        "waiting": selectors.signatories(case, now),
        "footage": footage_clock_for(list(case.cameras.all()), case.starts_at, case.ends_at, now=now),
        "masked_id": rules.masked(case.id_number),
        "is_applicant": user.pk == case.applicant_id,
        "may_withdraw": user.pk == case.applicant_id and status in (Status.IN_REVIEW, Status.RETURNED),
        "may_escort": status in policies.VIEWABLE and policies.may_escort(user, case, now),
        "viewings": list(case.viewings.all()),
        "log": ledger_selectors.entries_about(str(case)),
        "now": now,
    }


def _act_of(approvals: list[Approval], order: int) -> Approval | None:
    return next((act for act in approvals if act.step == order and act.is_current), None)

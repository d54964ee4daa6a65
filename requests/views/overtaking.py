"""What who signs is shown when somebody else was faster: who did what, and everything typed (house: Concurrency)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from requests import policies, selectors
from requests.choices import Action, Status
from requests.services.chain import StaleCase
from requests.transitions import WrongOrder

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest

TYPED = (("opinion", "意見"), ("conditions", "附款"), ("copy_answer", "複製請求之理由"))


def overtaken(request: HttpRequest, case: ReviewRequest, user: User, now: dt.datetime) -> HttpResponse | None:
    """Return the page for a POST that comes too late for the step it was meant for; None when it did not.

    Who could never have signed is not told who did: that is a 403 like any other.
    """
    if request.method != "POST" or not policies.works_on(user, case, now):
        return None
    refusal = _why_too_late(request.POST.get("acts_seen", ""), request.POST.get("action", ""), case)
    if refusal is None:
        return None
    typed = [(label, text) for name, label in TYPED if (text := request.POST.get(name, "").strip())]
    context = {"case": case, "shown": selectors.shown_as(case), "refusal": str(refusal), "typed": typed}
    return render(request, "requests/overtaken.html", context, status=409)


def _why_too_late(acts_seen: str, action: str, case: ReviewRequest) -> Exception | None:
    if acts_seen.isdecimal() and int(acts_seen) < selectors.acts_on(case):
        return StaleCase(case)
    if selectors.current_step(case) is None and action in Action.values:
        return WrongOrder(Status(case.status), Action(action))
    return None

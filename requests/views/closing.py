"""結案: what is still owed, why a copy is missing, why nobody looked (ruling 13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from requests import policies, selectors
from requests.choices import Action, Status
from requests.forms import ClosingForm
from requests.services.closing import close_case
from requests.transitions import TABLE, WrongOrder
from requests.views.confirming import Page, act_page, opened

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest

TEXT = "結案後不能再調閱或變更；應續留的期間屆滿後，系統解除本案的暫時留存。申請單自結案起依計畫伍、五保存。"


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a decided case."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, "結案", now)
    status = Status(case.status)
    unfinished = selectors.unfinished(case, now)
    if (status, None, Action.CLOSE) not in TABLE or unfinished:
        messages.error(request, "".join(unfinished) or str(WrongOrder(status, Action.CLOSE)))
        return redirect("review:case", number=number)
    asked = {
        "owes_copy": bool(selectors.owed_copies(case)),
        "is_to_be_viewed": selectors.is_to_be_viewed(case),
        "is_to_be_handed_over": selectors.is_to_be_handed_over(case),
        "owes_form": selectors.owes_signed_form(case),
    }
    # a form without a field is no form
    form = ClosingForm(accounts.typed(request, now), **asked) if any(asked.values()) else None
    points = selectors.hindrances(case, now)
    page = Page("結案", "結案", TEXT, done=f"{number} 已結案", points=tuple(points))
    return act_page(
        request, case, form, page,
        lambda: close_case(case_id=case.pk, actor=user, now=now, **(form.cleaned_data if form else {})),
    )  # fmt: skip


@dataclass(frozen=True)
class Closing:
    """What the case page says to who may close it: what hinders, of that what no reason helps, what was granted and not used."""

    hindrances: list[str]
    is_stopped: bool
    is_to_be_viewed: bool
    is_to_be_handed_over: bool


def closing_of(case: ReviewRequest, user: User, now: dt.datetime) -> Closing | None:
    """Return how 結案 stands for `user`; None where it is not this person's, or does not follow."""
    if (Status(case.status), None, Action.CLOSE) not in TABLE or not policies.handles(user, case, now):
        return None
    hindrances, unfinished = selectors.hindrances(case, now), selectors.unfinished(case, now)
    return Closing(hindrances, bool(unfinished), selectors.is_to_be_viewed(case), selectors.is_to_be_handed_over(case))

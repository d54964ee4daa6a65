"""The confirm page of an act on a case: one shape, one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.forms import ProofForm
from accounts.services.proof import NotProven, prove
from files.services import FileRefused
from requests import policies
from requests.services.errors import ReviewError
from requests.transitions import NoSuchLetter, WrongOrder
from requests.views import reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest


@dataclass(frozen=True)
class Page:
    """What the confirm page of an act says; `then` is the path to go to afterwards, the case's page where it is empty."""

    heading: str
    button: str
    text: str = ""
    done: str = ""
    is_danger: bool = False
    points: tuple[str, ...] = ()
    then: str = ""


def opened(request: HttpRequest, number: str) -> tuple[ReviewRequest, User, dt.datetime]:
    """Return the case, which is recorded as read, who reads it, and the moment. Raises Http404."""
    user, now = cast("User", request.user), timezone.now()
    return reading.open_case(user, number, now), user, now


def proof_of_person(request: HttpRequest, case: ReviewRequest, now: dt.datetime) -> ProofForm:
    """Return the proof a decision on the case needs, as old as its plan lets it be (ruling 5)."""
    return ProofForm(request=request, minutes=case.plan.proof_minutes if case.plan else 0, now=now)


def act_page(
    request: HttpRequest,
    case: ReviewRequest,
    form: forms.Form | None,
    page: Page,
    act: Callable[[], object],
    *,
    proof: ProofForm | None = None,
) -> HttpResponse:
    """Show the page of an act, or do it and go back to the case; a refusal stands beside its field.

    What decides brings a `proof`; it is checked before the act, outside its transaction.
    """
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if proof:
                prove(request, proof, timezone.now())
            act()
        except NotProven as refusal:
            if proof:
                proof.add_error(refusal.field, str(refusal))
        except (ReviewError, WrongOrder, NoSuchLetter, FileRefused) as refusal:
            refused = str(refusal)
            if form is not None:
                field = getattr(refusal, "field", None)
                form.add_error(field if field in form.fields else None, refused)
        else:
            messages.success(request, page.done or f"已{page.button} {case.number}")
            return redirect(page.then) if page.then else redirect(*_after(request, case))
    context = {"case": case, "form": form, "page": page, "proof": proof, "refused": refused if form is None else ""}
    is_bad = bool(refused or (form and form.errors) or (proof and proof.errors))
    return render(request, "requests/act.html", context, status=422 if is_bad else 200)


def _after(request: HttpRequest, case: ReviewRequest) -> list[str]:
    """The case's page, or the list when the act took the case out of sight (迴避)."""
    still = policies.visible_to(cast("User", request.user), timezone.now()).filter(pk=case.pk).exists()
    return ["review:case", str(case.number)] if still else ["review:list"]

"""One act = one confirm page, all drawn by one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.selectors import plan_on
from accounts.services.proof import NotProven, prove
from printing.rules import local_date
from retention import policies
from retention.services import HoldError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.forms import ProofForm
    from accounts.models import User
    from retention.models import Hold, HoldProposal


@dataclass(frozen=True)
class Page:
    """What the confirm page of an act says, where it goes back to, and whose footage it is about."""

    heading: str
    button: str
    back_url: str
    back: str
    text: str = ""
    done: str = ""
    hold: Hold | None = None
    is_danger: bool = False
    proposal: HoldProposal | None = None


def reader(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 for those who have nothing to do with holds."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.reads_holds(user, now):
        raise Http404
    return user, now


def proof_minutes(now: dt.datetime) -> int:
    """Return how old a proof of person may be (ruling 5)."""
    return plan_on(local_date(now)).proof_minutes


def act(
    request: HttpRequest, form: forms.Form, page: Page, do: Callable[[], object], *, proof: ProofForm | None = None
) -> HttpResponse:
    """Show the page of an act, or do it and go back; a refusal stands beside its field, what was typed stays."""
    if request.method == "POST" and form.is_valid() and _done(request, form, do, proof):
        messages.success(request, page.done or f"已{page.button}")
        return redirect(page.back_url)
    is_bad = bool(form.errors) or bool(proof and proof.errors)
    return render(
        request, "retention/act.html", {"form": form, "page": page, "proof": proof}, status=422 if is_bad else 200
    )


def act_on(request: HttpRequest, form: forms.Form, do: Callable[[], object], *, proof: ProofForm, done: str) -> bool:
    """Do the act of a page that shows more than a form; say whether it was done, else the forms say why not."""
    if request.method == "POST" and form.is_valid() and _done(request, form, do, proof):
        messages.success(request, done)
        return True
    return False


def _done(request: HttpRequest, form: forms.Form, do: Callable[[], object], proof: ProofForm | None) -> bool:
    """Check the person and act; the proof comes first, outside the act's transaction."""
    try:
        if proof:
            prove(request, proof, timezone.now())
        do()
    except NotProven as refusal:
        if proof:
            proof.add_error(refusal.field, str(refusal))
    except HoldError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    else:
        return True
    return False

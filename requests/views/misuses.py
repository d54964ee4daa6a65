"""不當使用或洩密事件 (肆、一): the register, one event, and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from printing.views import furniture, pdf_response
from requests.documents.misuses import render_misuse
from requests.forms.misuses import CloseMisuseForm, GoOnForm, MisuseForm
from requests.policies.misuses import (
    get_misuse,
    may_close_misuse,
    misuses_for,
    require_keeps_misuses,
    require_may_close_misuse,
)
from requests.selectors.misuses import report_clocks
from requests.services.misuses import MisuseRefused, Noticed, close_misuse, go_on_with_misuse, record_misuse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import Misuse


@require_GET
def misuses(request: HttpRequest) -> HttpResponse:
    """The register: those events this person may know of."""
    user, now = cast("User", request.user), timezone.now()
    require_keeps_misuses(user, now)
    return render(request, "requests/misuses.html", {"misuses": misuses_for(user, now)})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record an event."""
    user, now = cast("User", request.user), timezone.now()
    require_keeps_misuses(user, now)
    people = accounts.people_in_use(local_date(now)).exclude(pk=user.pk)
    form = MisuseForm(accounts.typed(request, now), initial={"noticed_at": now, "noticed_by": user.name}, people=people)

    def act() -> Misuse:
        given = dict(form.cleaned_data)
        return record_misuse(measures=given.pop("measures"), noticed=Noticed(**given), actor=user, now=now)

    return _acted(request, form, act, heading="登錄不當使用或洩密事件", button="登錄事件", done="已登錄")


@require_GET
def misuse(request: HttpRequest, misuse_id: int) -> HttpResponse:
    """One event; reading it is an entry."""
    found, user, now = _read(request, misuse_id, Verb.MISUSE_READ)
    context = {
        "misuse": found,
        "clocks": report_clocks(found, now),
        "may_close": found.closed_at is None and may_close_misuse(user, now),
    }
    return render(request, "requests/misuse.html", context)


@require_http_methods(["GET", "POST"])
def go_on(request: HttpRequest, misuse_id: int) -> HttpResponse:
    """Write what was done since."""
    found, user, now = _read(request, misuse_id, Verb.MISUSE_READ)
    kept = {name: getattr(found, name) for name in GoOnForm.base_fields}
    form = GoOnForm(accounts.typed(request, now), initial=kept)
    return _acted(
        request, form, lambda: go_on_with_misuse(misuse_id=found.pk, actor=user, now=now, **form.cleaned_data),
        heading="更新處置情形", button="儲存", done="已更新", misuse=found,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, misuse_id: int) -> HttpResponse:
    """Close an event, as 主管."""
    found, user, now = _read(request, misuse_id, Verb.MISUSE_READ)
    require_may_close_misuse(user, now)
    form = CloseMisuseForm(accounts.typed(request, now))
    return _acted(
        request, form, lambda: close_misuse(misuse_id=found.pk, actor=user, now=now, **form.cleaned_data),
        heading="事件結案", button="結案", done="已結案", misuse=found,
    )  # fmt: skip


@require_GET
def pdf(request: HttpRequest, misuse_id: int) -> HttpResponse:
    """The event on paper."""
    found, user, now = _read(request, misuse_id, Verb.MISUSE_PRINTED)
    paper = furniture(printed_by=user.name, now=now, path=reverse("review:misuse", args=[found.pk]))
    return pdf_response(render_misuse(found, report_clocks(found, now), paper), f"{found}.pdf")


def _read(request: HttpRequest, misuse_id: int, verb: Verb) -> tuple[Misuse, User, dt.datetime]:
    """Return an event, after it is an entry that this person reads it or takes it along. Raises Http404."""
    user, now = cast("User", request.user), timezone.now()
    found = get_misuse(user, misuse_id, now)
    ledger.append_reading(verb=verb, actor=accounts.in_words(user, now), subject=str(found), now=now)
    return found, user, now


def _acted(
    request: HttpRequest, form: forms.Form, act: Callable[[], Misuse], *, heading: str, button: str, done: str,
    misuse: Misuse | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form of an act, or do it and go to the event."""
    if request.method == "POST" and form.is_valid():
        try:
            acted = act()
        except MisuseRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{done}{acted}")
            return redirect("review:misuse", acted.pk)
    context = {"form": form, "heading": heading, "button": button, "misuse": misuse}
    return render(request, "requests/misuse_form.html", context, status=422 if form.errors else 200)

"""The page of an act that belongs to no case: one shape, one template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from files.services import FileRefused
from requests.services.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from requests.views.confirming import Page

TEMPLATE = "requests/agency/form.html"


def form_page(
    request: HttpRequest,
    form: forms.Form,
    page: Page,
    act: Callable[[], object],
    *,
    template: str = TEMPLATE,
    leads_to: Callable[[object], str] = lambda _: "review:agency",
    **context: object,
) -> HttpResponse:
    """Show the page, or do the act and go where its result leads; a refusal stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except (ReviewError, FileRefused) as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, page.done)
            return redirect(leads_to(done))
    return render(request, template, {"form": form, "page": page} | context, status=422 if form.errors else 200)

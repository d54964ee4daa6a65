"""What every page with 附錄1 on it does: show the form, or keep what was typed and go where that leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import selectors as accounts
from files.services import store
from requests.choices import Asker
from requests.forms import EnteringForm, ReviewRequestForm
from requests.services import drafts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest


def own_form(
    request: HttpRequest, *, initial: dict[str, Any], now: dt.datetime, case: ReviewRequest | None = None
) -> ReviewRequestForm:
    """Return the form an applicant fills in, bound to what was typed."""
    asker = Asker(case.asker) if case else Asker.STAFF
    return ReviewRequestForm(
        accounts.typed(request, now),
        request.FILES or None,
        initial=initial,
        now=now,
        plan=_plan(now),
        asker=asker,
        case=case,
    )


def entering_form(
    request: HttpRequest, *, initial: dict[str, Any], now: dt.datetime, case: ReviewRequest | None = None
) -> EnteringForm:
    """Return the form 承辦人 types a request on paper into, bound to what was typed."""
    handler = cast("User", request.user)
    return EnteringForm(
        accounts.typed(request, now),
        request.FILES or None,
        initial=initial,
        now=now,
        plan=_plan(now),
        handler=handler,
        case=case,
    )


def _plan(now: dt.datetime) -> Any:
    return accounts.plan_on(timezone.localdate(now))


def fill_in(
    request: HttpRequest,
    form: ReviewRequestForm,
    *,
    save: Callable[[drafts.Content], str],
    now: dt.datetime,
    **context: object,
) -> HttpResponse:
    """Show `form`, or hand what was typed to `save` and follow the address it returns. `context` is for the page."""
    if request.method == "POST" and form.is_valid():
        attachments = stored(form.cleaned_data["attachment"], now)
        target = save(drafts.Content(**form.content(), attachments=attachments))
        for note in form.notes():
            messages.info(request, note)
        return redirect(target)
    page = {"form": form, "now": now, "applied_on": now, "is_entry": isinstance(form, EnteringForm), **context}
    return render(request, "requests/form.html", page, status=422 if form.errors else 200)


def stored(upload: Any, now: dt.datetime) -> list[StoredFile]:
    """Keep a file that came with a form that is valid; an empty list when none came."""
    return [store(upload=upload, now=now)] if upload is not None else []

"""管理檢視: who looked without a case, why, which cameras, how long (ruling 18)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.forms import LookForm
from requests.services import viewings
from requests.views.viewings.gates import tried

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PAGE = 50


@require_GET
def look_list(request: HttpRequest) -> HttpResponse:
    """The list. Raises Http404 for who neither looks nor reads of it."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_read_looks(user, now):
        raise Http404
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.REGISTER_READ, actor=actor, subject="管理檢視紀錄", now=now)
    skip = int(said) if (said := request.GET.get("skip", "")).isdecimal() else 0
    looks = list(selectors.looks_of(user, now)[skip : skip + PAGE + 1])
    context = {
        "looks": looks[:PAGE], "older": skip + PAGE if len(looks) > PAGE else None,
        "may_look": policies.may_look(user, now),
    }  # fmt: skip
    return render(request, "requests/looks.html", context)


@require_http_methods(["GET", "POST"])
def new_look(request: HttpRequest) -> HttpResponse:
    """Say that one looked."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_read_looks(user, now):
        raise Http404
    if not policies.may_look(user, now):
        raise viewings.NotOnWatch
    initial = {"started_at": now - dt.timedelta(minutes=5), "form_key": uuid.uuid4()}
    form = LookForm(accounts.typed(request, now), initial=initial, now=now)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["ended_at"] = data["started_at"] + dt.timedelta(minutes=data.pop("minutes"))
        if tried(form, lambda: viewings.record_look(user=user, now=now, **data)):
            messages.success(request, "已登錄管理檢視")
            return redirect("review:looks")
    return render(request, "requests/look_new.html", {"form": form}, status=422 if form.errors else 200)

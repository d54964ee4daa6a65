"""The page of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ledger import selectors as ledger_selectors
from reports import policies
from reports.forms.ledger import LedgerForm
from reports.selectors import accounts_in_ledger, administration_book, ledger_book, subject_meant

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def ledger_page(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, by subject, account and days; of a case one may not know, only that an entry stands there."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_ledger(user, now))
    form = LedgerForm(request.GET, accounts=accounts_in_ledger())
    before = request.GET.get("before", "").strip()
    wanted = form.wanted()
    wanted["subject"] = subject_meant(wanted["subject"])
    context = {
        "book": ledger_book(user, now, **wanted, before=int(before) if before.isdecimal() else None), "form": form,
        "query": form.query, "head": ledger_selectors.head_in_words(),
        "may_read_compliance": policies.may_read_compliance(user, now),
    }  # fmt: skip
    return render(request, "reports/ledger.html", context)


@require_GET
def administration_page(request: HttpRequest) -> HttpResponse:
    """系統管理行為: what the administrator and the operators of the shell did, for 稽核 and 校長 as well (附表十)."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_ledger(user, now))
    before = request.GET.get("before", "").strip()
    book = administration_book(user, now, before=int(before) if before.isdecimal() else None)
    return render(request, "reports/administration.html", {"book": book})

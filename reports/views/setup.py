"""Pages: 設定進度, what a school still lacks before its first case; and a trial mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.policies import roles_of
from printing.rules import local_date
from reports import policies, selectors
from reports.views.staff.acting import require_administrator
from work.selectors import mail_is_configured
from work.services import MailError, try_mail

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def setup_page(request: HttpRequest) -> HttpResponse:
    """設定進度: every step with how it stands, whose it is, and the page of it for who may open it."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_follow_setup(user, now))
    found, roles = selectors.setup_of(now), roles_of(user, local_date(now))
    rows = [(step, step.open_to(roles)) for step in found.steps]
    return render(request, "reports/setup.html", {"setup": found, "rows": rows, "keeps": policies.sets_up(user, now)})


@require_http_methods(["GET", "POST"])
def mail_test_page(request: HttpRequest) -> HttpResponse:
    """測試寄信: one mail to the own address, at once, with what the mail server said."""
    user, now = cast("User", request.user), timezone.now()
    require_administrator(request, now)
    problem = ""
    if request.method == "POST":
        try:
            problem = try_mail(user=user, url=reverse("reports:setup"), now=now)
        except MailError as error:
            problem = str(error)
        else:
            if not problem:
                messages.success(request, f"已寄出測試信至 {user.email}，請收信確認；沒有收到時請檢查垃圾郵件。")
                return redirect("reports:setup")
    page = {"is_configured": mail_is_configured(), "problem": problem}
    return render(request, "reports/mail_test.html", page, status=422 if problem else 200)

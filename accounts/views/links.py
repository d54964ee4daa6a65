"""One-time links: issued on a page one prints, opened without a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import policies, selectors, services
from accounts.forms import LinkForm, LinksForm, ProofForm
from accounts.selectors import typed
from accounts.services.links import INVITED, LIFE
from accounts.views.people import acting_page

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_http_methods(["GET", "POST"])
def issue_link(request: HttpRequest, pk: int) -> HttpResponse:
    """發給單次連結: address and QR code, shown once, to print. Shown in the answer itself: only its digest is kept."""
    now = timezone.now()
    page = acting_page(request, pk, now)
    proof: ProofForm = page["proof"]  # type: ignore[assignment]
    if not policies.may_issue_link(request.user, page["person"], timezone.localdate(now)):  # type: ignore[arg-type]
        raise PermissionDenied
    if request.method == "POST":
        try:
            services.prove(request, proof, now)
            token = services.issue_link(person_id=pk, actor=request.user, now=now)  # type: ignore[arg-type]
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            page["error"] = str(error)
        else:
            page |= {**_slip(page["person"], token), "expires_at": now + LIFE, "now": now}  # type: ignore[arg-type]
            return render(request, "accounts/link_paper.html", page)
    return render(request, "accounts/link_issue.html", page)


@require_http_methods(["GET", "POST"])
def issue_links(request: HttpRequest) -> HttpResponse:
    """發給單次連結 to everybody who has not signed in yet: one slip a person, shown once, to print."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.is_administrator(user, today):
        raise PermissionDenied("只有系統管理人員可以一次發給多人單次連結。")
    form = LinksForm(typed(request, now), day=today, actor=user)
    proof = ProofForm(request.POST or None, request=request, minutes=selectors.plan_on(today).proof_minutes, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            chosen = [one.pk for one in form.cleaned_data["people"]]
            slips = [_slip(*one) for one in services.issue_links(person_ids=chosen, actor=user, now=now)]
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            form.add_error(None, str(error))
        else:
            page = {"slips": slips, "expires_at": now + LIFE, "now": now}
            return render(request, "accounts/links_paper.html", page)
    status = 422 if form.errors or proof.errors else 200
    return render(request, "accounts/links.html", {"form": form, "proof": proof}, status=status)


def _slip(person: User, token: str) -> dict[str, object]:
    """Return what one slip of paper says: whose it is, address and QR code."""
    address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
    qr_code = segno.make(address, micro=False).svg_data_uri(scale=5, border=4, light="#fff")
    return {"person": person, "address": address, "qr_code": qr_code}


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password of an invited person once; the first administrator also names himself and the school."""
    now = timezone.now()
    try:
        link = services.link_for_token(token, now)
        may_choose = link.user is None or services.may_choose_name(link.user)
        form = LinkForm(
            request.POST or None, person=link.user, may_choose_name=may_choose, initial=_known_name(link.user)
        )
        if form.is_valid():
            _use(form, token, now)
            messages.success(request, "密碼已設定，請用帳號與新密碼登入。")
            return redirect("account_login")
    except services.LinkIsDead as error:
        return render(request, "accounts/link_dead.html", {"sentence": str(error)}, status=410)
    except services.PeopleError as error:
        form.add_error("username", str(error))
    return render(request, "accounts/link_open.html", {"form": form, "link": link, "may_choose": may_choose})


def _use(form: LinkForm, token: str, now: dt.datetime) -> User:
    given = form.cleaned_data
    return services.use_link(
        token=token,
        username=given.get("username") or (form.person.username if form.person else ""),
        name=given.get("name", ""),
        password=given["password1"],
        school_name=given.get("school_name", ""),
        school_short_name=given.get("school_short_name", ""),
        now=now,
    )


def _known_name(person: User | None) -> dict[str, str]:
    is_known = person is not None and not person.username.startswith(INVITED)
    return {"username": person.username} if is_known and person else {}

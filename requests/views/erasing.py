"""屆期申請單: which cases are past their term, what is proposed of them, and the second person's word (伍、五)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from accounts.forms import ProofForm
from accounts.services.proof import NotProven, prove
from printing.rules import local_date
from requests import policies, selectors
from requests.forms import DropErasureForm, ErasureForm
from requests.models import Erasure
from requests.services.erasing import (
    CONFIRM,
    ErasureRefused,
    NotYoursToErase,
    confirm_erasure,
    drop_erasure,
    propose_erasure,
)

if TYPE_CHECKING:
    import datetime as dt

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

MAY_NOT = "只有承辦人、處室主管及校長可以查看屆期申請單。"


@require_http_methods(["GET", "POST"])
def expired(request: HttpRequest) -> HttpResponse:
    """The cases past their term; 承辦人 proposes to erase the personal data of some."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_read_expired(user, now):
        raise PermissionDenied(MAY_NOT)
    after = request.GET.get("after", "")
    found = selectors.expired_cases(user, now, after=int(after) if after.isdecimal() else 0)
    found, more = found[: selectors.EXPIRED_SHOWN], found[selectors.EXPIRED_SHOWN :]
    own = [one for one in found if policies.may_propose_erasure(user, one.case, now)]
    keys = [(one.case.pk, str(one.case.number)) for one in own]
    form = ErasureForm(accounts.typed(request, now), keys=keys)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            erasure = propose_erasure(
                case_ids=data["cases"], basis=data["basis"], approval_number=data["approval_number"], actor=user, now=now
            )  # fmt: skip
        except ErasureRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"已提出{erasure}，並通知處室主管及校長確認")
            return redirect("review:erasure", erasure_id=erasure.pk)
    context = {
        "expired": found,
        "older_url": f"?after={found[-1].case.pk}" if more else "",
        "newer_url": reverse("review:expired") if after else "",
        "may_propose": {key for key, _ in keys},
        "chosen": set(form["cases"].value() or ()),
        "form": form,
        "erasures": selectors.erasures_of(user, now),
        "now": now,
    }
    return render(request, "requests/expired.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, erasure_id: int) -> tuple[Erasure, User, dt.datetime]:
    """Return a proposal the person may read. Raises Http404."""
    user, now = cast("User", request.user), timezone.now()
    erasure = Erasure.objects.prefetch_related("cases").filter(pk=erasure_id).first()
    if erasure is None or not selectors.may_read(erasure, user, now):
        raise Http404
    return erasure, user, now


@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """One proposal: its cases, and for the second person the button, after a proof of person."""
    found, user, now = _opened(request, erasure_id)
    cases = selectors.cases_of(found)
    confirms = found.is_open and policies.confirms_erasure(user, found, cases, now) is not None
    proof = ProofForm(request=request, minutes=accounts.plan_on(local_date(now)).proof_minutes, now=now)
    refused = ""
    if request.method == "POST":
        if found.is_open and not confirms:
            raise NotYoursToErase(*CONFIRM)
        try:
            prove(request, proof, now)
            confirm_erasure(erasure_id=found.pk, actor=user, now=now)
        except NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except ErasureRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{found} 已執行，各案個資已銷毀")
            return redirect("review:erasure", erasure_id=found.pk)
    context = {
        "erasure": found,
        "terms": [selectors.terms_of(case) for case in cases],
        "known": set(policies.visible_to(user, now).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True)),
        "confirms": confirms,
        "may_drop": found.is_open and policies.may_drop_erasure(user, found, cases, now),
        "proof": proof,
        "refused": refused,
        "now": now,
    }  # fmt: skip
    return render(request, "requests/erasure.html", context, status=422 if refused or proof.errors else 200)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """Take a proposal off, with a reason."""
    found, user, now = _opened(request, erasure_id)
    if not policies.may_drop_erasure(user, found, selectors.cases_of(found), now):
        raise PermissionDenied("只有提出人及確認人可以撤銷提案。")
    form = DropErasureForm(accounts.typed(request, now))
    if request.method == "POST" and form.is_valid() and _dropped(found, form, user, now):
        messages.success(request, f"已撤銷{found}的提案，各案可重新提出")
        return redirect("review:expired")
    context = {"erasure": found, "form": form}
    return render(request, "requests/erasure_drop.html", context, status=422 if form.errors else 200)


def _dropped(found: Erasure, form: forms.Form, user: User, now: dt.datetime) -> bool:
    try:
        drop_erasure(erasure_id=found.pk, reason=form.cleaned_data["reason"], actor=user, now=now)
    except ErasureRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True

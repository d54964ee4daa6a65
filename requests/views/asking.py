"""From a blank 附錄1 to a submitted case: one page → check page → submitted page."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from requests import policies, rules, selectors
from requests.choices import Answer, Status
from requests.documents.privacy import privacy_points
from requests.forms import EnteringForm, EntrySubmitForm, SubmitForm, initial_entry, initial_from
from requests.models import ReviewRequest
from requests.services import drafts
from requests.transitions import WrongOrder
from requests.views.cases import footage_of
from requests.views.filling import entering_form, fill_in, own_form, stored
from retention.rules import kept_in_words

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

CHANGE = "修改調閱申請（附錄1）"


def _prefilled(user: User, now: dt.datetime) -> dict[str, Any]:
    appointment = accounts.main_appointment(user, timezone.localdate(now))
    office = appointment.office.name if appointment and appointment.office else ""
    return {"phone": user.phone, "unit": office}


def check_url(case: ReviewRequest) -> str:
    """Return the address of the check page of a draft."""
    return reverse("review:check", args=[case.draft_key])


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A blank 附錄1. The draft row begins with the first 「下一步」."""
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_ask(user, now)
    form = own_form(request, initial=_prefilled(user, now), now=now)

    def save(content: drafts.Content) -> str:
        return check_url(drafts.save_draft(applicant=user, content=content, key=None, now=now))

    begun = selectors.open_drafts(user).filter(entered_by=None)[:3]
    return fill_in(request, form, save=save, now=now, heading="填寫調閱申請（附錄1）", begun=begun)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """代填: a blank 附錄1 for 承辦人 to type in what was asked on paper (ruling 7)."""
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_enter(user, now)
    form = entering_form(request, initial={"received_at": now}, now=now)

    def save(content: drafts.Content) -> str:
        entry = drafts.Entry(**form.entry())
        return check_url(drafts.save_entry(handler=user, entry=entry, content=content, key=None, now=now))

    begun = selectors.open_drafts(user).filter(entered_by=user)[:3]
    return fill_in(request, form, save=save, now=now, heading="代填調閱申請（附錄1）", begun=begun)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change one's own draft."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_draft(user, key)
    is_entry = case.entered_by_id is not None
    form = (
        entering_form(request, initial=initial_entry(case), now=now, case=case)
        if is_entry
        else own_form(request, initial=initial_from(case), now=now, case=case)
    )

    def save(content: drafts.Content) -> str:
        dropped = list(form.cleaned_data["drop_attachments"])
        with contextlib.suppress(ReviewRequest.DoesNotExist):  # sent meanwhile: the check page leads to the case
            if isinstance(form, EnteringForm):
                entry = drafts.Entry(**form.entry())
                drafts.save_entry(handler=user, entry=entry, content=content, key=key, now=now, dropped=dropped)
            else:
                drafts.save_draft(applicant=user, content=content, key=key, now=now, dropped=dropped)
        return check_url(case)

    return fill_in(request, form, save=save, now=now, heading=CHANGE, case=case, attachments=case.attachments.all())


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """檢查 before 送出申請. Sending twice leads to the one case."""
    user, now = cast("User", request.user), timezone.now()
    mine = ReviewRequest.objects.filter(policies.drafted_by(user), draft_key=key)
    sent = mine.exclude(status=Status.DRAFT).first()
    if sent is not None:
        return redirect("review:submitted", number=sent.number)
    case = policies.get_draft(user, key)
    form_class = EntrySubmitForm if case.entered_by_id else SubmitForm
    form = form_class(accounts.typed(request, now), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("review:submitted", number=_send(case, user, form, now).number)
        except WrongOrder:
            return redirect("review:check", key=key)  # sent by another tap: that page leads to the case
        except drafts.EntryRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "requests/check.html", _check_page(case, form, now), status=422 if form.errors else 200)


def _send(case: ReviewRequest, user: User, form: SubmitForm, now: dt.datetime) -> ReviewRequest:
    accepts = form.cleaned_data["accepts_note"]
    if case.entered_by_id is None:
        return drafts.submit(key=case.draft_key, applicant=user, accepts_note=accepts, now=now)
    scans = stored(form.cleaned_data["signed_form"], now)
    signed_form = scans[0] if scans else None
    return drafts.enter(key=case.draft_key, handler=user, accepts_note=accepts, signed_form=signed_form, now=now)


def _check_page(case: ReviewRequest, form: SubmitForm, now: dt.datetime) -> dict[str, object]:
    return {
        "case": case,
        "form": form,
        "notice": privacy_points(accounts.plan_on(timezone.localdate(now)), case.asker),
        "masked_id": rules.masked(case.id_number),
        "is_coded": rules.is_coded(case.need, case.duty_basis) or case.protection_order == Answer.YES,
    }


@require_GET
def submitted(request: HttpRequest, number: str) -> HttpResponse:
    """Number, what happens next and until when; safe to bookmark."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    footage = footage_of(case, now)
    context = {
        "case": case,
        "may_enter": policies.handles(user, case, now),
        "kept": kept_in_words(footage, now) if footage else "",
    }
    return render(request, "requests/submitted.html", context)

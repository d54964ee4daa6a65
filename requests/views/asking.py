"""From a blank 附錄1 to a submitted case: one page → check page → submitted page."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from files.services import FileRefused, store
from requests import policies, selectors
from requests.choices import Action, Status
from requests.forms import ReviewRequestForm, SubmitForm, initial_from
from requests.models import ReviewRequest
from requests.services import drafts
from requests.transitions import WrongOrder

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from files.models import StoredFile


def _prefilled(user: User, now: dt.datetime) -> dict[str, Any]:
    appointment = accounts.main_appointment(user, timezone.localdate(now))
    office = appointment.office.name if appointment and appointment.office else ""
    return {"phone": user.phone, "unit": office}


def _stored(form: ReviewRequestForm, now: dt.datetime) -> list[StoredFile]:
    """Store the attachment, if one came. On refusal the form says why and the list is empty."""
    upload = form.cleaned_data.get("attachment")
    if upload is None:
        return []
    try:
        return [store(upload=upload, now=now)]
    except FileRefused as refusal:
        form.add_error("attachment", str(refusal))
        return []


def _fill_in(
    request: HttpRequest,
    *,
    case: ReviewRequest | None,
    heading: str,
    save: Callable[[drafts.Content, dt.datetime], str],
) -> HttpResponse:
    """Show the form, or hand what was typed to `save(content, now)` and follow where it says."""
    user, now = cast("User", request.user), timezone.now()
    initial = initial_from(case) if case else _prefilled(user, now)
    form = ReviewRequestForm(accounts.typed(request, now), request.FILES or None, initial=initial, now=now)
    if request.method == "POST" and form.is_valid():
        attachments = _stored(form, now)
        if not form.errors:
            return redirect(save(drafts.Content(**form.content(), attachments=attachments), now))
    context = {"form": form, "heading": heading, "case": case, "today": now}
    return render(request, "requests/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A blank 附錄1. The draft row begins with the first 「下一步」."""
    user = cast("User", request.user)
    policies.require_may_ask(user, timezone.now())

    def save(content: drafts.Content, now: dt.datetime) -> str:
        case = drafts.save_draft(applicant=user, content=content, key=None, now=now)
        return reverse("review:check", args=[case.draft_key])

    return _fill_in(request, case=None, heading="填寫調閱申請（附錄1）", save=save)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change one's own draft."""
    user = cast("User", request.user)
    case = policies.get_draft(user, key)

    def save(content: drafts.Content, now: dt.datetime) -> str:
        with contextlib.suppress(ReviewRequest.DoesNotExist):  # sent meanwhile: the check page leads to the case
            drafts.save_draft(applicant=user, content=content, key=key, now=now)
        return reverse("review:check", args=[key])

    return _fill_in(request, case=case, heading="修改調閱申請（附錄1）", save=save)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """檢查 before 送出申請. Sending twice leads to the one case."""
    user, now = cast("User", request.user), timezone.now()
    sent = ReviewRequest.objects.exclude(status=Status.DRAFT).filter(draft_key=key, applicant=user).first()
    if sent is not None:
        return redirect("review:submitted", number=sent.number)
    case = policies.get_draft(user, key)
    form = SubmitForm(accounts.typed(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            case = drafts.submit(key=key, applicant=user, accepts_note=form.cleaned_data["accepts_note"], now=now)
            return redirect("review:submitted", number=case.number)
        except WrongOrder:
            return redirect("review:check", key=key)  # sent by another tap: that page leads to the case
        except drafts.NoteNotAccepted as refusal:
            form.add_error("accepts_note", str(refusal))
    return render(
        request, "requests/check.html", {"case": case, "form": form, "today": now}, status=422 if form.errors else 200
    )


@require_GET
def submitted(request: HttpRequest, number: str) -> HttpResponse:
    """Number, what happens next and until when; safe to bookmark."""
    case = policies.get_case(cast("User", request.user), number, timezone.now())
    return render(request, "requests/submitted.html", {"case": case})


@require_http_methods(["GET", "POST"])
def correct_case(request: HttpRequest, number: str) -> HttpResponse:
    """補正 of a returned case by its applicant."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    policies.require_applicant(user, case, Action.RESUBMIT, now)
    if case.status != Status.RETURNED:
        messages.error(request, str(WrongOrder(Status(case.status), Action.RESUBMIT)))
        return redirect("review:case", number=number)

    def save(content: drafts.Content, moment: dt.datetime) -> str:
        try:
            drafts.correct(case_id=case.pk, applicant=user, content=content, now=moment)
            messages.success(request, f"已補正後送出 {number}")
        except WrongOrder as refusal:
            messages.error(request, str(refusal))
        return reverse("review:case", args=[number])

    return _fill_in(request, case=case, heading=f"補正 {number}", save=save)


@require_http_methods(["GET", "POST"])
def withdraw_case(request: HttpRequest, number: str) -> HttpResponse:
    """撤回, after a confirm page."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    policies.require_applicant(user, case, Action.WITHDRAW, now)
    if request.method == "POST":
        try:
            drafts.withdraw(case_id=case.pk, applicant=user, now=now)
            messages.success(request, f"已撤回 {number}")
        except WrongOrder as refusal:
            messages.error(request, str(refusal))
        return redirect("review:case", number=number)
    return render(request, "requests/withdraw.html", {"case": case, "shown": selectors.shown_as(case)})

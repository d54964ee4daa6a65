"""What the asking side does with a case that was sent: 補正, 撤回, 同案由再申請."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from requests import policies, selectors
from requests.choices import Action, Need, Status
from requests.forms import EnteringForm, initial_again, initial_entry_again, initial_from
from requests.services import drafts
from requests.transitions import WrongOrder
from requests.views import reading
from requests.views.asking import check_url
from requests.views.filling import entering_form, fill_in, own_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_http_methods(["GET", "POST"])
def correct_case(request: HttpRequest, number: str) -> HttpResponse:
    """補正 of a returned case by its applicant, or by 承辦人 for one who asked on paper."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    policies.require_applicant(user, case, Action.RESUBMIT, now)
    if case.need == Need.AGENCY:
        return redirect("review:agency-letter", number=number)
    if case.status != Status.RETURNED:
        messages.error(request, str(WrongOrder(Status(case.status), Action.RESUBMIT)))
        return redirect("review:case", number=number)
    form = own_form(request, initial=initial_from(case), now=now, case=case)

    def save(content: drafts.Content) -> str:
        try:
            drafts.correct(case_id=case.pk, applicant=user, content=content, now=now)
            messages.success(request, f"已補正後送出 {number}")
        except WrongOrder as refusal:
            messages.error(request, str(refusal))
        return reverse("review:case", args=[number])

    asked = case.approvals.filter(action=Action.RETURN_TO_APPLICANT).order_by("-at", "-pk").first()
    return fill_in(
        request,
        form,
        save=save,
        now=now,
        heading=f"補正 {number}",
        back_to=number,
        case=case,
        attachments=case.attachments.all(),
        correction=asked,
        correction_due=selectors.correction_due(case),
        applied_on=case.received_at,
    )


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


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, number: str) -> HttpResponse:
    """同案由再申請: a second period is a second case, with everything else copied (ruling 20)."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    policies.require_applicant(user, case, Action.SUBMIT, now)
    if case.need == Need.AGENCY:
        return redirect("review:agency-new")
    files = list(case.attachments.all())
    if case.applicant_id == user.pk:
        policies.require_may_ask(user, now)
        form = own_form(request, initial=initial_again(case), now=now, case=case)
    else:
        form = entering_form(request, initial=initial_entry_again(case, now), now=now, case=case)

    def save(content: drafts.Content) -> str:
        if isinstance(form, EnteringForm):
            entry = drafts.Entry(**form.entry())
            return check_url(
                drafts.save_entry(handler=user, entry=entry, content=content, key=None, now=now, copied=files)
            )
        return check_url(drafts.save_draft(applicant=user, content=content, key=None, now=now, copied=files))

    return fill_in(request, form, save=save, now=now, heading="同案由再申請", back_to=number, attachments=files)

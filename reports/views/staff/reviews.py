"""年度帳號及權限清查: the list, one with its accounts, its signatures, its paper (附表十: 帳號管理)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import services
from accounts.selectors import the_school, typed
from printing.views import furniture, pdf_response
from reports import policies
from reports.choices import Verdict
from reports.documents import render_review
from reports.models import AccountReview, ReviewedAccount
from reports.selectors.reviews import lines_of, review_due
from reports.services import staff
from reports.views.staff.acting import proof_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

LONGEST_NOTE = 200


@require_http_methods(["GET", "POST"])
def reviews_page(request: HttpRequest) -> HttpResponse:
    """Every year's review; by POST 承辦人 begins this year's."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_reviews(user, now))
    if request.method == "POST":
        try:
            review = staff.open_review(actor=user, now=now)
        except staff.StaffError as error:
            messages.error(request, str(error))
            return redirect("reports:reviews")
        return redirect("reports:review", pk=review.pk)
    context = {
        "reviews": AccountReview.objects.all(),
        "may_open": policies.may_check_review(user, now),
        "is_due": review_due(now),
    }
    return render(request, "reports/reviews.html", context)


@require_http_methods(["GET", "POST"])
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: 承辦人 marks every account, signs; 處室主管 signs. The button says which."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_reviews(user, now))
    review = get_object_or_404(AccountReview, pk=pk)
    kept = typed(request, now)
    lines = [_said(line, kept) for line in lines_of(review)]
    problem, proof = "", proof_of(request, now)
    if request.method == "POST":
        wanted = request.POST.get("act")
        marks = wanted in ("save", "check")
        allowed = policies.may_check_review(user, now) if marks else policies.may_sign_review(user, review, now)
        policies.require(allowed=allowed, why=staff.BY_ANOTHER)
        found = {line.pk: staff.Found(line.verdict, line.note) for line in lines}
        try:
            if wanted != "save":
                services.prove(request, proof, now)
            if marks:
                staff.mark_accounts(review_id=pk, found=found, is_checked=wanted == "check", actor=user, now=now)
            else:
                staff.sign_review(review_id=pk, actor=user, now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            problem = str(error)
        else:
            messages.success(request, "已儲存。")
            return redirect("reports:review", pk=pk)
    context = {
        "review": review,
        "lines": lines,
        "verdicts": Verdict.choices,
        "may_mark": not review.signed_at and policies.may_check_review(user, now),
        "may_sign": review.checked_at and not review.signed_at and policies.may_sign_review(user, review, now),
        "problem": problem,
        "proof": proof,
    }
    return render(request, "reports/review.html", context, status=422 if problem or proof.errors else 200)


@require_GET
def review_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The review on paper, with who signed it."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_reviews(user, now))
    review = get_object_or_404(AccountReview, pk=pk)
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:review", args=[pk]))
    return pdf_response(render_review(review, lines_of(review), the_school().short_name, paper), f"{review}.pdf")


def _said(line: ReviewedAccount, given: Mapping[str, str] | None) -> ReviewedAccount:
    """Return the line with what was typed for it; what is no verdict is none."""
    if given is not None and f"verdict-{line.pk}" in given:
        said = given[f"verdict-{line.pk}"]
        line.verdict = said if said in Verdict.values else ""
        line.note = given.get(f"note-{line.pk}", "").strip()[:LONGEST_NOTE]
    return line

"""One report: explained and signed by 承辦人, signed or returned by 處室主管; read and printed as it was signed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from accounts import services
from accounts.selectors import typed
from printing.views import furniture, pdf_response
from reports import policies
from reports.choices import ReportState
from reports.documents.compliance import Head, render_compliance
from reports.forms.periods import ReturnForm
from reports.models import ComplianceReport
from reports.rules import CLAUSES, OWN_RULES
from reports.selectors.compliance import Asked, Wondering, questions, shown
from reports.selectors.reporting import frozen_questions, results_of, span_of
from reports.services import reporting
from reports.views.reporting.drawing import Links
from reports.views.staff.acting import proof_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from accounts.forms import ProofForm
    from accounts.models import User
    from reports.rules import Question, Result

SAVE, CHECK, RETURN, SIGN = "save", "check", "return", "sign"
DONE = {SAVE: "說明已儲存。", CHECK: "已簽署並送處室主管。", RETURN: "已退回承辦人。", SIGN: "報告已簽核。"}
NO_REASON = "退回請填寫理由，二百字以內。"
PARTS = ("explanation", "measures")
KEYS = {duty.key for duty in (*CLAUSES, *OWN_RULES)}


@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; the button says what is done."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_compliance(user, now))
    report = get_object_or_404(ComplianceReport, pk=pk)
    proof, problem, found = proof_of(request, now), "", None
    back = ReturnForm(request.POST if request.POST.get("act") == RETURN else None)
    if request.method == "POST":
        try:
            done = _act(request, report, proof, back, user, now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except reporting.ReportError as error:
            problem = str(error)
            found = error.results if isinstance(error, reporting.Unexplained) else None
        else:
            messages.success(request, DONE[done])
            return redirect("reports:compliance-report", pk=pk)
    context = _context(report, user, now, typed(request, now), found) | {
        "problem": problem,
        "proof": proof,
        "back": back,
    }
    return render(request, "reports/compliance_report.html", context, status=422 if problem or proof.errors else 200)


def _act(
    request: HttpRequest, report: ComplianceReport, proof: ProofForm, back: ReturnForm, user: User, now: dt.datetime
) -> str:
    """Do what the button says; what none says is saving. Raises NotProven, ReportError, PermissionDenied."""
    wanted = request.POST.get("act", "")
    wanted = wanted if wanted in DONE else SAVE
    said = _said(request.POST)
    if wanted == SAVE:
        reporting.explain(report_id=report.pk, said=said, actor=user, now=now)
        return wanted
    signs = wanted in (RETURN, SIGN)
    signatory = policies.signs_reports(user, report, now) if signs else policies.prepares_reports(user, now)
    policies.require_signatory(signatory, policies.NOT_YOUR_PAGE)
    if wanted == RETURN and not back.is_valid():
        raise reporting.ReportError(NO_REASON)
    services.prove(request, proof, now)
    if wanted == CHECK:
        reporting.check_report(report_id=report.pk, said=said, actor=user, now=now)
    elif wanted == SIGN:
        reporting.sign_report(report_id=report.pk, actor=user, now=now)
    else:
        reporting.return_report(report_id=report.pk, reason=back.cleaned_data["reason"], actor=user, now=now)
    return wanted


def _said(given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what was typed of each duty the page asked about."""
    keys = [name.removeprefix("explanation-") for name in given if name.startswith("explanation-")]
    return {key: {part: _plain(given.get(f"{part}-{key}", "")) for part in PARTS} for key in keys if key in KEYS}


def _plain(text: str) -> str:
    """Return a text without characters no column takes."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _context(
    report: ComplianceReport, user: User, now: dt.datetime, kept: Mapping[str, str] | None, found: list[Result] | None
) -> dict[str, object]:
    asked = Asked(span_of(report), now)
    is_draft = report.state == ReportState.DRAFT
    results = shown(results_of(report, now) if found is None else found, user, now)
    results = _typed_again(results, kept) if is_draft and kept is not None else results
    links = Links(user, now)
    may_sign = report.state == ReportState.CHECKED and policies.signs_reports(user, report, now) is not None
    return {
        "report": report, "span": asked.span, "parts": links.parts(results),
        "broken": sum(one.is_broken for one in results),
        "questions": links.questions(_questions(report, asked)),
        "may_explain": is_draft and policies.prepares_reports(user, now) is not None,
        "may_sign": may_sign, "longest": reporting.LONGEST,
    }  # fmt: skip


def _typed_again(results: Iterable[Result], kept: Mapping[str, str]) -> list[Result]:
    """Return results with what was typed and not taken."""
    said = _said(kept)
    return [one if one.is_withheld else one.explained(said.get(one.duty.key, {})) for one in results]


def _questions(report: ComplianceReport, asked: Asked) -> list[Question]:
    if report.state == ReportState.DRAFT:
        return questions(asked, Wondering(asked.last))
    return frozen_questions(report)


@require_GET
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on paper; once 承辦人 has signed, as it was then."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_compliance(user, now))
    report = get_object_or_404(ComplianceReport, pk=pk)
    asked = Asked(span_of(report), now)
    results = shown(results_of(report, now), user, now)
    school, frozen = accounts.the_school().short_name, report.content
    head = Head(
        school, frozen.get("plan") or asked.terms.title, span_of(report), report.checked_at or now,
        dt.date.fromisoformat(frozen["began"]) if frozen else asked.began,
    )  # fmt: skip
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:compliance-report", args=[pk]))
    return pdf_response(render_compliance(head, results, _questions(report, asked), paper, report), f"{report}.pdf")

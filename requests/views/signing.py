"""The confirm page of a signatory: what the paper will say, the opinion, the proof of person (rulings 1, 4, 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from accounts.services.proof import NotProven, prove
from files.services import FileRefused, store
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import Action, Proposal, SigningManner, Verdict
from requests.documents.decision import proposed_lines
from requests.forms import PaperSignatureForm, SigningForm
from requests.forms.signing import initial_signing
from requests.services import chain
from requests.services.errors import ReviewError
from requests.transitions import WrongOrder
from requests.views import reading
from requests.views.confirming import proof_of_person
from requests.views.overtaking import overtaken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.forms import ProofForm
    from accounts.models import PlanStep, User
    from requests.models import ReviewRequest


@require_http_methods(["GET", "POST"])
def sign_case(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm and take the current step."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    step = selectors.current_step(case)
    signatory = policies.signs_now(user, case, step, now) if step else None
    if signatory is None and (too_late := overtaken(request, case, user, now)):
        return too_late
    if step is None:
        messages.info(request, f"{number} 目前沒有待簽核的關卡")
        return redirect("review:case", number=number)
    if signatory is None:
        raise policies.NotYourStep(step.title)
    steps = selectors.signed_at_once(user, case, now)
    initial = initial_signing(case, request.GET, user)
    form = SigningForm(accounts.typed(request, now), case=case, step=step, initial=initial)
    proof = proof_of_person(request, case, now)

    def sign() -> None:
        chain.sign(case_id=case.pk, actor=user, signing=_signing(form), now=now)

    if request.method == "POST" and form.is_valid() and _done(request, form, proof, now, sign):
        messages.success(request, f"已{_word(form)} {number}")
        return redirect("home")
    lines = reading.paper_lines(form, selectors.last_signature(case), steps, signatory, now)
    page = {
        "choices": reading.choices(case, steps),
        "cells": lines,
        "signatory": signatory,
        "submit_note": "送出後系統會通知下一關或申請人，並記錄您的帳號、時間與來源。",
    }
    return _confirm_page(request, case, form, proof, page | _headings(form, step))


@require_http_methods(["GET", "POST"])
def record_paper(request: HttpRequest, number: str) -> HttpResponse:
    """紙本核章登錄: 承辦人 records what was signed on paper, with its scan."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    policies.require_handler(user, case, "登錄紙本核章", now)
    step = selectors.current_step(case)
    if step is None and (too_late := overtaken(request, case, user, now)):
        return too_late
    if step is None:
        messages.info(request, f"{number} 目前沒有待簽核的關卡")
        return redirect("review:case", number=number)
    signs = {one.pk for one in selectors.signatories(case, now)} - (set() if case.entered_by_id else {user.pk})
    people = [one for one in accounts.people_in_use(local_date(now)) if one.pk in signs]
    people.sort(key=lambda one: one == user)  # what one signed oneself, before typing the case in, is the exception
    initial = initial_signing(case, request.GET) | {"signed_at": now, "signatory": people[0] if people else None}
    form = PaperSignatureForm(
        accounts.typed(request, now), request.FILES or None, case=case, step=step, initial=initial, people=people
    )
    proof = proof_of_person(request, case, now)

    def record() -> None:
        try:
            scan = store(upload=form.cleaned_data["scan"], now=now)
        except FileRefused as refusal:
            raise chain.PaperRefused("scan", str(refusal)) from refusal
        paper = chain.PaperSignature(form.cleaned_data["signatory"], form.cleaned_data["signed_at"], scan)
        chain.record_paper_signature(case_id=case.pk, recorder=user, paper=paper, signing=_signing(form), now=now)

    if request.method == "POST" and form.is_valid() and _done(request, form, proof, now, record):
        messages.success(request, f"已登錄 {number} 的紙本核章，並通知核章人")
        return redirect("review:case", number=number)
    page = {
        "choices": reading.choices(case, [step]),
        "cells": [],
        "is_paper": True,
        "nobody": not people,
        "submit_note": "送出後系統會通知核章人；與事實不符時，核章人得於七日內提出異議。",
    }
    return _confirm_page(request, case, form, proof, page | _headings(form, step, manner=SigningManner.PAPER))


def _done(request: HttpRequest, form: SigningForm, proof: ProofForm, now: dt.datetime, act: Callable[[], None]) -> bool:
    """Prove the person, then act; on refusal the forms say why and everything typed stays."""
    try:
        prove(request, proof, now)
        act()
    except NotProven as refusal:
        proof.add_error(refusal.field, str(refusal))
    except ReviewError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        if isinstance(refusal, chain.StaleCase):
            form.has_read_again()
    except WrongOrder as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def _signing(form: SigningForm) -> chain.Signing:
    grant = form.grant()
    return chain.Signing(**form.signing(), grant=chain.Grant(**grant) if grant else None)


def _headings(form: SigningForm, step: PlanStep, *, manner: SigningManner = SigningManner.ONLINE) -> dict[str, str]:
    if form.chosen_action is None:
        return {
            "heading": f"{step.title}：請選擇" if manner == SigningManner.ONLINE else "紙本核章登錄：請選擇紙本上的決定"
        }
    word = _word(form)
    if manner == SigningManner.PAPER:
        return {"heading": f"登錄紙本核章：{word}", "button": "登錄紙本核章"}
    return {"heading": f"確認{word}", "button": f"確認{word}" if form.chosen_proposal else f"確認{word}並送出"}


def _word(form: SigningForm) -> str:
    action, proposal = form.chosen_action or Action.PROPOSE, form.chosen_proposal
    return f"{Proposal(proposal).label}並{action.label}" if proposal else action.label


def _confirm_page(
    request: HttpRequest, case: ReviewRequest, form: SigningForm, proof: ProofForm, page: dict[str, Any]
) -> HttpResponse:
    before = selectors.last_word(case)
    context = page | {
        "case": case,
        "form": form,
        "proof": proof,
        "action": form.chosen_action,
        "asks_about_copy": case.wants_copy and form.chosen_action == Action.PROPOSE,
        "grants_everything": form.verdict == Verdict.EVERYTHING,
        "previous": reading.said(before),
        "earlier": [reading.said(act) for act in selectors.earlier_words(case)],
        "proposed": proposed_lines(before) if before else (),
        "consultations": case.consultations.all(),
    }
    return render(request, "requests/sign.html", context, status=422 if form.errors or proof.errors else 200)

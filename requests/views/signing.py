"""The confirm page of a signatory: what the paper will say, the opinion, the proof of person (rulings 1, 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms import ProofForm
from accounts.services.proof import NotProven, prove
from requests import policies, selectors
from requests.choices import Action, Proposal
from requests.forms import SigningForm
from requests.services import chain
from requests.transitions import WrongOrder
from requests.views import reading

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import PlanStep, User
    from accounts.selectors import Signatory
    from requests.models import ReviewRequest


def _initial(request: HttpRequest, case: ReviewRequest) -> dict[str, object]:
    """Prefill from the link that was tapped, and from the proposal before ("如擬" is one tap)."""
    action = request.GET.get("action", "")
    return {
        "action": action if action in Action.values else "",
        "proposal": request.GET.get("proposal", ""),
        "acts_seen": case.approvals.count(),
        "phrases": ["如擬"] if action == Action.APPROVE and _was_proposed(case) else [],
    }


def _was_proposed(case: ReviewRequest) -> bool:
    last = case.approvals.filter(is_current=True).order_by("-at", "-pk").first()
    return last is not None and last.proposal == Proposal.APPROVE


@require_http_methods(["GET", "POST"])
def sign_case(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm and take the current step."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    step = selectors.current_step(case)
    if step is None:
        messages.info(request, f"{number} 目前沒有待簽核的關卡")
        return redirect("review:case", number=number)
    signatory = policies.require_signatory(user, case, step, now)
    minutes = case.plan.proof_minutes if case.plan else 0
    form = SigningForm(request.POST or None, initial=_initial(request, case))
    proof = ProofForm(request=request, minutes=minutes, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            prove(request, proof, now)
            signing = _signing(form)
            chain.sign(case_id=case.pk, actor=user, signing=signing, now=now)
        except NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except (chain.StaleCase, chain.OpinionNeeded, WrongOrder) as refusal:
            form.add_error("opinion" if isinstance(refusal, chain.OpinionNeeded) else None, str(refusal))
        else:
            messages.success(request, f"已{_word(signing.action, signing.proposal)} {number}")
            return redirect("home")
    return _confirm_page(request, case, form, proof, (step, signatory, now))


def _signing(form: SigningForm) -> chain.Signing:
    data = form.cleaned_data
    proposal = Proposal(data["proposal"]) if data["proposal"] else None
    opinion = "。".join([*data["phrases"], data["opinion"]]) if data["phrases"] else data["opinion"]
    return chain.Signing(action=Action(data["action"]), proposal=proposal, opinion=opinion, acts_seen=data["acts_seen"])


def _confirm_page(
    request: HttpRequest,
    case: ReviewRequest,
    form: SigningForm,
    proof: ProofForm,
    at: tuple[PlanStep, Signatory, dt.datetime],
) -> HttpResponse:
    step, signatory, now = at
    action, proposal = _chosen(form)
    word = _word(action, proposal) if action else ""
    context = {
        "case": case, "form": form, "proof": proof, "action": action, "signatory": signatory,
        "heading": f"確認{word}" if action else f"{step.title}：請選擇",
        "button": f"確認{word}並送出" if action != Action.PROPOSE else f"確認{word}",
        "choices": reading.choices(case),
        "needs_opinion": not (action == Action.APPROVE or proposal == Proposal.APPROVE),
        "lines": reading.paper_lines(action, proposal, step, signatory, now),
        "previous": reading.said(case.approvals.filter(is_current=True).order_by("-at", "-pk").first()),
    }  # fmt: skip
    return render(request, "requests/sign.html", context, status=422 if form.errors or proof.errors else 200)


def _chosen(form: SigningForm) -> tuple[Action | None, Proposal | None]:
    action, proposal = str(form["action"].value() or ""), str(form["proposal"].value() or "")
    return (
        Action(action) if action in Action.values else None,
        Proposal(proposal) if proposal in Proposal.values else None,
    )


def _word(action: Action, proposal: Proposal | None) -> str:
    return f"{proposal.label}並{action.label}" if proposal else action.label

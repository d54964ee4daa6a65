"""The confirm page of a signatory: what the paper will say, the opinion, the proof of person (rulings 1, 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms import ProofForm
from accounts.services import NotProven, prove
from requests import policies, selectors
from requests.choices import Action, Proposal, Status
from requests.forms import SigningForm
from requests.services import chain
from requests.transitions import WrongOrder, signing_actions

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest

QUICK_OPINIONS = ("如擬", "依個資法規定辦理", "請先備份影像")


def _initial(request: HttpRequest, case: ReviewRequest) -> dict[str, object]:
    """Prefill from the link that was tapped, and from the proposal before ("如擬" is one tap)."""
    action = request.GET.get("action", "")
    return {
        "action": action if action in Action.values else "",
        "proposal": request.GET.get("proposal", ""),
        "acts_seen": case.approvals.count(),
    }


@require_http_methods(["GET", "POST"])
def sign_case(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm and take the current step."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    step = selectors.current_step(case)
    if step is None:
        messages.info(request, f"{number} 目前沒有待簽核的關卡")
        return redirect("review:case", number=number)
    signatory = policies.require_signatory(user, case, step, now)
    minutes = case.plan.proof_minutes if case.plan else 0
    form = SigningForm(request.POST or None, initial=_initial(request, case))
    proof = ProofForm(request.POST or None, request=request, minutes=minutes, now=now)
    if request.method == "POST" and form.is_valid() and proof.is_valid():
        try:
            prove(request=request, form=proof, now=now)
            chain.sign(case_id=case.pk, actor=user, signing=_signing(form), now=now)
        except NotProven as refusal:
            proof.add_error(None, str(refusal))
        except (chain.StaleCase, chain.OpinionNeeded, WrongOrder) as refusal:
            form.add_error("opinion" if isinstance(refusal, chain.OpinionNeeded) else None, str(refusal))
        else:
            messages.success(request, f"已{_done(form)} {number}")
            return redirect("home")
    return _confirm_page(request, case, form, proof, {"step": step, "signatory": signatory})


def _signing(form: SigningForm) -> chain.Signing:
    data = form.cleaned_data
    proposal = Proposal(data["proposal"]) if data["proposal"] else None
    return chain.Signing(
        action=Action(data["action"]), proposal=proposal, opinion=data["opinion"], acts_seen=data["acts_seen"]
    )


def _done(form: SigningForm) -> str:
    proposal = form.cleaned_data["proposal"]
    action = Action(form.cleaned_data["action"]).label
    return f"{Proposal(proposal).label}並{action}" if proposal else action


def _choices(case: ReviewRequest) -> list[tuple[str, str]]:
    """Return label and query of everything the current step may do, for the page 「其他決定」."""
    choices: list[tuple[str, str]] = []
    for action in signing_actions(Status(case.status), selectors.step_kind(case), case.step):
        if action == Action.PROPOSE:
            choices += [(f"{one.label}並陳核", f"action={action}&proposal={one}") for one in Proposal]
        else:
            choices.append((action.label, f"action={action}"))
    return choices


def _confirm_page(
    request: HttpRequest, case: ReviewRequest, form: SigningForm, proof: ProofForm, more: dict[str, object]
) -> HttpResponse:
    action = str(form["action"].value() or "")
    proposal = str(form["proposal"].value() or "")
    context = {
        "case": case, "form": form, "proof": proof, "quick_opinions": QUICK_OPINIONS,
        "action": Action(action) if action in Action.values else None,
        "proposal": Proposal(proposal) if proposal in Proposal.values else None,
        "choices": _choices(case),
        "previous": case.approvals.filter(is_current=True).order_by("-at", "-pk").first(), **more,
    }  # fmt: skip
    return render(request, "requests/sign.html", context, status=422 if form.errors or proof.errors else 200)

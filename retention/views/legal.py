"""Pages: 法定留存 — proposed by 處室主管, decided by 校長."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms import ProofForm
from accounts.selectors import typed
from printing.rules import local_date
from retention import policies, rules, services
from retention.choices import ProposalDecision
from retention.forms import DecisionForm, LegalForm, NewLegalForm
from retention.models import HoldProposal
from retention.views.doing import Page, act, proof_minutes, reader
from retention.views.holds import reads_proposal, shown_hold

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

AT_ONCE = "送出後影像立即暫時留存，並由校長核定為法定留存；核定前不會因屆期而解除。"


def _proposer(request: HttpRequest) -> tuple[User, dt.datetime]:
    user, now = reader(request)
    policies.require(policies.proposes(user, now), "處室主管", "提出法定留存")
    return user, now


def _ground(form: LegalForm) -> services.LegalGround:
    return services.LegalGround(**{name: form.cleaned_data[name] for name in LegalForm.base_fields})


@require_http_methods(["GET", "POST"])
def propose_legal_hold(request: HttpRequest) -> HttpResponse:
    """提出法定留存 of footage nothing keeps yet."""
    user, now = _proposer(request)
    form = NewLegalForm(typed(request, now), now=now, initial={"review_on": rules.latest_review(local_date(now))})
    page = Page(
        "提出法定留存", "送校長核定", reverse("retention:holds"), "留存", AT_ONCE, "已送校長核定，影像已暫時留存"
    )

    def propose() -> None:
        wanted = services.Wanted(**{name: form.cleaned_data[name] for name in ("cameras", "starts_at", "ends_at")})
        services.propose_legal_hold(wanted=wanted, ground=_ground(form), user=user, now=now)

    return act(request, form, page, propose)


@require_http_methods(["GET", "POST"])
def propose_for_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """提出法定留存 of what a 暫時留存 keeps."""
    user, now = reader(request)
    held = shown_hold(user, hold_id, now).hold
    policies.require(policies.proposes(user, now, held), services.PROPOSER, "提出法定留存")
    form = LegalForm(typed(request, now), initial={"review_on": rules.latest_review(local_date(now))})
    url = reverse("retention:hold", args=[held.pk])
    page = Page("提出法定留存", "送校長核定", url, f"留存 {held.pk}", AT_ONCE, "已送校長核定", held)
    return act(
        request, form, page,
        lambda: services.propose_for_hold(hold_id=held.pk, ground=_ground(form), user=user, now=now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal; 校長 decides on it, others read it. Who sits there for him only because he keeps out decides as he would."""
    user, now = cast("User", request.user), timezone.now()
    found = get_object_or_404(HoldProposal.objects.prefetch_related("hold__cameras"), pk=proposal_id)
    decides = policies.decides(user, found.proposed_account, now, found.hold)
    reads = policies.reads_holds(user, now)
    if not decides and not (reads and reads_proposal(found, shown_hold(user, found.hold_id, now), user, now)):
        raise Http404
    if found.decided_at or (request.method == "GET" and not decides):
        return render(request, "retention/proposal.html", {"proposal": found, "hold": found.hold})
    policies.require(decides, services.DECIDERS, "核定這項提案")
    back = (
        (reverse("retention:hold", args=[found.hold_id]), f"留存 {found.hold_id}")
        if reads
        else (reverse("home"), "首頁")
    )
    form = DecisionForm(typed(request, now))
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    page = Page(
        f"核定{found.get_kind_display()}", "確認核定並送出", *back, done="已核定", hold=found.hold, proposal=found,
    )  # fmt: skip
    return act(
        request, form, page,
        lambda: services.decide_proposal(
            proposal_id=found.pk, decision=ProposalDecision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"], user=user, now=now,
        ),
        proof=proof,
    )  # fmt: skip

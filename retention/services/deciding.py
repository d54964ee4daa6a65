"""校長 decides on a 法定留存 and on its end (ruling 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_date
from retention import policies
from retention.choices import HoldKind, ProposalDecision, ProposalKind
from retention.models import Hold, HoldProposal
from retention.selectors import HOLDS, PROPOSALS
from retention.services.alarms import keep_reviews
from retention.services.holds import write_release
from retention.services.locks import lock_against_destruction
from retention.services.people import HoldError, as_actor
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor

DECIDERS = "校長或其代理人（提出人及應迴避者除外）"


@transaction.atomic
def decide_proposal(
    *, proposal_id: int, decision: ProposalDecision, reason: str, user: User, now: dt.datetime
) -> HoldProposal:
    """Agree to a proposal, which takes effect at once, or refuse it: then the hold stays what it was.

    Raises HoldError when it was decided before or a refusal has no reason, NotYourHold for who proposed it.
    """
    lock_against_destruction()
    proposal = HoldProposal.objects.select_for_update(no_key=True).get(pk=proposal_id)
    if proposal.decided_at:
        raise HoldError("這項提案已經決定，可能已由他人處理。")
    by = policies.require(
        policies.decides(user, proposal.proposed_account, now, proposal.hold), DECIDERS, "核定這項提案"
    )
    if decision == ProposalDecision.REFUSED and not reason.strip():
        raise HoldError("不同意時，請填寫理由。", field="reason")
    hold = Hold.objects.select_for_update(no_key=True).get(pk=proposal.hold_id)
    if hold.released_at and decision == ProposalDecision.AGREED:
        raise HoldError("這件留存已經解除，同意也不再留存影像；請選不同意，並由處室主管另行提出法定留存。")
    actor = as_actor(by, now)
    _write_decision(proposal, decision, reason.strip(), user, actor, now)
    agreed = decision == ProposalDecision.AGREED
    if agreed:
        _take_effect(hold, proposal, actor, now)
    _tell_proposer(proposal, now)
    _record(proposal, actor, now)
    if agreed:
        _record_effect(hold, proposal, actor, now)
    return proposal


def _write_decision(
    proposal: HoldProposal, decision: ProposalDecision, reason: str, user: User, actor: Actor, now: dt.datetime
) -> None:
    proposal.decision, proposal.decision_reason = decision, reason
    proposal.decided_by, proposal.decided_account, proposal.decided_at = actor.name, user.username, now
    proposal.save(update_fields=["decision", "decision_reason", "decided_by", "decided_account", "decided_at"])


def _take_effect(hold: Hold, proposal: HoldProposal, actor: Actor, now: dt.datetime) -> None:
    if proposal.kind == ProposalKind.RELEASE:
        write_release(hold, proposal.reason, actor, now)
        keep_reviews(now)
        return
    hold.kind, hold.basis = HoldKind.LEGAL, proposal.basis
    hold.document_number, hold.review_on = proposal.document_number, proposal.review_on
    hold.save(update_fields=["kind", "basis", "document_number", "review_on"])


def _tell_proposer(proposal: HoldProposal, now: dt.datetime) -> None:
    notify(
        recipients=User.objects.filter(username=proposal.proposed_account),
        text=f"{proposal.get_kind_display()}（留存 {proposal.hold_id}）：校長{proposal.get_decision_display()}",
        url=reverse("retention:hold", args=[proposal.hold_id]),
        subject=f"留存 {proposal.hold_id}",
        now=now,
    )


def _record(proposal: HoldProposal, actor: Actor, now: dt.datetime) -> None:
    said = PROPOSALS.said(proposal)
    if proposal.decision == ProposalDecision.AGREED:
        ledger.append(verb=Verb.HOLD_PROPOSAL_AGREED, actor=actor, now=now, **said)
    else:
        detail = {"reason": proposal.decision_reason}
        ledger.append(verb=Verb.HOLD_PROPOSAL_REFUSED, actor=actor, detail=detail, now=now, **said)


def _record_effect(hold: Hold, proposal: HoldProposal, actor: Actor, now: dt.datetime) -> None:
    said = HOLDS.said(hold)
    if proposal.kind == ProposalKind.RELEASE:
        detail = {"reason": proposal.reason}
        ledger.append(verb=Verb.HOLD_RELEASED, actor=actor, detail=detail, now=now, **said)
        return
    review = long_date(proposal.review_on) if proposal.review_on else ""
    words = {"document": proposal.document_number, "review": review}
    ledger.append(verb=Verb.HOLD_MADE_LEGAL, actor=actor, detail=words, now=now, **said)

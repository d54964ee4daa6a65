"""法定留存: 處室主管 proposes it, its review and its end; 校長 decides (肆、四; ruling 14). Nobody does both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date
from retention import policies, rules
from retention.choices import HoldKind, HoldOrigin, ProposalKind
from retention.models import Hold, HoldProposal
from retention.selectors import HOLDS, PROPOSALS
from retention.services.alarms import keep_reviews
from retention.services.holds import record_placed, write_hold
from retention.services.people import HoldError, as_actor
from retention.services.releasing import is_of_a_hidden_case
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from cameras.models import Camera
    from ledger.services import Actor

PROPOSER = "處室主管（應迴避者除外）"


@dataclass(frozen=True, slots=True)
class LegalGround:
    """On what a 法定留存 rests (肆、四): the law or the investigation, the document, and when to look at it again."""

    basis: str
    document_number: str
    review_on: dt.date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose footage, from when until when."""

    cameras: Collection[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime


@transaction.atomic
def propose_for_hold(*, hold_id: int, ground: LegalGround, user: User, now: dt.datetime) -> HoldProposal:
    """Propose that a 暫時留存 become a 法定留存; meanwhile it keeps. Raises HoldError, NotYourHold."""
    hold = _locked(hold_id)
    _require_kind(hold, HoldKind.TEMPORARY)
    by = policies.require(policies.proposes(user, now, hold), PROPOSER, "提出法定留存")
    actor = as_actor(by, now)
    if is_of_a_hidden_case(hold) and not hold.is_coded:
        hold.is_coded = True  # else, resting on a document, it would pass for one of no case
        hold.save(update_fields=["is_coded"])
    proposal = _propose(hold, ground, actor, now)
    _record_proposed(proposal, actor, now)
    if hold.is_coded:
        ledger.append(verb=Verb.HOLD_CODED, actor=actor, now=now, **HOLDS.said(hold))
    return proposal


@transaction.atomic
def propose_legal_hold(*, wanted: Wanted, ground: LegalGround, user: User, now: dt.datetime) -> HoldProposal:
    """Keep the footage at once as 暫時留存 and propose a 法定留存 of it. Raises HoldError, NotYourHold."""
    by = policies.require(policies.proposes(user, now), PROPOSER, "提出法定留存")
    return _place_and_propose(wanted, ground, HoldOrigin.PROPOSAL, as_actor(by, now), now)


@transaction.atomic
def propose_from_shell(*, wanted: Wanted, ground: LegalGround, actor: Actor, now: dt.datetime) -> HoldProposal:
    """The same as the operator of the shell, whom the ledger names; 校長 decides on the page. Raises HoldError."""
    return _place_and_propose(wanted, ground, HoldOrigin.SHELL, actor, now)


def _place_and_propose(
    wanted: Wanted, ground: LegalGround, origin: HoldOrigin, actor: Actor, now: dt.datetime
) -> HoldProposal:
    if not wanted.cameras:
        raise HoldError("請選擇攝影機。", field="cameras")
    if wanted.ends_at <= wanted.starts_at:
        raise HoldError("迄必須晚於起。", field="ends_at")
    hold, backup = write_hold(
        wanted.cameras, actor, now, starts_at=wanted.starts_at, ends_at=wanted.ends_at, origin=origin,
        reason=f"提出法定留存：{ground.basis}"[:200],
    )  # fmt: skip
    proposal = _propose(hold, ground, actor, now)
    record_placed(hold, backup, actor, now)
    _record_proposed(proposal, actor, now)
    return proposal


@transaction.atomic
def propose_release(*, hold_id: int, reason: str, user: User, now: dt.datetime) -> HoldProposal:
    """Propose that a 法定留存 end; it keeps until 校長 agrees. Raises HoldError, NotYourHold."""
    hold = _locked(hold_id)
    _require_kind(hold, HoldKind.LEGAL)
    by = policies.require(policies.proposes(user, now, hold), PROPOSER, "提出解除法定留存")
    if not reason.strip():
        raise HoldError("請填寫解除理由。", field="reason")
    actor = as_actor(by, now)
    proposal = _write_proposal(hold, actor, now, kind=ProposalKind.RELEASE, reason=reason.strip())
    detail = {"reason": proposal.reason}
    ledger.append(verb=Verb.HOLD_RELEASE_PROPOSED, actor=actor, detail=detail, now=now, **PROPOSALS.said(proposal))
    return proposal


@transaction.atomic
def prolong_review(*, hold_id: int, review_on: dt.date, reason: str, user: User, now: dt.datetime) -> Hold:
    """Record that a 法定留存 was looked at and is still needed, until the next review. Raises HoldError, NotYourHold."""
    hold = _locked(hold_id)
    _require_kind(hold, HoldKind.LEGAL)
    by = policies.require(policies.proposes(user, now, hold), PROPOSER, "檢討法定留存")
    _require_review(review_on, now)
    if not reason.strip():
        raise HoldError("請填寫繼續留存的理由。", field="reason")
    hold.review_on = review_on
    hold.save(update_fields=["review_on"])
    keep_reviews(now)
    words = {"review": long_date(review_on), "reason": reason.strip()}
    actor = as_actor(by, now)
    ledger.append(verb=Verb.HOLD_REVIEWED, actor=actor, detail=words, now=now, **HOLDS.said(hold))
    return hold


def _locked(hold_id: int) -> Hold:
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.released_at:
        raise HoldError("這件留存已經解除。")
    return hold


def _require_kind(hold: Hold, kind: HoldKind) -> None:
    if hold.kind != kind:
        raise HoldError(f"這件留存是{hold.get_kind_display()}，不適用。")
    if hold.proposals.filter(decided_at=None).exists():
        raise HoldError("這件留存已有提案待校長核定。")


def _require_review(review_on: dt.date, now: dt.datetime) -> None:
    today = local_date(now)
    latest = rules.latest_review(today)
    if not today < review_on <= latest:
        raise HoldError(f"檢討日須在今天之後、至遲 {long_date(latest)}（12 個月內）。", field="review_on")


def _propose(hold: Hold, ground: LegalGround, actor: Actor, now: dt.datetime) -> HoldProposal:
    for field, text, name in (("basis", ground.basis, "依據"), ("document_number", ground.document_number, "依據文號")):
        if not text.strip():
            raise HoldError(f"請填寫{name}。", field=field)
    _require_review(ground.review_on, now)
    return _write_proposal(
        hold, actor, now, kind=ProposalKind.LEGAL, basis=ground.basis.strip(), review_on=ground.review_on,
        document_number=ground.document_number.strip(),
    )  # fmt: skip


def _write_proposal(hold: Hold, actor: Actor, now: dt.datetime, **columns: object) -> HoldProposal:
    proposal = HoldProposal.objects.create(
        hold=hold, proposed_by=actor.name, proposed_account=actor.account or actor.name, proposed_at=now, **columns
    )
    notify(
        recipients=policies.deciders(proposal.proposed_account, now, hold),
        text=f"請核定{proposal.get_kind_display()}（留存 {hold.pk}）",
        url=reverse("retention:proposal", args=[proposal.pk]),
        subject=f"留存 {hold.pk}",
        now=now,
    )
    return proposal


def _record_proposed(proposal: HoldProposal, actor: Actor, now: dt.datetime) -> None:
    words = {"basis": proposal.basis, "document": proposal.document_number, "review": _review(proposal)}
    ledger.append(verb=Verb.HOLD_PROPOSED, actor=actor, detail=words, now=now, **PROPOSALS.said(proposal))


def _review(proposal: HoldProposal) -> str:
    return long_date(proposal.review_on) if proposal.review_on else ""

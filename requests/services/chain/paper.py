"""紙本核章登錄: a step signed on paper is recorded with its scan, and who signed may object (ruling 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import StepKind
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_moment
from requests import policies, rules, selectors, transitions
from requests.choices import Action, SigningManner, Status
from requests.models import Approval
from requests.services.chain.errors import PaperRefused
from requests.services.chain.notices import send, tell_signatories
from requests.services.chain.signing import WORDS, OnPaper, open_steps, take_step
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest
    from requests.services.chain.content import Signing


@dataclass(frozen=True)
class PaperSignature:
    """Who signed on paper, when, and the scan of what was signed."""

    signatory: User
    signed_at: dt.datetime
    scan: StoredFile


@transaction.atomic
def record_paper_signature(
    *, case_id: int, recorder: User, paper: PaperSignature, signing: Signing, now: dt.datetime
) -> ReviewRequest:
    """Record a step that `paper.signatory` signed on paper; he is told and may object for seven days.

    `recorder` is 承辦人, no party, and another person than who signed. Raises StaleCase, WrongOrder, NotTheHandler,
    NotYourStep when that person could not sign the step, SigningRefused.
    """
    case = locked(case_id)
    policies.require_handler(recorder, case, "登錄紙本核章", now)
    _check(case, recorder, paper, now)
    steps = open_steps(case, paper.signatory, signing, paper.signed_at)
    signatory = policies.require_signatory(paper.signatory, case, steps[0], paper.signed_at)
    on_paper = OnPaper(recorded_by=recorder, recorded_at=now, scan=paper.scan)
    approval = take_step(case, steps, signatory, signing, at=paper.signed_at, now=now, on_paper=on_paper)
    until = short_moment(approval.recorded_at + rules.OBJECTION_PERIOD if approval.recorded_at else now)
    text = f"已登錄您於 {short_moment(approval.at)} 就調閱申請 {case.number} 的紙本核章，如與事實不符，請於 {until} 前提出異議"
    send([paper.signatory], case, text, now)
    ledger.append(
        verb=Verb.PAPER_SIGNED,
        actor=accounts.in_words(recorder, now),
        detail={
            "signatory": f"{signatory.title}{signatory.user.name}",
            "at": short_moment(paper.signed_at),
            "word": WORDS.get(signing.action, signing.label),
        },
        now=now,
        **selectors.CASES.said(case),
    )
    return case


def _check(case: ReviewRequest, recorder: User, paper: PaperSignature, now: dt.datetime) -> None:
    if paper.signatory == recorder:
        raise PaperRefused("signatory", "您自己的簽核請直接線上辦理，不以紙本核章登錄。")
    if paper.signed_at > now:
        raise PaperRefused("signed_at", "核章時間不能在未來，請確認日期與時間。")
    last = case.approvals.order_by("-at", "-pk").first()
    earliest = last.at if last else case.submitted_at
    if earliest and paper.signed_at < earliest:
        raise PaperRefused("signed_at", f"核章時間不能早於前一次簽核（{short_moment(earliest)}）。")


def may_dispute(approval: Approval, user: User, now: dt.datetime) -> bool:
    """Say whether `user` may still object to `approval`: his own paper signature, in force, within seven days."""
    return (
        approval.manner == SigningManner.PAPER
        and approval.actor_id == user.pk
        and approval.is_current
        and not approval.same_as_left
        and approval.recorded_at is not None
        and now <= approval.recorded_at + rules.OBJECTION_PERIOD
    )


@transaction.atomic
def dispute_paper_signature(*, approval_id: int, actor: User, reason: str, now: dt.datetime) -> ReviewRequest:
    """Object to a paper signature recorded in one's name: it and what followed no longer count, the step is open again.

    Raises PaperRefused, WrongOrder.
    """
    case = locked(Approval.objects.values_list("review_request_id", flat=True).get(pk=approval_id))
    approval = case.approvals.get(pk=approval_id)
    if not may_dispute(approval, actor, now):
        raise PaperRefused("reason", "只有被登錄核章的人，在登錄後七日內可以提出異議。")
    if not reason.strip():
        raise PaperRefused("reason", "請填寫異議理由，例如：未曾於該日核章。")
    kind = selectors.step_kind(case)
    case.status = transitions.next_status(Status(case.status), StepKind(kind) if kind else None, Action.OBJECT)
    told = {one.pk: one for one in (*selectors.asked_by(case, now), *selectors.chain_people(case, now))}
    case.step, case.decided_at, case.decided_on = approval.step, None, None
    case.save(update_fields=["status", "step", "decided_at", "decided_on"])
    case.approvals.filter(step__gte=approval.step, is_current=True).update(is_current=False)
    approval.objected_at, approval.objection, approval.is_current = now, reason.strip(), False
    approval.save(update_fields=["objected_at", "objection", "is_current"])
    text = f"調閱申請 {case.number} 的紙本核章登錄經本人提出異議，該關重新簽核"
    send([one for one in told.values() if one != actor], case, text, now)
    tell_signatories(case, now)
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.PAPER_DISPUTED, actor=words, now=now, **selectors.CASES.said(case))
    return case

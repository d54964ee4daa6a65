"""紙本核章登錄: a step signed on paper is recorded with its scan, and who signed may object (ruling 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_moment
from requests import policies, rules, selectors, transitions
from requests.choices import Action, SigningManner, Status
from requests.models import Approval
from requests.services.chain.errors import PaperRefused
from requests.services.chain.notices import send, tell_signatories
from requests.services.chain.signing import WORDS, OnPaper, open_steps, take_step
from requests.services.chain.undoing import last_act, stands, undo
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest
    from requests.services.chain.content import Signing


OWN_SIGNATURE = "您自己的簽核請直接線上辦理；只有代填以前已簽在紙本上的，才以紙本核章登錄。"


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

    `recorder` is 承辦人, no party, and another person than who signed, except for what he signed himself before he typed
    the case in from paper. Raises StaleCase, WrongOrder, NotTheHandler, NotYourStep when that person could not sign the
    step, SigningRefused.
    """
    case = locked(case_id)
    policies.require_handler(recorder, case, "登錄紙本核章", now)
    _check(case, recorder, paper, now)
    steps = open_steps(case, paper.signatory, signing, paper.signed_at)
    signatory = policies.require_signatory(paper.signatory, case, steps[0], paper.signed_at)
    on_paper = OnPaper(recorded_by=recorder, recorded_at=now, scan=paper.scan)
    approval = take_step(case, steps, signatory, signing, at=paper.signed_at, now=now, on_paper=on_paper)
    until = short_moment(now + rules.OBJECTION_PERIOD)
    text = f"已登錄您於 {short_moment(approval.at)} 就調閱申請 {case.number} 的紙本核章，如與事實不符，請於 {until} 前提出異議"
    send([paper.signatory] if paper.signatory != recorder else [], case, text, now)
    words = accounts.in_words(recorder, now)
    ledger.append(verb=Verb.FILE_STORED, actor=words, subject=file_in_words(paper.scan), now=now)
    ledger.append(
        verb=Verb.PAPER_SIGNED,
        actor=words,
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
    if paper.signatory == recorder and not _was_signed_before_typing(case, paper):
        raise PaperRefused("signatory", OWN_SIGNATURE)
    if paper.signed_at > now:
        raise PaperRefused("signed_at", "核章時間不能在未來，請確認日期與時間。")
    earliest = _ready_to_sign_at(case)
    if earliest and paper.signed_at < earliest:
        raise PaperRefused("signed_at", f"核章時間不能早於收件、補正或前一次簽核（{short_moment(earliest)}）。")


def _was_signed_before_typing(case: ReviewRequest, paper: PaperSignature) -> bool:
    """Say whether the case came from paper and was signed there before anybody could sign it on a screen."""
    typed_at = case.submitted_at if case.entered_by_id else None
    return typed_at is not None and paper.signed_at < typed_at


def _ready_to_sign_at(case: ReviewRequest) -> dt.datetime | None:
    """Return since when the paper can have been signed: 收件, the last 補正 or the last act."""
    last = last_act(case)
    moments = (case.received_at, case.corrected_at, last.at if last else None)
    return max((moment for moment in moments if moment), default=None)


def may_dispute(approval: Approval, user: User, now: dt.datetime) -> bool:
    """Say whether `user` may still object to `approval`: his own paper signature that stands, within seven days."""
    case = approval.review_request
    return (
        approval.manner == SigningManner.PAPER
        and approval.actor_id == user.pk
        and not approval.same_as_left
        and approval.recorded_at is not None
        and now <= approval.recorded_at + rules.OBJECTION_PERIOD
        and (case.status, selectors.step_kind(case), Action.OBJECT) in transitions.TABLE
        and user.pk not in policies.parties(case)
        and stands(case, approval)
    )


@transaction.atomic
def dispute_paper_signature(*, approval_id: int, actor: User, reason: str, now: dt.datetime) -> ReviewRequest:
    """Object to a paper signature recorded in one's name: it and what followed no longer count, the step is open again.

    Raises PaperRefused, WrongOrder.
    """
    case = locked(Approval.objects.values_list("review_request_id", flat=True).get(pk=approval_id))
    approval = case.approvals.get(pk=approval_id)
    target = transitions.next_status(Status(case.status), selectors.step_kind(case), Action.OBJECT)
    if not may_dispute(approval, actor, now):
        raise PaperRefused("reason", "只有被登錄核章的人，在登錄後七日內可以提出異議。")
    if not reason.strip():
        raise PaperRefused("reason", "請填寫異議理由，例如：未曾於該日核章。")
    told = _who_hears_of_it(case, now)
    case.status = target
    undo(case, approval)
    approval.objected_at, approval.objection = now, reason.strip()
    approval.save(update_fields=["objected_at", "objection"])
    text = f"調閱申請 {case.number} 的紙本核章登錄經本人提出異議，該關重新簽核"
    send([one for one in told if one != actor], case, text, now)
    tell_signatories(case, now)
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.PAPER_DISPUTED, actor=words, now=now, **selectors.CASES.said(case))
    return case


def _who_hears_of_it(case: ReviewRequest, now: dt.datetime) -> list[User]:
    chain = [one for one in selectors.chain_people(case, now) if policies.may_know(one, case)]
    return [*selectors.asked_by(case, now), *chain]

"""Taking one step of the chain (rulings 1, 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import Role, StepKind
from ledger import origin
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors, transitions
from requests.choices import DECIDED, Action, SigningManner, Status
from requests.models import Approval, PartialGrant
from requests.services.chain.content import Signing, carries_remedy, check_content, check_standing, copy_granted
from requests.services.chain.errors import StaleCase
from requests.services.chain.notices import tell
from requests.services.records import freeze, locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import PlanStep, User
    from accounts.selectors import Signatory
    from files.models import StoredFile
    from requests.models import ReviewRequest

WORDS = {Action.APPROVE: "准予調閱", Action.PARTLY_APPROVE: "部分准予", Action.REFUSE: "不予核准"}


@dataclass(frozen=True)
class OnPaper:
    """Where an act was signed on paper: who recorded it, when, and the scan (ruling 4)."""

    recorded_by: User
    recorded_at: dt.datetime
    scan: StoredFile


@transaction.atomic
def sign(*, case_id: int, actor: User, signing: Signing, now: dt.datetime) -> ReviewRequest:
    """Take one step of the chain and record it; neighbouring steps one holds are signed with it (ruling 2).

    On failure nothing has changed. Raises StaleCase, WrongOrder, NotYourStep, SigningRefused.
    """
    case = locked(case_id)
    steps = open_steps(case, actor, signing, now)
    signatory = policies.require_signatory(actor, case, steps[0], now)
    take_step(case, steps, signatory, signing, at=now, now=now)
    verb, detail = in_the_ledger(signing)
    words = accounts.in_words(actor, now, role=steps[0].get_role_display(), acting_for=_name(signatory.acting_for))
    ledger.append(verb=verb, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return case


def open_steps(case: ReviewRequest, signer: User, signing: Signing, at: dt.datetime) -> list[PlanStep]:
    """Return the steps that one act of `signer` takes at `at`. Raises StaleCase, WrongOrder, NotYourStep."""
    if selectors.acts_on(case) != signing.acts_seen:
        raise StaleCase(case)
    step = selectors.current_step(case)
    if step is None:
        raise transitions.WrongOrder(Status(case.status), signing.action)
    steps = selectors.signed_at_once(signer, case, at)
    if not steps:
        raise policies.NotYourStep(step.title)
    return steps if signing.signs else steps[:1]


def take_step(
    case: ReviewRequest,
    steps: list[PlanStep],
    signatory: Signatory,
    signing: Signing,
    *,
    at: dt.datetime,
    now: dt.datetime,
    on_paper: OnPaper | None = None,
) -> Approval:
    """Write the act on `steps`, move the case, freeze it and leave the notices; return the act. The caller records it.

    `at` is when it was signed, `now` when it is written. Raises WrongOrder, SigningRefused.
    """
    last = steps[-1]
    target = _target(case, steps, signing)
    check_content(case, steps[0], signing)
    if signing.signs:
        check_standing(case, signing, goes_to_decision=target in DECIDED or _decides_next(case, last))
    approval = _record(case, steps[0], signatory, signing, at, on_paper)
    for step in steps[1:]:
        _record_same(approval, step)
    _move(case, steps, target, signing.action, at)
    approval.snapshot = freeze(case, now)
    approval.save(update_fields=["snapshot"])
    if target in DECIDED:
        case.decided_on = approval.snapshot
        case.save(update_fields=["decided_on"])
    tell(case, signing.action, now)
    return approval


def _target(case: ReviewRequest, steps: list[PlanStep], signing: Signing) -> Status:
    status, kind = Status(case.status), StepKind(steps[-1].kind)
    target = transitions.next_status(status, kind, signing.action)
    if signing.action not in transitions.signing_actions(status, kind, steps[0].order):
        raise transitions.WrongOrder(status, signing.action)
    if (signing.action == Action.PROPOSE) != (signing.proposal is not None):
        raise transitions.WrongOrder(status, signing.action)
    return target


def _decides_next(case: ReviewRequest, last: PlanStep) -> bool:
    return any(step.order == last.order + 1 and step.kind == StepKind.DECIDES for step in selectors.steps_ahead(case))


def _record(
    case: ReviewRequest,
    step: PlanStep,
    signatory: Signatory,
    signing: Signing,
    at: dt.datetime,
    on_paper: OnPaper | None,
) -> Approval:
    decides = signing.action in transitions.DECISIONS
    approval = Approval.objects.create(
        review_request=case,
        step=step.order,
        action=signing.action,
        proposal=signing.proposal or "",
        actor=signatory.user,
        actor_name=signatory.user.name,
        actor_title=signatory.title,
        role=Role(step.role),
        acting_for=signatory.acting_for,
        acting_for_note=signatory.note,
        opinion=signing.opinion.strip(),
        origin=origin.current(),
        at=at,
        is_current=signing.signs,
        is_necessary=signing.is_necessary or "" if step.order == 1 else "",
        grounds=list(signing.grounds) if signing.is_no else [],
        grants_copy=copy_granted(case, signing) or "",
        copy_answer=signing.copy_answer.strip() if decides and case.wants_copy else "",
        remedy=accounts.remedy_of(case.plan) if decides and case.plan and carries_remedy(case, signing) else "",
        manner=SigningManner.PAPER if on_paper else SigningManner.ONLINE,
        recorded_by=on_paper.recorded_by if on_paper else None,
        recorded_at=on_paper.recorded_at if on_paper else None,
        scan=on_paper.scan if on_paper else None,
    )
    if signing.is_partial and signing.grant:
        grant = PartialGrant.objects.create(
            approval=approval,
            starts_at=signing.grant.starts_at,
            ends_at=signing.grant.ends_at,
            manner=signing.grant.manner,
            conditions=signing.grant.conditions.strip(),
        )
        grant.cameras.set(signing.grant.cameras)
    return approval


def _record_same(act: Approval, step: PlanStep) -> None:
    """The neighbouring step the same person holds: signed by the same act, printed 「（兼）同左」."""
    Approval.objects.create(
        review_request=act.review_request,
        step=step.order,
        action=act.action,
        proposal=act.proposal,
        actor=act.actor,
        actor_name=act.actor_name,
        actor_title=act.actor_title,
        role=Role(step.role),
        origin=act.origin,
        at=act.at,
        same_as_left=True,
        manner=act.manner,
        recorded_by=act.recorded_by,
        recorded_at=act.recorded_at,
        scan=act.scan,
    )


def _move(case: ReviewRequest, steps: list[PlanStep], target: Status, action: Action, at: dt.datetime) -> None:
    """Write where the case now stands. A returned case remembers the step that asked: 補正 comes back to it."""
    case.status = target
    if action == Action.PROPOSE:
        case.step = steps[-1].order + 1
    elif action == Action.RETURN_TO_PREVIOUS:
        case.step = _step_before(case, steps[0])
        case.approvals.filter(step__gte=case.step, is_current=True).update(is_current=False)
    elif target in DECIDED:
        case.step, case.decided_at = 0, at
    case.save(update_fields=["status", "step", "decided_at"])


def _step_before(case: ReviewRequest, step: PlanStep) -> int:
    """Return the step that is asked again: the one before, or the first of several that were signed as one."""
    signed_as_one = {act.step for act in case.approvals.filter(is_current=True, same_as_left=True)}
    before = step.order - 1
    while before in signed_as_one:
        before -= 1
    return before


def in_the_ledger(signing: Signing) -> tuple[Verb, dict[str, str]]:
    """Return the verb and the words under which an act is written into the ledger."""
    if signing.proposal:
        return Verb.CASE_PROPOSED, {"word": signing.proposal.label}
    if signing.action in WORDS:
        return Verb.CASE_DECIDED, {"word": WORDS[signing.action]}
    to = "申請人" if signing.action == Action.RETURN_TO_APPLICANT else "前一關"
    return Verb.CASE_RETURNED, {"to": to}


def _name(user: User | None) -> str:
    return user.name if user else ""

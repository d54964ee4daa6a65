"""The approval chain: 承辦人 and 處室主管 propose, the last step decides (ruling 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import Role
from ledger import origin
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, short_moment
from requests import policies, selectors, transitions
from requests.choices import Action, Proposal, Status
from requests.models import Approval
from requests.services.records import case_url, freeze, locked
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import PlanStep, User
    from accounts.selectors import Signatory
    from requests.models import ReviewRequest


class StaleCase(Exception):
    """Somebody acted since the page was opened; the typed opinion is kept by the page."""

    def __init__(self, case: ReviewRequest) -> None:
        last = case.approvals.order_by("-at", "-pk").first()
        done = (
            f"{last.actor_title}{last.actor_name}於 {short_moment(last.at)}「{last.get_action_display()}」"
            if last
            else "有人處理"
        )
        super().__init__(f"此案已由{done}。您填寫的意見仍保留在下方，請確認案件最新狀態。")


class OpinionNeeded(ValueError):
    """Anything but 核准 and 擬准 must say why."""

    def __init__(self, action: str) -> None:
        super().__init__(f"請填寫意見：「{action}」須敘明理由。")


@dataclass(frozen=True)
class Signing:
    """What a signatory sends: the action, for a proposing step what is proposed, and the opinion.

    `acts_seen` is the number of acts on the page the person read; another number means somebody was faster.
    """

    action: Action
    proposal: Proposal | None
    opinion: str
    acts_seen: int


WORDS = {Action.APPROVE: "准予調閱", Action.REFUSE: "不予核准"}


@transaction.atomic
def sign(*, case_id: int, actor: User, signing: Signing, now: dt.datetime) -> ReviewRequest:
    """Take one step of the chain and record it. On failure nothing has changed.

    Raises StaleCase, WrongOrder, NotYourStep, OpinionNeeded.
    """
    case = locked(case_id)
    if case.approvals.count() != signing.acts_seen:
        raise StaleCase(case)
    step = selectors.current_step(case)
    if step is None:
        raise transitions.WrongOrder(Status(case.status), signing.action)
    target = _checked_target(case, step, signing)
    signatory = policies.require_signatory(actor, case, step, now)
    approval = _record(case, step, signatory, signing, now)
    _move(case, step, target, signing.action, now)
    approval.snapshot = freeze(case, now)
    approval.save(update_fields=["snapshot"])
    if target in (Status.APPROVED, Status.REFUSED):
        case.decided_on = approval.snapshot
        case.save(update_fields=["decided_on"])
    _tell(case, signing.action, now)
    verb, detail = _in_the_ledger(signing, case)
    words = accounts.in_words(actor, now, role=step.get_role_display(), acting_for=_name(signatory.acting_for))
    ledger.append(verb=verb, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return case


def _checked_target(case: ReviewRequest, step: PlanStep, signing: Signing) -> Status:
    status = Status(case.status)
    target = transitions.next_status(status, selectors.step_kind(case), signing.action)
    if signing.action not in transitions.signing_actions(status, selectors.step_kind(case), step.order):
        raise transitions.WrongOrder(status, signing.action)
    if (signing.action == Action.PROPOSE) != (signing.proposal is not None):
        raise transitions.WrongOrder(status, signing.action)
    is_yes = signing.action == Action.APPROVE or signing.proposal == Proposal.APPROVE
    if not is_yes and not _own_words(signing.opinion):
        raise OpinionNeeded(signing.proposal.label if signing.proposal else signing.action.label)
    return target


def _own_words(opinion: str) -> str:
    """Return the opinion without the phrases that give no reason: 「如擬」 alone refuses nobody."""
    return opinion.strip().strip("。").removeprefix("如擬").strip("。， ")


def _record(case: ReviewRequest, step: PlanStep, signatory: Signatory, signing: Signing, now: dt.datetime) -> Approval:
    return Approval.objects.create(
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
        at=now,
        is_current=signing.action in (Action.PROPOSE, Action.APPROVE, Action.REFUSE),
    )


def _move(case: ReviewRequest, step: PlanStep, target: Status, action: Action, now: dt.datetime) -> None:
    """Write where the case now stands. A returned case remembers the step that asked: 補正 comes back to it."""
    case.status = target
    if action == Action.PROPOSE:
        case.step = step.order + 1
    elif action == Action.RETURN_TO_PREVIOUS:
        case.step = step.order - 1
        case.approvals.filter(step=case.step, is_current=True).update(is_current=False)
    elif target in (Status.APPROVED, Status.REFUSED):
        case.step, case.decided_at = 0, now
    case.save(update_fields=["status", "step", "decided_at"])


def _tell(case: ReviewRequest, action: Action, now: dt.datetime) -> None:
    """Tell whose turn it is now; a decision also goes to the applicant."""
    if action in (Action.PROPOSE, Action.RETURN_TO_PREVIOUS):
        step = selectors.current_step(case)
        text = f"請簽核調閱申請 {case.number}：{step.title if step else ''}"
        notify(recipients=selectors.signatories(case, now), text=text, url=case_url(case), subject=str(case), now=now)
        return
    text = {
        Action.APPROVE: f"調閱申請 {case.number} 已核准",
        Action.REFUSE: f"調閱申請 {case.number} 不予核准",
        Action.RETURN_TO_APPLICANT: f"調閱申請 {case.number} 請補正",
    }[action]
    notify(recipients=[case.applicant], text=text, url=case_url(case), subject=str(case), now=now)
    if action == Action.APPROVE:
        handlers = [one for one in accounts.people_with(Role.HANDLER, local_date(now)) if policies.may_know(one, case)]
        text = f"調閱申請 {case.number} 已核准，請安排調閱"
        notify(recipients=handlers, text=text, url=case_url(case), subject=str(case), now=now)


def _in_the_ledger(signing: Signing, case: ReviewRequest) -> tuple[Verb, dict[str, str]]:
    if signing.proposal:
        return Verb.CASE_PROPOSED, {"word": signing.proposal.label}
    if signing.action in WORDS:
        return Verb.CASE_DECIDED, {"word": WORDS[signing.action]}
    to = "申請人" if signing.action == Action.RETURN_TO_APPLICANT else "前一關"
    return Verb.CASE_RETURNED, {"to": to}


def _name(user: User | None) -> str:
    return user.name if user else ""

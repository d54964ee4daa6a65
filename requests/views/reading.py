"""What the pages of a case say, made from its facts: the chain as people read it, what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import Action, Proposal, Status
from requests.documents import signature_lines
from requests.documents.filling import printed_word
from requests.transitions import signing_actions

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import PlanStep, User
    from accounts.selectors import Signatory
    from requests.models import Approval, ReviewRequest


def open_case(user: User, number: str, now: dt.datetime) -> ReviewRequest:
    """Return the case and record that `user` reads it. Raises Http404; shows nothing that was not recorded (肆、一)."""
    case = policies.get_case(user, number, now)
    ledger.append_reading(verb=Verb.CASE_READ, actor=accounts.in_words(user, now), subject=str(case), now=now)
    return case


SIGNS = (Action.PROPOSE, Action.APPROVE, Action.REFUSE)


@dataclass(frozen=True)
class Said:
    """What a step said: who, the word, the opinion, and the tone it is shown in."""

    who: str
    word: str
    opinion: str
    kind: str


@dataclass(frozen=True)
class FlowStep:
    """One row of 簽核流程."""

    state: str
    title: str
    who: str
    at: dt.datetime | None = None
    acting_for: str = ""
    quote: str = ""
    number: int = 0


def word_of(act: Approval) -> str:
    """Return 擬准, 核准, 退回補正 … as people say it."""
    return Proposal(act.proposal).label if act.proposal else Action(act.action).label


def said(act: Approval | None) -> Said | None:
    """Return the act as the next step reads it."""
    if act is None:
        return None
    kind = {Proposal.REFUSE: "warn"}.get(Proposal(act.proposal), "") if act.proposal else ""
    return Said(f"{act.actor_title} {act.actor_name}", word_of(act), act.opinion, kind)


def flow(case: ReviewRequest, acts: list[Approval], waiting: list[User], reader: User) -> list[FlowStep]:
    """Return the chain: what was done in the order it happened, who is waited for, what is still to come."""
    rows = [FlowStep("done", "提出申請", f"{case.applicant_title} {case.applicant_name}", case.submitted_at)]
    steps = list(case.plan.steps.all()) if case.plan else []
    titles = {step.order: step.title for step in steps}
    rows += [_done(act, titles.get(act.step, "")) for act in acts]
    if case.status == Status.IN_REVIEW:
        now_step, *later = [step for step in steps if step.order >= case.step]
        people = "、".join(f"{one.name}（您）" if one == reader else one.name for one in waiting)
        nobody = "目前沒有人可以簽核，請系統管理人員設定職務或代理人"
        rows.append(FlowStep("now", now_step.title, people or nobody, number=now_step.order))
        rows += [FlowStep("todo", step.title, "", number=step.order) for step in later]
    return rows


def _done(act: Approval, title: str) -> FlowStep:
    quote = f"{word_of(act)}：{act.opinion}" if act.opinion else word_of(act)
    state = "done" if act.action in SIGNS else "returned"
    return FlowStep(state, title, f"{act.actor_title} {act.actor_name}", act.at, act.acting_for_note, quote)


def choices(case: ReviewRequest) -> list[tuple[str, str, bool]]:
    """Return label, query and whether it is the main act, of everything the current step may do."""
    offered: list[tuple[str, str, bool]] = []
    for action in signing_actions(Status(case.status), selectors.step_kind(case), case.step):
        if action == Action.PROPOSE:
            offered += [
                (f"{one.label}並陳核", f"action={action}&proposal={one}", one == Proposal.APPROVE) for one in Proposal
            ]
        else:
            offered.append((action.label, f"action={action}", action == Action.APPROVE))
    return offered


def paper_lines(
    action: Action | None, proposal: Proposal | None, step: PlanStep, signatory: Signatory, now: dt.datetime
) -> tuple[str, ...]:
    """Return what the step's cell of 附錄1 will print (ruling 19); nothing when the act signs nothing."""
    if action not in SIGNS or (action == Action.PROPOSE and proposal is None):
        return ()
    return signature_lines(
        title=signatory.title,
        name=signatory.user.name,
        word=printed_word(action, proposal or "", step.order),
        at=now,
        acting_for_note=signatory.note,
    )

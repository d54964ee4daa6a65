"""What the pages of a case say, made from its facts: the chain as people read it, what may be done next."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts import selectors as accounts
from accounts.choices import StepKind
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, rules, selectors
from requests.choices import Action, Need, Proposal, SigningManner, Status, Verdict
from requests.documents import signature_lines
from requests.documents.signatures import SAME_AS_LEFT, printed_word
from requests.services.chain.recall import recallable
from requests.transitions import TABLE, signing_actions, verdict

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import PlanStep, User
    from accounts.selectors import Signatory
    from requests.forms import SigningForm
    from requests.models import Approval, ReviewRequest


def open_case(user: User, number: str, now: dt.datetime) -> ReviewRequest:
    """Return the case and record that `user` reads it. Raises Http404; shows nothing that was not recorded (肆、一)."""
    case = policies.get_case(user, number, now)
    ledger.append_reading(verb=Verb.CASE_READ, actor=accounts.in_words(user, now), subject=str(case), now=now)
    return case


@dataclass(frozen=True)
class Choice:
    """One way to take the current step: label, query of its confirm page, how much it grants, whether it is the main one."""

    label: str
    query: str
    verdict: Verdict | None
    is_main: bool = False


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
    note: str = ""
    scan_url: str = ""


def word_of(act: Approval) -> str:
    """Return 擬准, 核准, 退回補正 … as people say it."""
    return Proposal(act.proposal).label if act.proposal else Action(act.action).label


def said(act: Approval | None) -> Said | None:
    """Return the act as the next step reads it."""
    if act is None:
        return None
    kind = "" if verdict(Action(act.action), _proposal(act)) == Verdict.EVERYTHING else "warn"
    return Said(f"{act.actor_title} {act.actor_name}", word_of(act), act.opinion, kind)


def _proposal(act: Approval) -> Proposal | None:
    return Proposal(act.proposal) if act.proposal else None


def flow(case: ReviewRequest, acts: list[Approval], waiting: list[User], reader: User) -> list[FlowStep]:
    """Return the chain: what was done in the order it happened, who is waited for, what is still to come."""
    asker = rules.ERASED if case.erased_at else f"{case.applicant_title} {case.applicant_name}"
    rows = [FlowStep("done", "提出申請", asker, case.submitted_at)]
    steps = selectors.chain_of(case)
    titles = {step.order: step.title for step in steps}
    done = _done if policies.reads_deliberation(reader, case) else _done_for_applicant
    told = (done(act, titles.get(act.step, "")) for act in acts if act.is_current or not act.same_as_left)
    rows += [row for row in told if row]
    if case.corrected_at:
        rows.append(FlowStep("done", "補正後送出", asker, case.corrected_at))
        rows.sort(key=lambda row: row.at or case.created_at)
    if case.status == Status.IN_REVIEW:
        now_step, *later = [step for step in steps if step.order >= case.step]
        people = "、".join(f"{one.name}（您）" if one == reader else one.name for one in waiting)
        nobody = "目前沒有人可以簽核，請系統管理人員設定職務或代理人"
        rows.append(FlowStep("now", now_step.title, people or nobody, number=now_step.order))
        rows += [FlowStep("todo", step.title, "", number=step.order) for step in later]
    if case.closed_at:
        rows.append(FlowStep("done", "結案", case.closed_by, case.closed_at))
    return rows


def _done(act: Approval, title: str) -> FlowStep:
    word = SAME_AS_LEFT if act.same_as_left else word_of(act)
    quote = f"{word}：{act.opinion}" if act.opinion else word
    signs = verdict(Action(act.action), _proposal(act)) is not None
    state = "done" if signs and act.is_current else "returned"
    who = f"{act.actor_title} {act.actor_name}"
    scan = reverse("review:attachment", args=[act.review_request.number, act.scan_id]) if act.scan_id else ""
    return FlowStep(state, title, who, act.at, act.acting_for_note, quote, note=_standing_of(act), scan_url=scan)


def _done_for_applicant(act: Approval, title: str) -> FlowStep | None:
    """Say of a step who signed it and when; in its own words only what is for the applicant."""
    row = _done(act, title)
    if policies.is_for_applicant(act):
        return dataclasses.replace(row, scan_url="")
    return dataclasses.replace(row, quote="", scan_url="") if act.is_current else None


def _standing_of(act: Approval) -> str:
    """Say what became of the act, and how it was signed when not in the browser."""
    notes = []
    if act.manner == SigningManner.PAPER and act.recorded_by:
        notes.append(f"{SigningManner.PAPER.label}，由{act.recorded_by.name}登錄")
    if act.recalled_at:
        notes.append("已抽回")
    elif act.objected_at:
        notes.append(f"本人提出異議，不計：{act.objection}")
    return "；".join(notes)


def choices(case: ReviewRequest, steps: list[PlanStep]) -> list[Choice]:
    """Return everything one act on `steps` may be; the main one is what the step before proposed, else the grant."""
    if not steps:
        return []
    actions = signing_actions(Status(case.status), StepKind(steps[-1].kind), steps[0].order)
    offered = [choice for action in actions for choice in _ways(action)]
    previous = selectors.last_signature(case)
    wanted = verdict(Action(previous.action), Proposal(previous.proposal)) if previous and previous.proposal else None
    return [
        dataclasses.replace(one, is_main=one.verdict is not None and one.verdict == (wanted or Verdict.EVERYTHING))
        for one in offered
    ]


def _ways(action: Action) -> list[Choice]:
    if action != Action.PROPOSE:
        return [Choice(action.label, f"action={action}", verdict(action, None))]
    return [Choice(f"{one.label}並陳核", f"action={action}&proposal={one}", verdict(action, one)) for one in Proposal]


def paper_lines(
    form: SigningForm, previous: Approval | None, steps: list[PlanStep], signatory: Signatory, now: dt.datetime
) -> list[tuple[str, ...]]:
    """Return what the cells of 附錄1 will print (ruling 19), one for each step signed at once; none for 退回.

    `previous` is the act in the cell to the left.
    """
    action, proposal = form.chosen_action, form.chosen_proposal
    if action is None or verdict(action, proposal) is None or not steps:
        return []
    lines = signature_lines(
        title=signatory.title,
        name=signatory.user.name,
        word=printed_word(action, proposal or "", steps[0].order, left=previous.proposal if previous else ""),
        at=now,
        acting_for_note=signatory.note,
    )
    return [lines, *((SAME_AS_LEFT,) for _ in steps[1:])]


@dataclass(frozen=True)
class OtherAct:
    """An act beside signing that is open to the reader now."""

    label: str
    route: str
    hint: str = ""


def other_acts(case: ReviewRequest, user: User, now: dt.datetime) -> list[OtherAct]:
    """Return what `user` may do to the case beside signing it; each has its own confirm page."""
    status, kind = Status(case.status), selectors.step_kind(case)
    step = selectors.current_step(case)

    def follows(action: Action) -> bool:
        return (status, kind, action) in TABLE

    works = policies.works_on(user, case, now)
    handles = works and policies.handles(user, case, now)
    signs = step is not None and policies.signs_now(user, case, step, now) is not None
    offered = [
        (recallable(case, user, now) is not None, OtherAct("抽回", "recall", "下一位處理前可以抽回")),
        (signs and follows(Action.CONSULT), OtherAct("會辦", "consult", "請其他處室表示意見")),
        (
            works
            and follows(Action.EXTEND)
            and case.extended_at is None
            and case.need != Need.AGENCY
            and case.due_at is not None
            and now <= case.due_at,
            OtherAct("展延處理期限", "extend", "一次為限，須附理由"),
        ),
        (handles and step is not None, OtherAct("登錄紙本核章", "paper", "有人在紙本上核章時")),
        (works, OtherAct("得閱覽人員" if case.is_restricted else "設為限制案", "restrict", "只有指定人員看得到")),
        (works and follows(Action.RECUSE), OtherAct("登錄迴避", "recuse", "本人或當事人為同仁時")),
        (works, OtherAct("連結同一事件", "link", "多人申請同一件事時")),
    ]
    return [act for is_open, act in offered if is_open]

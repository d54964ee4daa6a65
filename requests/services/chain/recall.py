"""抽回: the last actor takes the act back, until the next acts (house, "The case")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors, transitions
from requests.choices import Action, Status
from requests.services.chain.errors import NotRecallable
from requests.services.chain.notices import send, tell_signatories
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import Approval, ReviewRequest


@transaction.atomic
def recall(*, case_id: int, actor: User, now: dt.datetime) -> ReviewRequest:
    """Take back one's own last act: the case stands again where it stood before it.

    Raises WrongOrder, NotRecallable.
    """
    case = locked(case_id)
    act = recallable(case, actor, now)
    case.status = transitions.next_status(Status(case.status), selectors.step_kind(case), Action.RECALL)
    if act is None:
        raise NotRecallable
    waiting = selectors.asked_by(case, now) if act.action == Action.RETURN_TO_APPLICANT else []
    waiting += selectors.signatories(case, now)
    _undo(case, act)
    case.save(update_fields=["status", "step"])
    act.recalled_at = now
    act.save(update_fields=["recalled_at"])
    send([one for one in waiting if one != actor], case, f"調閱申請 {case.number} 已由前一位簽核人抽回", now)
    tell_signatories(case, now)
    ledger.append(
        verb=Verb.CASE_RECALLED,
        actor=accounts.in_words(actor, now),
        detail={"word": act.get_proposal_display() or act.get_action_display()},
        now=now,
        **selectors.CASES.said(case),
    )
    return case


def recallable(case: ReviewRequest, user: User, now: dt.datetime) -> Approval | None:
    """Return the act `user` may take back now, or None. An act is the last while nothing was done after it."""
    if (Status(case.status), selectors.step_kind(case), Action.RECALL) not in transitions.TABLE:
        return None
    if not policies.works_on(user, case, now):
        return None
    last = case.approvals.filter(same_as_left=False).order_by("-at", "-pk").first()
    if last is None or last.actor_id != user.pk or last.recalled_at or last.objected_at or last.recorded_by_id:
        return None
    stands = last.is_current if last.action == Action.PROPOSE else _is_where_it_led(case, last)
    return last if stands else None


def _is_where_it_led(case: ReviewRequest, act: Approval) -> bool:
    """Say whether the case still stands where a 退回 sent it: nobody has corrected or signed since."""
    if act.action == Action.RETURN_TO_APPLICANT:
        return case.status == Status.RETURNED
    return act.action == Action.RETURN_TO_PREVIOUS and case.status == Status.IN_REVIEW and case.step < act.step


def _undo(case: ReviewRequest, act: Approval) -> None:
    case.step = act.step
    if act.action == Action.PROPOSE:
        case.approvals.filter(step__gte=act.step, is_current=True).update(is_current=False)
        act.is_current = False
    elif act.action == Action.RETURN_TO_PREVIOUS:
        for step in range(1, act.step):
            if not case.approvals.filter(step=step, is_current=True).exists():
                taken = case.approvals.filter(step=step, action=Action.PROPOSE, recalled_at=None, objected_at=None)
                newest = taken.order_by("-at", "-pk").first()
                if newest:
                    newest.is_current = True
                    newest.save(update_fields=["is_current"])

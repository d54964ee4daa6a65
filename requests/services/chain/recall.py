"""抽回: the last actor takes the act back, until the next acts (house, "The case")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors, transitions
from requests.choices import Action, SigningManner, Status
from requests.services.chain.errors import NotRecallable
from requests.services.chain.notices import send, tell_signatories
from requests.services.chain.undoing import last_act, stands, undo
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
    target = transitions.next_status(Status(case.status), selectors.step_kind(case), Action.RECALL)
    if act is None:
        raise NotRecallable
    waiting = selectors.asked_by(case, now) if case.status == Status.RETURNED else selectors.signatories(case, now)
    case.status = target
    undo(case, act)
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
    """Return the act `user` may take back now, or None. An act is the last while nothing was done after it.

    What was signed on paper is not taken back but objected to.
    """
    if (Status(case.status), selectors.step_kind(case), Action.RECALL) not in transitions.TABLE:
        return None
    if not policies.works_on(user, case, now):
        return None
    last = last_act(case)
    if last is None or last.actor_id != user.pk or last.manner == SigningManner.PAPER:
        return None
    return last if stands(case, last) else None

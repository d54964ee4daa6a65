"""逾期未補正，續行審核: a case nobody corrected in time goes back to the step that returned it, to be decided as it is.

The 補正通知 and the page of the applicant promise it (「逾期未補正，學校得依現有資料決定」): without it a case whose applicant is
silent would wait for ever once who returned it changed post, for only he takes the 退回 back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import origin
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_date
from requests import policies, selectors, transitions
from requests.choices import Action, Status
from requests.models import Approval, ReviewRequest
from requests.services.chain.errors import NotOverdue
from requests.services.chain.notices import send, tell_signatories
from requests.services.records import case_url, freeze, locked
from work.models import Notice
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from accounts.choices import Role
    from accounts.models import User
    from accounts.selectors import Signatory

NOTHING = Outcome("沒有逾期未補正的案件")


def goes_on_as(case: ReviewRequest, user: User, now: dt.datetime) -> tuple[Role, Signatory] | None:
    """Return as what `user` may let `case` go on now, or None: before the term is over nobody may."""
    step = selectors.step_that_returned(case)
    if step is None or not selectors.is_correction_over(case, now):
        return None
    return policies.goes_on_as(user, case, step, now)


@transaction.atomic
def go_on(*, case_id: int, actor: User, now: dt.datetime) -> ReviewRequest:
    """Let a returned case go on at the step that returned it, once the term of 補正 is over; the asking side is told.

    Raises WrongOrder, NotOverdue.
    """
    case = locked(case_id)
    target = transitions.next_status(Status(case.status), None, Action.GO_ON)
    as_what = goes_on_as(case, actor, now)
    if as_what is None:
        raise NotOverdue
    role, signatory = as_what
    case.status = target
    case.save(update_fields=["status"])
    Approval.objects.create(
        review_request=case, step=case.step, action=Action.GO_ON, actor=actor, actor_name=actor.name,
        actor_title=signatory.title, role=role, acting_for=signatory.acting_for, acting_for_note=signatory.note,
        origin=origin.current(), at=now, is_current=False, snapshot=freeze(case, now),
    )  # fmt: skip
    asking = [one for one in selectors.asked_by(case, now) if one != actor]
    send(asking, case, f"調閱申請 {case.number} 逾期未補正，學校依現有資料續行審核", now)
    tell_signatories(case, now)
    absent = signatory.acting_for.name if signatory.acting_for else ""
    words = accounts.in_words(actor, now, role=role.label, acting_for=absent)
    ledger.append(verb=Verb.CASE_WENT_ON, actor=words, now=now, **selectors.CASES.said(case))
    return case


def chase_corrections(now: dt.datetime) -> Outcome:
    """Tell those who may go on with a case, once each, that its term of 補正 is over."""
    returned = ReviewRequest.objects.filter(status=Status.RETURNED).order_by("pk").values_list("pk", flat=True)
    told = sum(_chase(key, now) for key in list(returned))
    return Outcome(f"逾期未補正之通知 {told} 則", acted=True) if told else NOTHING


@transaction.atomic
def _chase(key: int, now: dt.datetime) -> int:
    case = locked(key)
    step, due = selectors.step_that_returned(case), selectors.correction_due(case)
    if step is None or due is None or now <= due:
        return 0
    text = f"調閱申請 {case.number} 已逾補正期限 {short_date(due)}，得「逾期未補正，續行審核」"
    told = set(Notice.objects.filter(url=case_url(case), text=text).values_list("recipient", flat=True))
    people = [one for one in selectors.go_on_people(case, step, now) if one.pk not in told]
    send(people, case, text, now)
    return len(people)

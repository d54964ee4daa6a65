"""補正 and 撤回: what the asking side does to a case that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import selectors, transitions
from requests.choices import Action, Status
from requests.policies import require_applicant
from requests.services.chain.notices import tell_nobody_may_sign
from requests.services.drafts.content import (
    Content,
    record_attachments,
    record_restriction,
    restrict_if_coded,
    write,
)
from requests.services.drafts.keeping import keep_corrected_footage
from requests.services.records import case_url, freeze, locked
from retention.choices import BackupOutcome
from retention.services.settling import end_backups
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


@transaction.atomic
def correct(*, case_id: int, applicant: User, content: Content, now: dt.datetime) -> ReviewRequest:
    """補正: change a returned case and send it back to the step that asked. A wider period is kept as well.

    `applicant` is who speaks for the asking side: 承辦人 for one who asked on paper. Raises WrongOrder, NotYourCase.
    """
    case = locked(case_id)
    case.status = transitions.next_status(Status(case.status), None, Action.RESUBMIT)
    require_applicant(applicant, case, Action.RESUBMIT, now)
    write(case, content)
    case.corrected_at = now
    case.save(update_fields=["status", "corrected_at"])
    actor = accounts.in_words(applicant, now)
    became_restricted = restrict_if_coded(case, now)
    freeze(case, now)
    _tell(case, selectors.signatories(case, now), f"調閱申請 {case.number} 已補正，請續辦", applicant, now)
    for step in selectors.steps_nobody_may_sign(case, now):
        tell_nobody_may_sign(case, step, now)
    record_attachments(content.attachments, actor, now)
    keep_corrected_footage(case, actor, now)
    ledger.append(verb=Verb.CASE_CORRECTED, actor=actor, now=now, **selectors.CASES.said(case))
    if became_restricted:
        record_restriction(case, actor, now)
    return case


@transaction.atomic
def withdraw(*, case_id: int, applicant: User, now: dt.datetime) -> ReviewRequest:
    """撤回, until the decision; what is kept stays kept for the plan's days. `applicant` as in `correct`.

    Before anybody has signed, the case owes no copy any more (ruling 13). Raises WrongOrder, NotYourCase.
    """
    case = locked(case_id)
    kind = selectors.step_kind(case)
    target = transitions.next_status(Status(case.status), kind, Action.WITHDRAW)
    require_applicant(applicant, case, Action.WITHDRAW, now)
    waiting = selectors.signatories(case, now)
    case.status, case.step, case.withdrawn_at = target, 0, now
    owes_no_copy = not selectors.reached_a_signature(case)
    case.no_copy_outcome = BackupOutcome.WITHDRAWN if owes_no_copy else ""
    case.save(update_fields=["status", "step", "withdrawn_at", "no_copy_outcome"])
    _tell(case, waiting, f"調閱申請 {case.number} 已由申請人撤回", applicant, now)
    actor = accounts.in_words(applicant, now)
    if owes_no_copy:
        holds = selectors.holds_of(case).values_list("pk", flat=True)
        end_backups(
            holds=list(holds), outcome=BackupOutcome.WITHDRAWN, reason="擬辦前撤回", actor=ledger.SYSTEM, now=now
        )
    ledger.append(verb=Verb.CASE_WITHDRAWN, actor=actor, now=now, **selectors.CASES.said(case))
    return case


def _tell(case: ReviewRequest, people: list[User], text: str, actor: User, now: dt.datetime) -> None:
    """Leave a notice with `people`; who acted knows already."""
    others = [person for person in people if person != actor]
    notify(recipients=others, text=text, url=case_url(case), subject=str(case), now=now)

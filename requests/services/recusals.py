"""迴避: who must keep out of a case, declared by himself or by who handles it (ruling 2; 行程法 §32, §33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors, transitions
from requests.choices import Action, RecusalGround, Status
from requests.models import Recusal
from requests.services.chain.notices import tell_nobody_may_sign, tell_signatories
from requests.services.errors import ReviewError
from requests.services.records import locked
from work.services import take_back_notices

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


class RecusalRefused(ReviewError):
    """The 迴避 cannot be entered; the sentence says why."""


@transaction.atomic
def recuse(*, case_id: int, person_id: int, ground: RecusalGround, note: str, actor: User, now: dt.datetime) -> Recusal:
    """Keep a person out of the case from now on: he neither acts on it nor sees it nor what he was told of it. For good.

    Who works on the case declares it of himself, or of a colleague who is a party or a party's representative: that
    person is not told. Acts already taken stay. Raises KeepsOut, WrongOrder, RecusalRefused.
    """
    case = locked(case_id)
    policies.require_works_on(actor, case, now)
    transitions.next_status(Status(case.status), selectors.step_kind(case), Action.RECUSE)
    person = accounts.person_in_use(person_id, local_date(now))
    if person is None:
        raise RecusalRefused("請選擇在職人員。")
    if person.pk == case.applicant_id:
        raise RecusalRefused("申請人本來就不能辦理自己的案件，不必另行登錄。")
    if ground == RecusalGround.OWN and person != actor:
        raise RecusalRefused("「自行迴避」只能由本人登錄，請選擇其他事由。")
    if person.pk in policies.recused(case):
        raise RecusalRefused("此人已登錄迴避。")
    words = accounts.in_words(actor, now)
    recusal = Recusal.objects.create(
        review_request=case, person=person, ground=ground, note=note.strip(), declared_by=words.name, at=now
    )
    take_back_notices(subject=str(case), of=[person.pk])
    _find_others(case, now)
    detail = {"ground": RecusalGround(ground).label}
    ledger.append(verb=Verb.CASE_RECUSED, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return recusal


def _find_others(case: ReviewRequest, now: dt.datetime) -> None:
    """Ask those who may sign now; for every step nobody may sign any more, ask for a deputy in time."""
    case = type(case).objects.select_related("plan", "applicant").get(pk=case.pk)
    tell_signatories(case, now)
    for step in selectors.steps_nobody_may_sign(case, now):
        if step != selectors.current_step(case):  # of that one it was told already
            tell_nobody_may_sign(case, step, now)


def colleagues(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return whom one may declare a party: everybody in use who is not out of the case already."""
    out = policies.parties(case)
    return [one for one in accounts.people_in_use(local_date(now)) if one.pk not in out]

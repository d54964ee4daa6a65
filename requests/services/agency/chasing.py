"""Letters that are owed are asked for every day; one that is late is told to 校長 (ruling 11). Each reminder once, as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.choices import Role
from printing.rules import local_date, short_moment
from requests import selectors
from requests.choices import LetterReminderKind
from requests.models import LetterReminder
from requests.services.chain.notices import send
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

NOTHING = Outcome("沒有待補送的公文")


@transaction.atomic
def chase_letters(now: dt.datetime) -> Outcome:
    """Remind 承辦人 daily of every letter that is owed, and 校長 once of one that is late."""
    owed = list(selectors.letters_owed().select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not owed:
        return NOTHING
    late = [case for case in owed if case.officer_visit.letter_due_at < now]
    told = sum(_remind(case, now) for case in owed) + sum(_alarm(case, now) for case in late)
    words = f"待補送公文 {len(owed)} 件，其中 {len(late)} 件逾期；提醒 {told} 次"
    return Outcome(words, acted=bool(told))


def _remind(case: ReviewRequest, now: dt.datetime) -> bool:
    until = short_moment(case.officer_visit.letter_due_at)
    text = f"調閱申請 {case.number} 的公文應於 {until} 前補送，請洽來文機關"
    return _once(case, LetterReminderKind.DAILY, local_date(now), text, Role.HANDLER, now)


def _alarm(case: ReviewRequest, now: dt.datetime) -> bool:
    due_on = local_date(case.officer_visit.letter_due_at)
    text = f"調閱申請 {case.number} 的公文逾期未補送，請督導"
    return _once(case, LetterReminderKind.OVERDUE, due_on, text, Role.PRINCIPAL, now)


def _once(case: ReviewRequest, kind: LetterReminderKind, day: dt.date, text: str, role: Role, now: dt.datetime) -> bool:
    _, is_new = LetterReminder.objects.get_or_create(case=case, kind=kind, day=day, defaults={"sent_at": now})
    if not is_new:
        return False
    send(selectors.in_office([role], case, now), case, text, now)
    return True

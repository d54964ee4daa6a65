"""Who handles a case, who works on it, who speaks for the asking side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role
from printing.rules import local_date
from requests.policies.asking import may_ask
from requests.policies.parties import may_know, parties
from requests.policies.seeing import CHAIN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from accounts.selectors import Seating
    from requests.choices import Action
    from requests.models import ReviewRequest


def handles(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` handles `case` as 承辦人, by appointment or as deputy; never a party to it.

    Nobody does once its personal data is erased.
    """
    if case.erased_at or user.pk in parties(case) or not may_know(user, case):
        return False
    return accounts.seating(Role.HANDLER, now).signatory(user, excluded=parties(case)) is not None


class NotTheHandler(PermissionDenied):
    """Only 承辦人 may do this to the case."""

    def __init__(self, act: str) -> None:
        super().__init__(f"只有本案承辦人可以{act}。")


def require_handler(user: User, case: ReviewRequest, act: str, now: dt.datetime) -> None:
    """Raises NotTheHandler."""
    if not handles(user, case, now):
        raise NotTheHandler(act)


class NotYourCase(PermissionDenied):
    """Only the applicant may do this, or 承辦人 for one who asked on paper."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"只有申請人可以「{action.label}」。")


def answers_for(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` speaks for the asking side: the applicant; without an account in use, 承辦人 who types in (代填).

    Who has left the school answers on paper: else a returned case would wait for ever.
    """
    if case.applicant and people.is_in_use(case.applicant, local_date(now)):
        return user.pk == case.applicant_id
    return handles(user, case, now)


def require_applicant(user: User, case: ReviewRequest, action: Action, now: dt.datetime) -> None:
    """Raises NotYourCase when `user` does not speak for the asking side."""
    if not answers_for(user, case, now):
        raise NotYourCase(action)


class KeepsOut(PermissionDenied):
    """The person is not of this case's chain, or must keep out of it."""

    def __init__(self) -> None:
        super().__init__("您不是本案的簽核或承辦人員，不能辦理。")


def works_on(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` is one of the chain who may know of `case`, also as deputy for 迴避, and no party to it.

    Nobody does once its personal data is erased.
    """
    return works_from(accounts.seatings(CHAIN, now).values(), user, case)


def works_from(seats: Iterable[Seating], user: User, case: ReviewRequest) -> bool:
    """Say the same as `works_on` for who knows the seats of the chain. Uses prefetched `readers` and `recusals`."""
    if case.erased_at or not may_know(user, case):
        return False
    keep_out = parties(case)
    return any(one.user == user for seating in seats for one in seating.without(keep_out))


def require_works_on(user: User, case: ReviewRequest, now: dt.datetime) -> None:
    """Raises KeepsOut."""
    if not works_on(user, case, now):
        raise KeepsOut


def may_see_identity(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` may ask for the whole 身分證號, with a reason: whose case it is, and who works on it."""
    return user.pk == case.applicant_id or works_on(user, case, now)


def may_be_consulted(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether another office's opinion may be asked of `person` and given by him (會辦): staff, and no party."""
    return person.pk not in parties(case) and may_ask(person, now)

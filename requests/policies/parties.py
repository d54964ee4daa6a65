"""Who must keep out of a case (迴避), and who may know of a 限制案 (ruling 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from requests.choices import Status
from requests.models import CaseReader, ReviewRequest

if TYPE_CHECKING:
    import uuid

    from accounts.models import User


def recused(case: ReviewRequest) -> set[int]:
    """Return the ids of those who must keep out of `case` (迴避). Uses prefetched `recusals`."""
    return {recusal.person_id for recusal in case.recusals.all()}


def parties(case: ReviewRequest) -> set[int]:
    """Return the ids of those who never act on `case`: the applicant, and whoever must keep out (ruling 2)."""
    return recused(case) | ({case.applicant_id} if case.applicant_id else set())


def parties_by_key(case_key: uuid.UUID) -> set[int]:
    """Return the same of the case of that key; of a key nobody knows there are none."""
    case = ReviewRequest.objects.filter(draft_key=case_key).prefetch_related("recusals").first()
    return parties(case) if case else set()


def may_know(user: User, case: ReviewRequest) -> bool:
    """Say whether one of the chain or of the consulted may know of `case`: not who keeps out, of a 限制案 only a reader.

    Who asks has found a seat or a question of his; whether without one he still reads, `seeing.visible_to` says.
    A draft is its author's alone. Uses prefetched `readers` and `recusals`.
    """
    if case.status == Status.DRAFT or user.pk in recused(case):
        return False
    return not case.is_restricted or any(reader.pk == user.pk for reader in case.readers.all())


def named_reader_of(user: User) -> Q:
    """The cases `user` is a named reader of (得閱覽人員), on whatever ground: off the table of readers, not joined to cases."""
    return Q(pk__in=CaseReader.objects.filter(user=user).values("review_request"))

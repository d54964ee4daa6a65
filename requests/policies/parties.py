"""Who must keep out of a case (迴避), and who may know of a 限制案 (ruling 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import Status

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest


def recused(case: ReviewRequest) -> set[int]:
    """Return the ids of those who must keep out of `case` (迴避). Uses prefetched `recusals`."""
    return {recusal.person_id for recusal in case.recusals.all()}


def parties(case: ReviewRequest) -> set[int]:
    """Return the ids of those who never act on `case`: the applicant, and whoever must keep out (ruling 2)."""
    return recused(case) | ({case.applicant_id} if case.applicant_id else set())


def may_know(user: User, case: ReviewRequest) -> bool:
    """Say whether one of the chain or of the consulted may know of `case`: not who keeps out, of a 限制案 only a reader.

    A draft is its author's alone. Uses prefetched `readers` and `recusals`.
    """
    if case.status == Status.DRAFT or user.pk in recused(case):
        return False
    return not case.is_restricted or any(reader.pk == user.pk for reader in case.readers.all())

"""Which words name a case somebody may not know of. `requests.policies.visible_to` decides, nobody else."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING

from django.db.models import Q, Value

from reports.rules import case_numbers_in
from requests.models import Approval, Misuse, ReviewRequest, ViewingSession
from requests.policies import cases_in_books_of, visible_to

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import User


class Asked(IntEnum):
    """What is asked of the numbers of cases."""

    KNOWN = 1
    THERE = 2
    WAITS = 3


def naming_hidden_cases(user: User, texts: Collection[str], now: dt.datetime) -> set[str]:
    """Return those of `texts` that name a case `user` may not know of (any longer). One query when one is named."""
    named = {text: case_numbers_in(text) for text in texts}
    numbers: set[str] = set().union(*named.values())
    if not numbers:
        return set()
    hidden = hidden_among(numbers, visible_to(user, now))
    return {text for text, found in named.items() if found & hidden}


def hidden_among(numbers: Collection[str], known: QuerySet[ReviewRequest]) -> set[str]:
    """Return those of `numbers` that are cases, but none of `known`."""
    return hidden_and_waiting(numbers, known, ReviewRequest.objects.none())[0]


def hidden_and_waiting(
    numbers: Collection[str], known: QuerySet[ReviewRequest], waiting: QuerySet[ReviewRequest]
) -> tuple[set[str], int]:
    """Return `hidden_among` and how many `waiting` are, in one query: the head of every page asks both."""
    if not numbers:
        return set(), waiting.count()
    named = Q(number__in=numbers)
    asked = known.filter(named), ReviewRequest.objects.filter(named), waiting
    is_known, is_there, waits = (
        cases.order_by().values_list("number", Value(kind)) for cases, kind in zip(asked, Asked, strict=True)
    )
    found = defaultdict(set)
    for number, kind in is_known.union(is_there, waits, all=True):
        found[kind].add(number)
    return found[Asked.THERE] - found[Asked.KNOWN], len(found[Asked.WAITS])


def hidden_in_books(numbers: Collection[str], user: User, now: dt.datetime) -> set[str]:
    """Return those of `numbers` that are cases of which `user` may not read in 登記簿 and 存取紀錄."""
    return hidden_among(numbers, cases_in_books_of(user, now))


def misuses_kept_from(user: User, keys: Collection[str], known: QuerySet[ReviewRequest]) -> set[str]:
    """Return those of the events of misuse `keys` that are about `user` himself, or about a case that is none of `known`."""
    if not keys:
        return set()
    of_another_case = Q(review_request__isnull=False) & ~Q(review_request__in=known.order_by().values("pk"))
    about_him = Q(pk__in=user.concerned_in.values("pk"))
    kept = Misuse.objects.filter(of_another_case | about_him, pk__in=keys)
    return {str(key) for key in kept.order_by().values_list("pk", flat=True)}


def cases_of_files(keys: Collection[UUID]) -> dict[UUID, str]:
    """Return the number of the case each kept file belongs to: attached, signed by the applicant, or a scan.

    A file of a draft, or one nobody has any more, is not among them.
    """
    attached = ReviewRequest.attachments.through.objects.filter(storedfile__in=keys)
    signed = ReviewRequest.objects.filter(signed_form__in=keys).order_by()
    viewed = ViewingSession.objects.filter(scan__in=keys).order_by()
    acted = Approval.objects.filter(scan__in=keys).order_by()
    rows = attached.values_list("storedfile", "reviewrequest__number").union(
        signed.values_list("signed_form", "number"),
        viewed.values_list("scan", "review_request__number"),
        acted.values_list("scan", "review_request__number"),
        all=True,
    )
    return {key: number for key, number in rows if number}

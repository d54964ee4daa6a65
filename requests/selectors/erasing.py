"""Which cases are past the term of 伍、五, and what was proposed of them (ruling 17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from requests import policies, rules
from requests.choices import OVER
from requests.models import Erasure, ReviewRequest
from requests.selectors.closing import over_at
from requests.selectors.holding import holds_of
from retention.selectors import cases_with_copies, copies_left, holds_in_force

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def erasure_facts(erasure: Erasure) -> dict[str, object]:
    """Return the columns of a proposal and the numbers of its cases."""
    return row_facts(erasure) | {"cases": sorted(str(case.number) for case in erasure.cases.all())}


EXPIRED_SHOWN = 50
"""How many cases a page of them shows, and how many proposals below."""
A_YEAR = dt.timedelta(days=365)
ERASURES = RowWitness(Erasure.objects.prefetch_related("cases"), subject=str, facts=erasure_facts)


@dataclass(frozen=True, slots=True)
class Expired:
    """A case past its term: when it was over, and since when its personal data may go."""

    case: ReviewRequest
    over_on: dt.date
    erasable_from: dt.date


def terms_of(case: ReviewRequest) -> Expired | None:
    """Return from when the personal data of a case that is over may be erased; None while nobody can say."""
    over = over_at(case) if case.status in OVER else None
    if over is None or case.plan is None:
        return None
    day = local_date(over)
    return Expired(case, day, rules.erasable_from(day, case.plan.paper_years))


def kept_because(case: ReviewRequest, now: dt.datetime) -> str:
    """Return why the personal data of `case` must stay as things are; nothing when it may be erased."""
    if case.erased_at:
        return "個資已銷毀"
    terms = terms_of(case)
    if terms is None:
        return "尚未結案"
    if local_date(now) < terms.erasable_from:
        return "保存期間未滿"
    if left := copies_left(case.draft_key):
        return f"尚有留存檔 {left} 件未銷毀"
    return "影像仍在留存中" if holds_of(case).exists() else ""


def expired_cases(user: User, now: dt.datetime, *, after: int = 0, size: int = EXPIRED_SHOWN) -> list[Expired]:
    """Return the oldest cases `user` may know of whose personal data may be erased now and is not proposed for it.

    One more than `size`, if there is one; `after` is the key of the last one shown before.
    """
    cases = _past_term(user, now).select_related("plan").defer("id_number").prefetch_related("recusals")
    found: list[Expired] = []
    while len(found) <= size:
        chunk = list(cases.filter(pk__gt=after)[: size + 1])
        prefetch_related_objects([case for case in chunk if case.is_restricted], "readers")
        kept = cases_with_copies({case.draft_key for case in chunk})
        terms = [terms_of(case) for case in chunk if case.draft_key not in kept]
        found += [one for one in terms if one and local_date(now) >= one.erasable_from]
        if len(chunk) <= size:
            break
        after = chunk[-1].pk
    return found[: size + 1]


def _past_term(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return what was over for a year, the shortest term there is, without those that a hold or a proposal keeps."""
    over = Q(closed_at__lte=now - A_YEAR) | Q(withdrawn_at__lte=now - A_YEAR)
    over |= Q(closed_at=None, withdrawn_at=None)  # withdrawn before the column was there
    cases = policies.visible_to(user, now).filter(over, status__in=OVER, erased_at=None)
    kept = Exists(holds_in_force().filter(case_key=OuterRef("draft_key")))
    return cases.filter(~kept, ~Exists(open_erasures().filter(cases=OuterRef("pk")))).order_by("pk")


def open_erasures() -> QuerySet[Erasure]:
    """Return what waits for the second person, the oldest first."""
    return Erasure.objects.filter(confirmed_at=None, dropped_at=None).order_by("proposed_at", "pk")


def erasures_of(user: User, now: dt.datetime) -> list[Erasure]:
    """Return the proposals `user` may read, the newest first: of each he may know all cases, or nothing is left of them."""
    return _readable(list(Erasure.objects.prefetch_related("cases")[:EXPIRED_SHOWN]), user, now)


def may_read(erasure: Erasure, user: User, now: dt.datetime) -> bool:
    """Say whether `user` reads a proposal: while it names living cases, only who may know of every one."""
    return policies.may_read_expired(user, now) and bool(_readable([erasure], user, now))


def _readable(erasures: list[Erasure], user: User, now: dt.datetime) -> list[Erasure]:
    living = {one.pk: {case.pk for case in one.cases.all() if not case.erased_at} for one in erasures}
    keys: set[int] = set().union(*living.values())
    known = set(policies.visible_to(user, now).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [one for one in erasures if living[one.pk] <= known]


def cases_of(erasure: Erasure) -> list[ReviewRequest]:
    """Return the cases of a proposal with what policies ask of them."""
    return list(
        erasure.cases.select_related("plan", "applicant").prefetch_related("recusals", "readers").order_by("pk")
    )

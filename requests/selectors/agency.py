"""What a public body's letter says (伍、二)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from ledger.choices import Verb
from ledger.witnesses import RowWitness, row_facts
from requests import policies, rules
from requests.choices import ANSWERS, NOT_OVER, OVER, Priority, Secrecy, Status
from requests.models import AgencyLetter, Letter, ReviewRequest, Seizure
from requests.selectors.rows import with_state

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import User
    from requests.models import OfficerVisit
    from requests.selectors.rows import CaseInState

SECRET_LETTERS = RowWitness(
    AgencyLetter.objects.filter(case=None), subject=lambda letter: f"密件收文 {letter.pk}", facts=row_facts
)
"""Witness of the stubs of 密件; what another letter says is a part of what its case says."""

SEIZURES = RowWitness(
    Seizure.objects.all(),
    subject=str,
    facts=lambda seizure: row_facts(seizure, without=("salt",)),
    salt=lambda seizure: bytes(seizure.salt),
)
OF_A_ROW = (
    "number", "plan", "status", "step", "due_at", "erased_at", "oral_consent__review_request",
    *(f"agency_letter__{column}" for column in (
        "body", "contact", "number", "received_at", "priority", "no_reply_at", *(column for column, _ in rules.FOUR_ITEMS),
    )),
)  # fmt: skip
"""What the page of letters shows of a case and its letter."""
AGENCY_ROWS = ("agency_letter", "officer_visit", "releases")
"""What of a case `agency_said` needs prefetched."""


def agency_said(case: ReviewRequest) -> dict[str, object]:
    """Return what the rows of a public body's case say, and what was handed over, for the facts of the case."""
    rows = {"letter": letter_of(case), "visit": visit_of(case)}
    said: dict[str, object] = {name: row_facts(row) for name, row in rows.items() if row}
    return said | {"releases": [row_facts(one) for one in sorted(case.releases.all(), key=lambda one: one.pk)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """What is known of a public body's letter. `number` is empty, and its dates None, while the letter is owed.

    reply_by: the body's own 限期, None when it set none; the day the case is due stands in `case.due_at`.
    missing: the labels of the four items it does not state (法令依據, 調閱目的, 範圍, 用途).
    """

    body: str
    dated_on: dt.date | None
    number: str
    received_number: str
    received_at: dt.datetime | None
    priority: Priority
    secrecy: Secrecy
    legal_basis: str
    purpose: str
    scope: str
    use: str
    reply_by: dt.date | None
    no_reply_reason: str
    missing: tuple[str, ...]


def letter_of(case: ReviewRequest) -> AgencyLetter | None:
    """Return the letter of a public body's case, also one that is owed; None for everybody else's case."""
    letter: AgencyLetter | None = getattr(case, "agency_letter", None)
    return letter


def same_letter(case: ReviewRequest, user: User, now: dt.datetime) -> ReviewRequest | None:
    """Return the earlier case of the same letter, by body and number, that `user` may know of; None when there is none."""
    letter = letter_of(case)
    if letter is None or not letter.is_here:
        return None
    same = policies.visible_to(user, now).filter(agency_letter__body=letter.body, agency_letter__number=letter.number)
    return same.exclude(pk=case.pk).order_by("-pk").first()


def visit_of(case: ReviewRequest) -> OfficerVisit | None:
    """Return how an officer came before the letter; None when nobody did."""
    visit: OfficerVisit | None = getattr(case, "officer_visit", None)
    return visit


def agency_facts(case: ReviewRequest) -> AgencyFacts | None:
    """Return what the body's letter says; None when `case` is not a public body's."""
    letter = letter_of(case)
    if letter is None:
        return None
    return AgencyFacts(
        body=letter.body,
        dated_on=letter.dated_on,
        number=letter.number,
        received_number=letter.received_number,
        received_at=letter.received_at,
        priority=Priority(letter.priority),
        secrecy=Secrecy(letter.secrecy),
        legal_basis=letter.legal_basis,
        purpose=letter.purpose,
        scope=letter.scope,
        use=letter.use,
        reply_by=letter.reply_by,
        no_reply_reason=letter.no_reply_reason,
        missing=missing_items(letter),
    )


def missing_items(letter: AgencyLetter) -> tuple[str, ...]:
    """Return the labels of the four items the letter does not state; all of them while it is owed (伍、二)."""
    return tuple(label for column, label in rules.FOUR_ITEMS if not (letter.is_here and getattr(letter, column)))


def what_a_letter_does(case: ReviewRequest, letter: AgencyLetter) -> Verb | None:
    """Return what entering a further letter would be: it came, it supplies what was missing, a slip is put right; or None."""
    status = Status(case.status)
    if status in OVER:
        return None
    if not letter.is_here:
        return Verb.LETTER_ARRIVED
    if status == Status.RETURNED or (status in policies.VIEWABLE and missing_items(letter)):
        return Verb.LETTER_SUPPLEMENTED
    return Verb.LETTER_CORRECTED if may_change_scope(case) else None


def may_change_scope(case: ReviewRequest) -> bool:
    """Say whether nobody has signed what is asked for: then a further letter may ask for other cameras or times."""
    if case.status == Status.RETURNED:
        return True
    return case.status == Status.IN_REVIEW and case.step == 1


def letters_owed() -> QuerySet[ReviewRequest]:
    """Return the cases of officers whose letter has not come: everybody's, for the duty that asks for them."""
    owed = ReviewRequest.objects.filter(agency_letter__number="", officer_visit__isnull=False)
    return owed.exclude(status__in=OVER).select_related("officer_visit", "agency_letter", "applicant")


def agency_cases(user: User, now: dt.datetime) -> QuerySet[CaseInState]:
    """Return the cases of public bodies `user` may know of; `is_replied`: a 函覆 left with its 發文字號.

    Each comes `with_state`.
    """
    replies = Letter.objects.filter(review_request=OuterRef("pk"), kind__in=ANSWERS, sent_on__isnull=False)
    cases = policies.visible_to(user, now).filter(agency_letter__isnull=False)
    joined = cases.select_related("agency_letter", "oral_consent").only(*OF_A_ROW)
    return with_state(joined).annotate(is_replied=Exists(replies))


def open_letters(user: User, now: dt.datetime) -> list[CaseInState]:
    """Return the bodies' cases still to be settled that `user` may know of, what is due first on top: overdue first."""
    cases = agency_cases(user, now).filter(status__in=NOT_OVER)
    return list(cases.order_by(F("due_at").asc(nulls_last=True), "pk"))


def settled_letters(user: User, now: dt.datetime, number: int) -> list[CaseInState]:
    """Return the last `number` bodies' cases that are over."""
    return list(agency_cases(user, now).filter(status__in=OVER).order_by("-pk")[:number])


def secret_letters(number: int) -> list[AgencyLetter]:
    """Return the stubs of 密件, those to be settled first, then the last `number` that were."""
    stubs = AgencyLetter.objects.filter(case=None)
    settled = stubs.exclude(settled_on=None).order_by("-settled_on", "-pk").values("pk")[:number]
    shown = list(stubs.filter(Q(settled_on=None) | Q(pk__in=settled)).order_by("received_at", "pk"))
    waiting = [one for one in shown if one.settled_on is None]
    done = [one for one in shown if one.settled_on]
    return waiting + sorted(done, key=lambda one: (one.settled_on, one.pk), reverse=True)


def seizures(user: User, now: dt.datetime) -> QuerySet[Seizure]:
    """Return what was seized, without what belongs to a case `user` may not know of."""
    known = Q(case=None) | Q(case__in=policies.visible_to(user, now))
    return Seizure.objects.filter(known).select_related("recorder", "case")


def seizures_that_stop(recorder_id: int) -> list[Seizure]:
    """Return the seizures of a recorder after which it does not record again yet."""
    return list(Seizure.objects.filter(recorder=recorder_id, stops_recording=True, restored_at=None))


def body_in_register(letter: AgencyLetter) -> str:
    """Return 申請人或機關（字號） of the register for a body's case (ruling 22); it is no personal data and stays."""
    return f"{letter.body}（{letter.number or '公文補送中'}）"

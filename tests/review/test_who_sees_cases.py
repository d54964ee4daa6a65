"""Who may know of which case: one's own, what one signs, is asked about or stands in for — and nothing one keeps out of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from accounts.services import appoint
from ledger.services import SYSTEM
from requests import policies
from requests.choices import RecusalGround, Status
from requests.models import Consultation, Recusal, ReviewRequest
from tests.absences import away

if TYPE_CHECKING:
    from accounts.models import User
    from tests.conftest import Cast

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}
RECUSAL = DeputyReason.RECUSAL


def seeing(cast: Cast, case: ReviewRequest, now: dt.datetime) -> set[str]:
    """Who sees the case; who knows the seats of the chain is told the same."""
    seats = accounts.seatings(policies.CHAIN, now)
    names = cast.those(lambda user: case in policies.visible_to(user, now))
    if cast.those(lambda user: policies.is_in_chain(user, now)) == cast.those(
        lambda user: policies.is_seated(seats, user)
    ):
        assert names == cast.those(lambda user: case in policies.visible_from(seats, user, now))
    return names


def keeps_out(case: ReviewRequest, person: User, now: dt.datetime) -> None:
    Recusal.objects.create(review_request=case, person=person, ground=RecusalGround.PARTY, declared_by="游承堃", at=now)


def restrict(case: ReviewRequest, *readers: User) -> None:
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set(readers)


def stands(case: ReviewRequest, status: Status) -> None:
    number = None if status == Status.DRAFT else case.number
    ReviewRequest.objects.filter(pk=case.pk).update(status=status, number=number)


def test_the_chain_and_who_asked_see_a_case(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    assert seeing(cast, case, now) == CHAIN | {"teacher"}
    assert seeing(cast, case, now - LONG_AGO) == {"teacher"}, "one's own, also without a post"


def test_who_is_in_the_chain_by_post_and_as_deputy(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, now)
    away(cast.principal, cast.colleague, now, order=2)
    away(cast.supervisor, cast.teacher, now, reason=RECUSAL)

    sitting = CHAIN | {"dean", "colleague"}
    assert cast.those(lambda user: policies.is_in_chain(user, now)) == sitting, "who stands in for 迴避 sits in no seat"
    seats = accounts.seatings(policies.CHAIN, now)
    assert cast.those(lambda user: policies.is_seated(seats, user)) == sitting
    assert cast.those(lambda user: policies.is_in_chain(user, now - LONG_AGO)) == set()


def test_who_joins_the_chain_today_saw_no_case_yesterday(
    cast: Cast, case: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    appoint(user=cast.dean, role=Role.HANDLER, title="文書組長", since=now.date(), actor=SYSTEM, now=now)

    assert case in policies.visible_to(cast.dean, now)
    assert case not in policies.visible_to(cast.dean, now - dt.timedelta(days=1))


def test_who_is_away_is_in_the_chain_all_the_same(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, now)

    assert policies.is_in_chain(cast.principal, now)


def test_nobody_sees_a_draft_but_its_author(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    stands(case, Status.DRAFT)

    assert seeing(cast, case, now) == set()

    def opens(user: User) -> bool:
        try:
            return policies.get_draft(user, case.draft_key) == case
        except Http404:
            return False

    assert cast.those(opens) == {"teacher"}
    ReviewRequest.objects.filter(pk=case.pk).update(entered_by=cast.handler)
    assert cast.those(opens) == {"handler"}, "who types in for somebody else"
    with pytest.raises(Http404):
        policies.get_draft(cast.handler, uuid.uuid4())


def test_what_was_sent_is_no_draft_any_more(cast: Cast, case: ReviewRequest) -> None:
    with pytest.raises(Http404):
        policies.get_draft(cast.teacher, case.draft_key)


@pytest.mark.parametrize("status", Status)
def test_who_was_asked_for_an_opinion_sees_the_case_while_it_is_open(
    cast: Cast, case: ReviewRequest, now: dt.datetime, status: Status
) -> None:
    Consultation.objects.create(
        review_request=case, person=cast.dean, asked_by="游承堃", question="有無意見", asked_at=now
    )
    stands(case, status)

    is_open = status in (Status.IN_REVIEW, Status.RETURNED)
    assert ("dean" in seeing(cast, case, now)) is is_open
    assert "dean" not in seeing(cast, case, now - LONG_AGO)


@pytest.mark.parametrize("status", Status)
def test_who_stands_in_for_who_keeps_out_sees_the_case_until_it_is_finished(
    cast: Cast, case: ReviewRequest, now: dt.datetime, status: Status
) -> None:
    keeps_out(case, cast.principal, now)
    away(cast.principal, cast.dean, now, reason=RECUSAL)
    stands(case, status)

    unfinished = (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.PARTLY_APPROVED)
    assert ("dean" in seeing(cast, case, now)) is (status in unfinished)


def test_who_stands_in_for_the_applicant_sees_his_case_and_no_other(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    row = away(cast.principal, cast.dean, now, reason=RECUSAL)
    assert "dean" not in seeing(cast, case, now), "the principal does not keep out of it"

    ReviewRequest.objects.filter(pk=case.pk).update(applicant=cast.principal)

    assert "dean" in seeing(cast, case, now)
    assert "dean" in seeing(cast, case, row.since)
    assert "dean" not in seeing(cast, case, row.since - dt.timedelta(seconds=1))
    assert "dean" not in seeing(cast, case, row.until)
    assert case in policies.cases_in_books_of(cast.dean, now)
    assert case not in policies.cases_in_books_of(cast.dean, row.until)
    restrict(case, cast.handler)
    assert "dean" not in seeing(cast, case, now)


def test_a_deputy_for_another_reason_does_not_stand_in_where_somebody_keeps_out(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    keeps_out(case, cast.guard, now)
    away(cast.guard, cast.dean, now)

    assert "dean" not in seeing(cast, case, now)


def test_who_keeps_out_does_not_see_it_unless_it_is_his_own(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    for person in (cast.supervisor, cast.teacher):
        keeps_out(case, person, now)

    assert seeing(cast, case, now) == {"handler", "principal", "teacher"}


def test_of_a_restricted_case_only_readers_with_a_post_know(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    restrict(case, cast.handler, cast.dean, cast.supervisor)
    keeps_out(case, cast.supervisor, now)

    assert seeing(cast, case, now) == {"handler", "dean", "teacher"}
    assert seeing(cast, case, now - LONG_AGO) == {"teacher"}


def test_a_reader_named_before_is_none_of_a_case_that_is_open_again(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    case.readers.set([cast.dean])

    assert "dean" not in seeing(cast, case, now)


def test_a_case_is_got_by_its_number_by_who_sees_it(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    assert policies.get_case(cast.teacher, "115-0001", now - LONG_AGO) == case
    for user, number, at in (
        (cast.handler, "115-0001", now - LONG_AGO), (cast.handler, "115-0002", now), (cast.dean, "115-0001", now),
    ):  # fmt: skip
        with pytest.raises(Http404):
            policies.get_case(user, number, at)


def test_the_register_is_read_by_the_chain_and_the_auditor(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_read_register(user, now)) == CHAIN | {"auditor"}
    assert cast.those(lambda user: policies.may_read_register(user, now - LONG_AGO)) == set()


def test_in_the_books_the_auditor_reads_of_all_but_restricted_cases_and_those_he_keeps_out_of(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    def reading(at: dt.datetime = now) -> set[str]:
        return cast.those(lambda user: case in policies.cases_in_books_of(user, at))

    assert reading() == CHAIN | {"teacher", "auditor"}
    assert reading(now - LONG_AGO) == {"teacher"}
    keeps_out(case, cast.auditor, now)
    assert "auditor" not in reading()
    Recusal.objects.all().delete()
    restrict(case, cast.handler)
    assert reading() == {"teacher", "handler"}
    restrict(case, cast.auditor)
    assert reading() == {"teacher", "auditor"}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HANDLER])
def test_who_gets_such_a_post_today_read_of_no_case_in_the_books_yesterday(
    cast: Cast, case: ReviewRequest, now: dt.datetime, at_now: None, role: Role
) -> None:
    appoint(user=cast.dean, role=role, title="文書組長", since=now.date(), actor=SYSTEM, now=now)

    assert case in policies.cases_in_books_of(cast.dean, now)
    assert case not in policies.cases_in_books_of(cast.dean, now - dt.timedelta(days=1))


def test_the_list_of_letters_is_for_the_chain(cast: Cast, now: dt.datetime) -> None:
    def refused(user: User) -> bool:
        try:
            policies.require_may_read_letters(user, now)
        except policies.MayNotReadLetters:
            return True
        return False

    assert cast.those(lambda user: not refused(user)) == CHAIN
    with pytest.raises(policies.MayNotReadLetters, match="只有承辦、審核及核定調閱的人員"):
        policies.require_may_read_letters(cast.dean, now)
    with pytest.raises(policies.MayNotReadLetters):
        policies.require_may_read_letters(cast.handler, now - LONG_AGO)


def test_who_knows_a_case_by_its_key_only(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    """Retention asks so, of its holds and copies."""
    keys = {case.draft_key, uuid.uuid4()}

    assert cast.those(lambda user: policies.cases_worked_on(user, keys, now) == {case.draft_key}) == CHAIN
    assert cast.those(lambda user: policies.cases_worked_on(user, keys, now - LONG_AGO)) == set()
    assert cast.those(lambda user: policies.may_know_case(user, case.draft_key, now)) == CHAIN | {"teacher"}
    assert cast.those(lambda user: policies.may_know_case(user, case.draft_key, now - LONG_AGO)) == {"teacher"}
    assert not policies.may_know_case(cast.handler, uuid.uuid4(), now)
    assert policies.cases_worked_on(cast.handler, {uuid.uuid4()}, now) == set()
    ReviewRequest.objects.filter(pk=case.pk).update(erased_at=now)
    assert cast.those(lambda user: policies.cases_worked_on(user, keys, now)) == set()

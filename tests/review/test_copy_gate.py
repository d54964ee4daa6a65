"""Who may open a copy of a case (need to know, 肆、一): who works on it, and nobody else; the applicant never."""

from __future__ import annotations

import itertools
import uuid
from typing import TYPE_CHECKING

from accounts.choices import DeputyReason
from accounts.once import while_reading
from requests import policies
from requests.choices import RecusalGround
from requests.models import ReviewRequest
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from tests.absences import away

if TYPE_CHECKING:
    import datetime as dt

    from tests.conftest import Cast


def openers(case: ReviewRequest, cast: Cast, now: dt.datetime) -> set[str]:
    return {
        name
        for name in cast.__dataclass_fields__
        if policies.cases_worked_on(getattr(cast, name), {case.draft_key}, now)
    }


def knowers(case: ReviewRequest, cast: Cast, now: dt.datetime) -> set[str]:
    return {
        name for name in cast.__dataclass_fields__ if policies.may_know_case(getattr(cast, name), case.draft_key, now)
    }


def test_the_chain_opens_the_copies_of_a_case(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert openers(case, cast, now) == {"handler", "supervisor", "principal"}
    assert knowers(case, cast, now) == {"handler", "supervisor", "principal", "teacher"}


def test_of_a_restricted_case_only_its_readers_do(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    readers = [cast.principal, cast.supervisor]
    restrict(case_id=case.pk, actor=cast.handler, readers=readers, now=now)
    case.readers.remove(cast.supervisor)
    assert openers(case, cast, now) == {"handler", "principal"}
    assert knowers(case, cast, now) == {"handler", "principal", "teacher"}


def test_who_keeps_out_does_not(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    recuse(
        case_id=case.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    assert openers(case, cast, now) == {"handler", "principal"}


def test_nobody_opens_the_copies_of_a_draft_or_of_no_case(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ReviewRequest.objects.update(status="draft", number=None)
    assert openers(case, cast, now) == set()
    assert not policies.cases_worked_on(cast.handler, {uuid.uuid4()}, now)


def test_nobody_opens_the_copies_of_an_erased_case(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ReviewRequest.objects.update(erased_at=now)
    assert openers(case, cast, now) == set()


def test_what_is_said_of_many_cases_by_key_is_what_is_said_of_each(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    """Whoever asks: holders, deputies of somebody away, deputies for 迴避 whose holder keeps out or asks himself."""
    people = [getattr(cast, name) for name in cast.__dataclass_fields__]
    away(cast.principal, cast.dean, now)
    away(cast.supervisor, cast.colleague, now, reason=DeputyReason.RECUSAL)
    away(cast.handler, cast.dean, now, reason=DeputyReason.RECUSAL)
    for applicant, kept_out, readers in itertools.product(
        (cast.teacher, cast.supervisor, cast.colleague, None),
        (None, cast.supervisor, cast.handler, cast.colleague),
        (None, [], [cast.handler], [cast.colleague]),
    ):
        case.recusals.all().delete()
        if kept_out:
            case.recusals.create(person=kept_out, ground=RecusalGround.PARTY, declared_by="游承堃", at=now)
        ReviewRequest.objects.filter(pk=case.pk).update(
            applicant=applicant, entered_by=cast.handler, is_restricted=readers is not None
        )
        case.readers.set(readers or [])
        one = ReviewRequest.objects.get(pk=case.pk)
        with while_reading():
            at_once = {user.username for user in people if policies.cases_worked_on(user, {case.draft_key}, now)}
            assert at_once == {user.username for user in people if policies.works_on(user, one, now)}

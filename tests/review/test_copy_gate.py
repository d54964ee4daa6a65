"""Who may open a copy of a case (need to know, 肆、一): who works on it, and nobody else; the applicant never."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from requests import policies
from requests.choices import RecusalGround
from requests.models import ReviewRequest
from requests.services.recusals import recuse
from requests.services.secrecy import restrict

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

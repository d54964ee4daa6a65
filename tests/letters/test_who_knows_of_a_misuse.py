"""不當使用或洩密事件: the chain knows of it, never whom it is about, nor who may not know the case it is about (肆、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from requests.models import Misuse
from requests.policies import misuses as policies
from tests.absences import away

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}


@pytest.fixture
def misuse(cast: Cast, now: dt.datetime) -> Misuse:
    return Misuse.objects.create(
        noticed_by="警衛", noticed_at=now, what="翻拍螢幕", recorded_by="游承堃", recorded_at=now
    )


def knowing(cast: Cast, misuse: Misuse, now: dt.datetime) -> set[str]:
    """Who knows of it; the page opens to the same people."""

    def opens(user: User) -> bool:
        try:
            return policies.get_misuse(user, misuse.pk, now) == misuse
        except Http404:
            return False

    names = cast.those(lambda user: misuse in policies.misuses_for(user, now))
    assert names == cast.those(opens)
    return names


def test_the_chain_knows_of_it(cast: Cast, misuse: Misuse, now: dt.datetime) -> None:
    assert knowing(cast, misuse, now) == CHAIN
    assert knowing(cast, misuse, now - LONG_AGO) == set()
    with pytest.raises(Http404):
        policies.get_misuse(cast.handler, misuse.pk + 1, now)


def test_whom_it_is_about_does_not(cast: Cast, misuse: Misuse, now: dt.datetime) -> None:
    misuse.concerned.set([cast.supervisor, cast.guard])

    assert knowing(cast, misuse, now) == {"handler", "principal"}


def test_of_a_restricted_case_its_readers_know(
    cast: Cast, misuse: Misuse, case: ReviewRequest, now: dt.datetime
) -> None:
    Misuse.objects.update(review_request=case)
    assert knowing(cast, misuse, now) == CHAIN

    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set([cast.principal, cast.dean])

    assert knowing(cast, misuse, now) == {"principal"}


def test_who_knew_of_it_is_a_question_about_the_moment(
    cast: Cast, misuse: Misuse, case: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    Misuse.objects.update(review_request=case)
    cast.handler.appointments.update(until=now.date() - dt.timedelta(days=1))

    assert "handler" in knowing(cast, misuse, now - dt.timedelta(days=2))
    assert "handler" not in knowing(cast, misuse, now)


def test_who_records_and_who_closes(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, now)
    away(cast.principal, cast.colleague, now, order=2)

    closing = {"supervisor", "principal", "dean", "colleague"}
    assert cast.those(lambda user: policies.may_close_misuse(user, now)) == closing
    assert cast.those(lambda user: policies.may_close_misuse(user, now - LONG_AGO)) == set()
    policies.require_may_close_misuse(cast.supervisor, now)
    policies.require_keeps_misuses(cast.handler, now)


def test_who_may_not_is_refused_in_a_sentence(cast: Cast, now: dt.datetime) -> None:
    for user, at in ((cast.handler, now), (cast.principal, now - LONG_AGO)):
        with pytest.raises(policies.NotYourMisuse, match=r"^只有處室主管或校長可以結束不當使用或洩密事件。$"):
            policies.require_may_close_misuse(user, at)
    for user, at in ((cast.teacher, now), (cast.handler, now - LONG_AGO)):
        with pytest.raises(policies.NotYourMisuse, match=r"^只有承辦人、處室主管及校長可以登錄不當使用或洩密事件。$"):
            policies.require_keeps_misuses(user, at)

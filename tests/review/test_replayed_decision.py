"""A decision counts once and needs its person: sent again, late, or from a locked page, it decides nothing (issue 9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests.choices import Status
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests.models import ReviewRequest
    from tests.conftest import Cast

YES = {"action": "approve", "proposal": "", "acts_seen": "2", "is_necessary": "yes", "opinion": "如擬。"}


@pytest.fixture
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def principal(cast: Cast, at_principal: ReviewRequest, clock: time_machine.Traveller) -> Client:
    """校長 signed in just now, in front of the case."""
    client = Client()
    client.post("/accounts/login/", {"login": cast.principal.username, "password": PASSWORD})
    return client


def decide(client: Client, case: ReviewRequest, **more: str) -> Any:
    return client.post(reverse("review:sign", args=[case.number]), YES | more)


def status_of(case: ReviewRequest) -> tuple[str, int]:
    case.refresh_from_db()
    return case.status, case.approvals.count()


def test_a_decision_sent_again_decides_nothing(principal: Client, at_principal: ReviewRequest) -> None:
    assert decide(principal, at_principal).status_code == 302
    decided = status_of(at_principal)
    assert decided == (Status.APPROVED, 3)

    for more in ({}, {"action": "refuse"}):
        assert decide(principal, at_principal, **more).status_code == 409
        assert status_of(at_principal) == decided


def test_a_stale_proof_decides_nothing_and_a_fresh_one_does(
    principal: Client, at_principal: ReviewRequest, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(minutes=16))

    for answer in ({}, {"proof_password": ""}, {"proof_password": "wrong wrong wrong"}):
        refused = decide(principal, at_principal, **answer)
        assert refused.status_code in {200, 422}
        assert "如擬。" in refused.content.decode()
    assert status_of(at_principal) == (Status.IN_REVIEW, 2)
    assert decide(principal, at_principal, proof_password=PASSWORD).status_code == 302
    assert status_of(at_principal) == (Status.APPROVED, 3)


@pytest.mark.parametrize(("hours", "way"), [(0.6, "/accounts/locked/"), (12.1, "/accounts/login/")])
def test_from_a_locked_page_even_with_the_right_password_it_decides_nothing(
    principal: Client, at_principal: ReviewRequest, clock: time_machine.Traveller, hours: float, way: str
) -> None:
    clock.shift(dt.timedelta(hours=hours))

    refused = decide(principal, at_principal, proof_password=PASSWORD)

    assert refused["Location"].startswith(way)
    assert status_of(at_principal) == (Status.IN_REVIEW, 2)
    assert PASSWORD not in repr(principal.session.items())


def test_it_does_not_move_to_another_case_or_person(principal: Client, at_principal: ReviewRequest, cast: Cast) -> None:
    other = Client()
    other.post("/accounts/login/", {"login": cast.teacher.username, "password": PASSWORD})

    assert decide(other, at_principal, proof_password=PASSWORD).status_code == 403
    assert status_of(at_principal) == (Status.IN_REVIEW, 2)

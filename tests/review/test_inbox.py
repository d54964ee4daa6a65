"""The head of every page says how much is unread and waits; the browser carries both numbers for a minute."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from accounts.choices import DeputyReason
from accounts.once import while_reading
from accounts.services import name_deputy
from reports.selectors import inbox_of
from requests.choices import Action, Proposal
from requests.selectors import desk_of
from work.models import Notice
from work.selectors import notices_of
from work.services import notify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from time_machine import Traveller

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

SIMPLE = "/cameras/"
"""A page that shows nothing of what is counted."""


@pytest.fixture
def clock(now: dt.datetime) -> Iterator[Traveller]:
    with travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(client: Client, cast: Cast, case: ReviewRequest, clock: Traveller) -> Client:
    """承辦人 has opened a page while one case waited, with its notice unread."""
    client.force_login(cast.handler)
    assert head(client, reverse("work:notices")) == (1, 1)
    return client


def head(client: Client, path: str = SIMPLE) -> tuple[int, int]:
    """Return what the head of a page says: unread and waiting."""
    masthead = client.get(path).context["masthead"]
    return masthead.unread, masthead.waiting


def tell(person: User, now: dt.datetime) -> None:
    notify(recipients=[person], text="設備已修復", url="/", subject="障礙 115-001", now=now)


def test_what_others_did_is_counted_a_minute_later(
    desk: Client, cast: Cast, case: ReviewRequest, signs: Signs, now: dt.datetime, clock: Traveller
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)  # at another desk
    tell(cast.handler, now)
    assert head(desk) == (1, 1)
    clock.shift(61)
    assert head(desk) == (2, 0)


def test_an_act_of_ones_own_is_counted_at_once(desk: Client, now: dt.datetime) -> None:
    desk.post(reverse("work:read-all"))
    assert head(desk) == (0, 1)


@pytest.mark.parametrize("path", ["/", "/requests/"])
def test_a_page_that_shows_what_waits_says_one_number_and_carries_it_on(
    desk: Client, cast: Cast, case: ReviewRequest, signs: Signs, path: str
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert head(desk, path)[1] == 0
    assert head(desk)[1] == 0


def test_the_page_of_notices_counts_them(desk: Client, cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, now)
    assert head(desk, reverse("work:notices"))[0] == 2
    assert head(desk)[0] == 2


def test_nobody_sees_the_numbers_of_who_used_the_browser_before(desk: Client, cast: Cast) -> None:
    desk.force_login(cast.teacher)
    assert head(desk) == (Notice.objects.filter(recipient=cast.teacher).count(), 0)


def test_it_says_as_much_as_the_lists_show_whoever_asks(
    client: Client, cast: Cast, approved: ReviewRequest, now: dt.datetime, clock: Traveller
) -> None:
    name_deputy(
        principal_id=cast.handler.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE,
        since=now, until=now + dt.timedelta(hours=1), actor=cast.handler, now=now,
    )  # fmt: skip
    for person in (cast.handler, cast.dean):
        tell(person, now)
        notify(recipients=[person], text=f"案 {approved.number}", url="/", subject="", now=now)
        desk = desk_of(person, now)
        client.force_login(person)
        assert head(client, reverse("work:notices")) == (len(notices_of(person, now, 99)), len(desk.waiting)) >= (2, 1)


def test_all_of_it_is_two_questions(cast: Cast, approved: ReviewRequest, now: dt.datetime) -> None:
    notify(recipients=[cast.handler], text=f"案 {approved.number}", url="/", subject="", now=now)
    with while_reading(cast.handler.pk):
        desk = desk_of(cast.handler, now)
        with CaptureQueriesContext(connection) as asked:
            found = inbox_of(desk)
    assert (len(asked), found) == (2, (len(notices_of(cast.handler, now, 99)), 1))


def test_a_number_somebody_wrote_himself_is_not_believed(desk: Client) -> None:
    signature = desk.cookies["inbox"].value.split(":", 1)[1]
    desk.cookies["inbox"] = f"{desk.session['_auth_user_id']}.7.7:{signature}"
    assert head(desk) == (1, 1)


def test_who_signs_out_leaves_no_number_behind(desk: Client) -> None:
    desk.post(reverse("account_logout"))
    assert desk.cookies["inbox"].value == ""


def test_the_browser_shows_the_numbers_to_no_script(desk: Client) -> None:
    cookie = desk.cookies["inbox"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 60)

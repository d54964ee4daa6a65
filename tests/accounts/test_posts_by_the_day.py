"""A post counts from its first day to its last, an account until its end: who holds what is a question about a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts import policies, selectors
from accounts.choices import Role
from accounts.models import Deputy, User
from accounts.once import while_reading
from accounts.services import appoint
from ledger.services import SYSTEM
from printing.rules import start_of_day
from tests.absences import away

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Appointment
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 11, 20)


@pytest.fixture
def term(cast: Cast) -> Appointment:
    """The teacher was 事務組長 from the 2nd to the 20th, and has only been that."""
    cast.teacher.appointments.update(role=Role.HANDLER, since=FIRST, until=LAST)
    return cast.teacher.appointments.get()


@pytest.mark.parametrize(
    ("day", "counts"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)], ids=str
)
def test_a_post_counts_on_its_first_and_on_its_last_day(
    cast: Cast, term: Appointment, day: dt.date, counts: bool
) -> None:
    held = {Role.HANDLER} if counts else set()

    assert (term in policies.appointments_on(day)) is counts
    assert (term in policies.posts_of(cast.teacher, day)) is counts
    assert policies.roles_of(cast.teacher, day) == policies.posts_in_force(cast.teacher, day) == held
    assert policies.holds(cast.teacher, Role.HANDLER, day) is counts
    assert not policies.holds(cast.teacher, Role.PRINCIPAL, day)


def test_a_post_without_an_end_counts_on(cast: Cast) -> None:
    for day in (dt.date(2026, 8, 1), dt.date(2040, 8, 1)):
        assert policies.roles_of(cast.handler, day) == policies.posts_in_force(cast.handler, day) == {Role.HANDLER}


@pytest.mark.parametrize(("ends", "counts"), [(FIRST - DAY, False), (FIRST, True), (FIRST + DAY, True)], ids=str)
def test_an_account_is_in_use_on_its_last_day(cast: Cast, ends: dt.date, counts: bool) -> None:
    cast.handler.expires_on = ends
    cast.handler.save(update_fields=["expires_on"])

    assert policies.is_in_use(cast.handler, FIRST) is counts
    assert bool(policies.roles_of(cast.handler, FIRST)) is counts
    assert policies.posts_in_force(cast.handler, FIRST) == {Role.HANDLER}, "the post itself has no such end"


def test_a_suspended_account_holds_nothing_but_has_a_post_to_hand_over(cast: Cast, now: dt.datetime) -> None:
    cast.handler.is_active = False
    cast.handler.save(update_fields=["is_active"])

    assert not policies.is_in_use(cast.handler, now.date())
    assert policies.roles_of(cast.handler, now.date()) == frozenset()
    assert policies.posts_in_force(cast.handler, now.date()) == {Role.HANDLER}


def test_who_is_not_signed_in_holds_nothing(cast: Cast, now: dt.datetime) -> None:
    assert policies.roles_of(AnonymousUser(), now.date()) == frozenset()  # type: ignore[arg-type]


def test_the_newest_post_comes_first_and_a_page_that_reads_is_told_the_same(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.handler, role=Role.STAFF, title="資訊教師", since=FIRST, actor=SYSTEM, now=now)
    acting = policies.posts_of(cast.handler, now.date())

    with while_reading(cast.handler.pk):
        reading = policies.posts_of(cast.handler, now.date())
    with while_reading(cast.teacher.pk):
        of_another = policies.posts_of(cast.handler, now.date())

    assert acting == reading == of_another
    assert [post.title for post in acting] == ["資訊教師", "事務組長"]


def test_a_page_asks_of_all_who_have_a_seat_at_once_and_of_all_posts_only_for_who_has_none(
    cast: Cast, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    day = now.date()
    teaching = policies.posts_of(cast.teacher, day)
    assert [post.role for post in teaching] == [Role.STAFF]

    with while_reading(cast.handler.pk):
        with django_assert_num_queries(1):
            assert policies.posts_of(cast.handler, day)
            assert policies.posts_of(cast.principal, day)
        with django_assert_num_queries(1):
            assert policies.posts_of(cast.teacher, day) == teaching
    cast.dean.appointments.update(until=FIRST - DAY)
    with while_reading(cast.dean.pk), django_assert_num_queries(1):
        assert policies.posts_of(cast.dean, day) == (), "who reads is among those asked for: he has no post"
    with django_assert_num_queries(2):
        policies.posts_of(cast.handler, day)
        policies.posts_of(cast.handler, day)


def test_a_deputy_counts_on_every_day_his_term_touches(cast: Cast, now: dt.datetime) -> None:
    row = away(cast.principal, cast.supervisor, now)
    day = timezone.localdate(now)
    Deputy.objects.filter(pk=row.pk).update(since=start_of_day(day), until=start_of_day(day + 2 * DAY))

    asked = [day + number * DAY for number in (-1, 0, 1, 2)]
    assert [row in policies.deputies_on(one) for one in asked] == [False, True, True, False]


def test_of_those_who_only_teach_a_page_asks_for_its_reader_and_for_deputies(cast: Cast, now: dt.datetime) -> None:
    day = now.date()

    def seated() -> set[int]:
        return {post.user_id for post in policies.seated_posts_on(day)}

    everybody = {post.user_id for post in policies.posts_on(day)}
    only_teach = {key for key in everybody if policies.roles_of(User.objects.get(pk=key), day) == {Role.STAFF}}
    assert seated() == everybody - only_teach
    assert {cast.teacher.pk, cast.colleague.pk} <= only_teach

    with while_reading(cast.teacher.pk):
        assert seated() == everybody - only_teach | {cast.teacher.pk}
    away(cast.principal, cast.colleague, now)
    assert seated() == everybody - only_teach | {cast.colleague.pk}


def test_a_title_is_that_of_the_newest_post_also_where_that_is_only_to_teach(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.handler, role=Role.STAFF, title="資訊教師", since=FIRST, actor=SYSTEM, now=now)
    away(cast.principal, cast.handler, now)

    assert [one.title for one in selectors.who_may_sign(Role.PRINCIPAL, now)] == ["校長", "資訊教師"]
    assert cast.teacher.pk in {one.user.pk for one in selectors.who_may_sign(Role.STAFF, now)}


def test_who_deputises_is_asked_only_on_a_day_somebody_does(
    cast: Cast, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert [one.user for one in selectors.who_may_sign(Role.PRINCIPAL, now)] == [cast.principal]
    away(cast.principal, cast.supervisor, now)
    with django_assert_num_queries(2):
        assert [one.user for one in selectors.who_may_sign(Role.PRINCIPAL, now)] == [cast.principal, cast.supervisor]
    with django_assert_num_queries(1):
        assert [one.user for one in selectors.who_may_sign(Role.PRINCIPAL, now + DAY)] == [cast.principal]

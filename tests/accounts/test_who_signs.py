"""Ruling 2 and 3: holders sign, deputies stand in by their order, nobody signs twice in neighbouring steps."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import DeputyReason, Role
from accounts.models import Deputy
from accounts.rules import Seat, seat_of
from accounts.selectors import people_with, seating, signatory_for, who_may_sign
from accounts.services import appoint
from ledger.services import SYSTEM

if TYPE_CHECKING:
    from accounts.models import User
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


def away(principal: User, deputy: User, order: int, now: dt.datetime, **changes: object) -> Deputy:
    row: dict[str, object] = {"reason": DeputyReason.OFFICIAL_TRIP, "since": now - HOUR, "until": now + HOUR}
    return Deputy.objects.create(principal=principal, deputy=deputy, order=order, **{**row, **changes})


def names(role: Role, now: dt.datetime) -> list[str]:
    return [signatory.user.username for signatory in who_may_sign(role, now)]


def test_only_the_holder_signs_while_nobody_is_away(cast: Cast, now: dt.datetime) -> None:
    [signatory] = who_may_sign(Role.PRINCIPAL, now)

    assert (signatory.user, signatory.title, signatory.acting_for, signatory.note) == (cast.principal, "校長", None, "")
    assert signatory_for(cast.principal, Role.PRINCIPAL, now, excluded=set()) == signatory
    assert signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=set()) is None
    assert signatory_for(cast.principal, Role.PRINCIPAL, now, excluded={cast.principal.pk}) is None
    assert list(people_with(Role.PRINCIPAL, now.date())) == [cast.principal]


def test_the_first_deputy_acts_under_his_own_title_with_the_reason(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.supervisor, 2, now)
    away(cast.principal, cast.dean, 1, now)

    signatory = signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=set())

    assert names(Role.PRINCIPAL, now) == ["principal", "dean", "supervisor"]
    assert signatory is not None
    assert (signatory.title, signatory.acting_for, signatory.note) == ("教務主任", cast.principal, "校長公出")
    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded=set()) is None


def test_who_signed_as_supervisor_does_not_sign_for_the_principal_the_next_in_order_does(
    cast: Cast, now: dt.datetime
) -> None:
    away(cast.principal, cast.supervisor, 1, now)
    away(cast.principal, cast.dean, 2, now)

    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded={cast.supervisor.pk}) is None
    next_one = signatory_for(cast.dean, Role.PRINCIPAL, now, excluded={cast.supervisor.pk})
    assert next_one is not None
    assert next_one.user == cast.dean
    assert signatory_for(cast.dean, Role.PRINCIPAL, now, excluded={cast.supervisor.pk, cast.dean.pk}) is None


def test_a_principal_who_is_back_early_signs_himself(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, 1, now)

    signatory = signatory_for(cast.principal, Role.PRINCIPAL, now, excluded=set())

    assert signatory is not None
    assert signatory.acting_for is None


@pytest.mark.parametrize("why", ["away", "disabled", "expired", "without a post"])
def test_a_deputy_who_is_not_there_is_passed_over(cast: Cast, now: dt.datetime, why: str) -> None:
    away(cast.principal, cast.dean, 1, now)
    away(cast.principal, cast.supervisor, 2, now)
    if why == "away":
        away(cast.dean, cast.colleague, 1, now)
    elif why == "without a post":
        cast.dean.appointments.update(until=now.date() - dt.timedelta(days=1))
    else:
        changes = {"is_active": False} if why == "disabled" else {"expires_on": now.date() - dt.timedelta(days=1)}
        type(cast.dean).objects.filter(pk=cast.dean.pk).update(**changes)

    assert names(Role.PRINCIPAL, now) == ["principal", "supervisor"]
    assert signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=set()) is None
    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded=set()) is not None
    assert signatory_for(cast.colleague, Role.PRINCIPAL, now, excluded=set()) is None


@pytest.mark.parametrize("moved", [-2, 2])
def test_a_row_counts_only_from_its_beginning_until_its_end(cast: Cast, now: dt.datetime, moved: int) -> None:
    away(cast.principal, cast.dean, 1, now, since=now + (moved - 1) * HOUR, until=now + (moved + 1) * HOUR)

    assert names(Role.PRINCIPAL, now) == ["principal"]
    assert names(Role.PRINCIPAL, now + moved * HOUR) == ["principal", "dean"]
    assert names(Role.PRINCIPAL, now + (moved + 1) * HOUR) == ["principal"]


def test_a_vacant_post_is_signed_by_the_deputies_of_its_last_holder(cast: Cast, now: dt.datetime) -> None:
    yesterday = now.date() - dt.timedelta(days=1)
    away(cast.principal, cast.supervisor, 1, now)
    away(cast.principal, cast.dean, 2, now, reason=DeputyReason.VACANT)
    cast.principal.appointments.update(until=yesterday)

    [signatory] = who_may_sign(Role.PRINCIPAL, now)

    assert (signatory.user, signatory.acting_for, signatory.note) == (cast.dean, cast.principal, "校長出缺")
    appoint(user=cast.colleague, role=Role.PRINCIPAL, title="校長", since=now.date(), actor=SYSTEM, now=now)
    assert names(Role.PRINCIPAL, now) == ["colleague"]


def test_a_role_nobody_ever_held_is_signed_by_nobody(cast: Cast, now: dt.datetime) -> None:
    cast.auditor.appointments.all().delete()

    assert who_may_sign(Role.AUDITOR, now) == []


def test_two_posts_of_one_person_and_two_rows_of_one_deputy_count_once(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.handler, role=Role.HANDLER, title="文書組長", since=now.date(), actor=SYSTEM, now=now)
    away(cast.handler, cast.dean, 1, now)
    away(cast.handler, cast.dean, 3, now, reason=DeputyReason.LEAVE)

    assert names(Role.HANDLER, now) == ["handler", "dean"]


posts = st.lists(st.tuples(st.booleans(), st.lists(st.integers(1, 6), max_size=4, unique=True)), min_size=1, max_size=3)


@given(posts, st.sets(st.integers(1, 12)))
def test_at_most_one_deputy_of_a_post_acts_and_it_is_the_first_who_may(
    drawn: list[tuple[bool, list[int]]], excluded: set[int]
) -> None:
    seats = []
    for number, (is_held, deputies) in enumerate(drawn, start=10):
        seats += [Seat(number, number, 0)] if is_held else []
        seats += [Seat(number, user, order) for order, user in enumerate(deputies, start=1)]

    acting = {user: seat_of(user, seats, excluded=excluded) for user in range(1, 13)}

    for user, seat in acting.items():
        assert seat is None or (seat.user == user and user not in excluded and seat in seats)
    for number, (is_held, deputies) in enumerate(drawn, start=10):
        first = next((user for user in deputies if user not in excluded), None)
        acts_here = [user for user, seat in acting.items() if seat and seat.post == number and seat.order]
        assert set(acts_here) <= {first}
        assert first is None or acting[first] is not None
        assert (acting[number] == Seat(number, number, 0)) == (is_held and number not in excluded)


@given(posts, st.sets(st.integers(1, 12)), st.integers(1, 12))
def test_excluding_one_more_never_lets_an_excluded_person_sign_and_never_stops_the_others(
    drawn: list[tuple[bool, list[int]]], excluded: set[int], one_more: int
) -> None:
    seats = [
        Seat(number, user, order)
        for number, (_, deputies) in enumerate(drawn, start=10)
        for order, user in enumerate(deputies, start=1)
    ]
    for user in range(1, 13):
        before = seat_of(user, seats, excluded=excluded)
        after = seat_of(user, seats, excluded=excluded | {one_more})
        assert after is None or user != one_more
        assert not before or user == one_more or after


def test_who_is_named_for_recusal_acts_only_where_the_holder_must_keep_out_and_then_first(
    cast: Cast, now: dt.datetime
) -> None:
    away(cast.principal, cast.supervisor, 1, now)
    away(cast.principal, cast.dean, 1, now, reason=DeputyReason.RECUSAL)
    kept_out = {cast.principal.pk}

    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded=set()) is not None
    assert signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=set()) is None
    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded=kept_out) is None
    assert signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=kept_out) is not None
    assert signatory_for(cast.supervisor, Role.PRINCIPAL, now, excluded=kept_out | {cast.dean.pk}) is not None
    seats = seating(Role.PRINCIPAL, now)
    assert [one.user for one in seats.present] == [cast.principal, cast.supervisor]
    assert [one.user for one in seats.without(kept_out)] == [cast.dean, cast.supervisor]


@given(posts, st.sets(st.integers(1, 6)), st.sets(st.integers(1, 12)))
def test_a_seat_for_recusal_is_taken_only_in_place_of_who_is_excluded(
    drawn: list[tuple[bool, list[int]]], for_recusal: set[int], excluded: set[int]
) -> None:
    seats = []
    for number, (_, deputies) in enumerate(drawn, start=10):
        seats += [Seat(number, number, 0)]
        seats += [
            Seat(number, user, order, only_if_recused=user in for_recusal)
            for order, user in enumerate(deputies, start=1)
        ]
    for user in range(1, 13):
        seat = seat_of(user, seats, excluded=excluded)
        assert seat is None or not seat.only_if_recused or seat.post in excluded

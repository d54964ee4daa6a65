"""Who keeps accounts, opens them anew, names deputies: by the post of that day (參、一; rulings 3, 24)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts import policies
from accounts.choices import DeputyReason, Role
from accounts.models import Deputy
from accounts.services import appoint
from ledger.services import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from accounts.models import User
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
CHAIN = {"handler", "supervisor", "principal"}
STAFF = {"teacher", "colleague", "dean"}
EVERYBODY = CHAIN | STAFF | {"guard", "administrator", "auditor"}

QUESTIONS: list[tuple[Callable[[User, dt.date], bool], set[str]]] = [
    (policies.is_administrator, {"administrator"}),
    (policies.may_change_plan, {"administrator"}),
    (policies.may_manage_devices, {"administrator"}),
    (policies.may_see_people, {"administrator", "handler"}),
    (policies.may_have_deputies, CHAIN),
    (policies.may_deputise, CHAIN | STAFF),
    (policies.is_only_guard, {"guard"}),
]


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_may_by_the_post_of_the_day(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.date], bool], names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, now.date())) == names
    assert cast.those(lambda user: may(user, dt.date(2026, 7, 31))) == set(), "before anybody was appointed"


LINKS: dict[str, set[str]] = {
    "administrator": EVERYBODY - {"administrator"},
    "handler": STAFF | {"guard"},
    "supervisor": set(),
    "principal": set(),
    "teacher": set(),
    "auditor": set(),
}


@pytest.mark.parametrize(("who", "whose"), LINKS.items())
def test_who_opens_whose_account_anew(cast: Cast, now: dt.datetime, who: str, whose: set[str]) -> None:
    assert cast.those(lambda person: policies.may_issue_link(getattr(cast, who), person, now.date())) == whose


@pytest.mark.parametrize(("ended", "opens"), [(-DAY, True), (-HOUR, False), (DAY, False)], ids=str)
def test_the_handler_opens_no_account_of_who_deputises_that_day(
    cast: Cast, now: dt.datetime, ended: dt.timedelta, opens: bool
) -> None:
    Deputy.objects.create(
        principal=cast.principal, deputy=cast.dean, reason=DeputyReason.LEAVE, since=now - 3 * DAY, until=now + ended
    )

    assert policies.may_issue_link(cast.handler, cast.dean, now.date()) is opens
    assert policies.may_issue_link(cast.handler, cast.teacher, now.date()), "another's deputyship is no obstacle"
    assert policies.may_issue_link(cast.administrator, cast.dean, now.date())


def test_the_handler_opens_no_account_of_who_will_sign_from_a_coming_day(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.dean, role=Role.PRINCIPAL, title="校長", since=now.date() + DAY, actor=SYSTEM, now=now)

    assert not policies.may_issue_link(cast.handler, cast.dean, now.date())
    assert policies.may_issue_link(cast.administrator, cast.dean, now.date())

    cast.dean.appointments.filter(role=Role.PRINCIPAL).update(since=now.date() - 2 * DAY, until=now.date() - DAY)
    assert policies.may_issue_link(cast.handler, cast.dean, now.date()), "that was over yesterday"


def test_an_account_out_of_use_is_opened_by_nobody(cast: Cast, now: dt.datetime) -> None:
    cast.teacher.is_active, cast.dean.expires_on = False, now.date()

    assert cast.those(lambda user: policies.may_issue_link(user, cast.teacher, now.date())) == set()
    assert policies.may_issue_link(cast.handler, cast.dean, now.date())
    assert not policies.may_issue_link(cast.handler, cast.dean, now.date() + DAY)


def test_the_handler_opens_the_account_of_a_guard_who_is_staff_too(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.guard, role=Role.STAFF, title="工友", since=now.date(), actor=SYSTEM, now=now)

    assert policies.may_issue_link(cast.handler, cast.guard, now.date())


@pytest.mark.parametrize("whose", sorted(EVERYBODY))
def test_who_names_whose_deputies(cast: Cast, now: dt.datetime, whose: str) -> None:
    names = {whose, "administrator"} if whose in CHAIN else set()

    assert cast.those(lambda user: policies.may_name_deputies(user, getattr(cast, whose), now.date())) == names


def test_who_held_a_post_of_the_chain_may_have_deputies_for_its_vacancy_and_who_will_not_yet(
    cast: Cast, now: dt.datetime
) -> None:
    today = now.date()
    cast.principal.appointments.update(until=today - DAY)
    appoint(user=cast.dean, role=Role.PRINCIPAL, title="校長", since=today + DAY, actor=SYSTEM, now=now)

    assert cast.those(lambda person: policies.may_have_deputies(person, today)) == CHAIN
    assert policies.may_have_deputies(cast.dean, today + DAY)


def test_who_has_left_a_post_names_nobody_for_its_vacancy_not_even_as_administrator(
    cast: Cast, now: dt.datetime
) -> None:
    today = now.date()
    cast.principal.appointments.update(until=today)
    appoint(user=cast.principal, role=Role.ADMINISTRATOR, title="資訊組長", since=today, actor=SYSTEM, now=now)

    def names(day: dt.date) -> set[str]:
        return cast.those(lambda user: policies.may_name_deputies(user, cast.principal, day))

    assert names(today) == {"principal", "administrator"}
    cast.principal.appointments.create(role=Role.STAFF, title="教師", since=today)
    assert names(today + DAY) == {"administrator"}


def test_a_guard_with_another_post_is_not_only_a_guard(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.guard, role=Role.STAFF, title="工友", since=now.date(), actor=SYSTEM, now=now)

    assert not policies.is_only_guard(cast.guard, now.date())


@pytest.mark.parametrize(
    ("roles", "needs"),
    [([], set()), (["principal"], {"principal", "dean"}), (["auditor", "guard"], {"auditor", "guard"})],
    ids=["none", "principal", "auditor and guard"],
)
def test_who_needs_a_second_factor_by_the_setting(
    cast: Cast, now: dt.datetime, settings: Settings, roles: list[str], needs: set[str]
) -> None:
    """The dean acts for 校長 this hour; the colleague did, and the teacher will."""
    settings.SECOND_FACTOR_ROLES = roles
    for deputy, begins in ((cast.colleague, -HOUR), (cast.dean, 0 * HOUR), (cast.teacher, HOUR)):
        Deputy.objects.create(
            principal=cast.principal, deputy=deputy, reason=DeputyReason.LEAVE, since=now + begins,
            until=now + begins + HOUR,
        )  # fmt: skip

    assert cast.those(lambda user: policies.must_have_second_factor(user, now)) == needs
    assert cast.those(lambda user: policies.must_have_second_factor(user, now - 200 * DAY)) == set()

"""Who reads, confirms, proposes and decides on holds: by post, and as deputy of who is away (rulings 2, 13, 14)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.services import SYSTEM
from retention import policies
from tests.absences import away

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from accounts.selectors import Signatory
    from tests.conftest import Cast

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}

QUESTIONS: list[tuple[Callable[[User, dt.datetime], object], set[str]]] = [
    (policies.reads_holds, CHAIN),
    (policies.looks_after_holds, {"handler", "supervisor"}),
    (policies.proposes, {"supervisor"}),
    (policies.may_see_lists, CHAIN | {"auditor"}),
    (policies.lists_copies, CHAIN | {"auditor"}),
    (policies.audits_copies, {"auditor"}),
    (policies.executes, {"handler", "supervisor"}),
    (policies.lifts_disputes, {"supervisor", "principal"}),
]


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_may_by_the_post_of_the_moment(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.datetime], object], names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, now)) == names
    assert cast.those(lambda user: may(user, now - LONG_AGO)) == set()


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_deputises_for_one_of_them_may_too(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.datetime], object], names: set[str]
) -> None:
    absent = (names & CHAIN) or {"auditor"}
    for principal in absent:
        away(getattr(cast, principal), cast.teacher, now)

    has_deputies = may is not policies.audits_copies
    assert cast.those(lambda user: may(user, now)) == names | ({"teacher"} if has_deputies else set())


def as_what(signatory: Signatory | None) -> tuple[Role, str] | None:
    """The role one acts in, and for whom."""
    if signatory is None:
        return None
    return signatory.role, signatory.acting_for.username if signatory.acting_for else ""


def test_who_sits_in_two_posts_acts_in_the_one_that_is_asked_first(cast: Cast, now: dt.datetime) -> None:
    away(cast.supervisor, cast.handler, now)

    asked = (Role.HANDLER, Role.SUPERVISOR)
    assert as_what(policies.as_one_of(cast.handler, asked, now)) == (Role.HANDLER, "")
    assert as_what(policies.as_one_of(cast.handler, asked[::-1], now)) == (Role.SUPERVISOR, "supervisor")
    assert as_what(policies.as_one_of(cast.handler, (Role.PRINCIPAL,), now)) is None


def test_where_there_is_no_supervisor_the_handler_proposes(cast: Cast, now: dt.datetime) -> None:
    cast.supervisor.appointments.all().delete()

    assert cast.those(lambda user: policies.proposes(user, now)) == {"handler"}
    assert as_what(policies.proposes(cast.handler, now)) == (Role.HANDLER, "")


def deciding(cast: Cast, proposer: str, now: dt.datetime) -> set[str]:
    return cast.those(lambda user: policies.decides(user, proposer, now))


def test_the_principal_decides_and_on_his_own_proposal_his_deputy(cast: Cast, now: dt.datetime) -> None:
    assert deciding(cast, "supervisor", now) == {"principal"}
    assert deciding(cast, "principal", now) == set()
    assert deciding(cast, "supervisor", now - LONG_AGO) == set()

    away(cast.principal, cast.supervisor, now)
    away(cast.principal, cast.dean, now, order=2)

    assert deciding(cast, "supervisor", now) == {"principal", "dean"}, "the next in order, never who proposed"
    assert deciding(cast, "handler", now) == {"principal", "supervisor"}


@pytest.mark.parametrize(
    ("is_known", "names"), [(True, CHAIN | {"teacher"}), (False, {"teacher", "principal"})], ids=["known", "unknown"]
)
def test_a_proposal_for_a_restricted_case_is_read_by_who_made_it_and_who_decides(
    cast: Cast, now: dt.datetime, is_known: bool, names: set[str]
) -> None:
    people = CHAIN | {"teacher"}

    def reads(user: User) -> bool:
        return policies.may_read_proposal(user, "teacher", now, is_known=is_known)

    assert {name for name in people if reads(getattr(cast, name))} == names


def test_the_deputy_who_decides_in_place_of_who_proposed_reads_it(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.supervisor, now)
    away(cast.principal, cast.dean, now, order=2)

    def reads(proposer: str, at: dt.datetime) -> bool:
        return policies.may_read_proposal(cast.dean, proposer, at, is_known=False)

    assert reads("supervisor", now)
    assert not reads("handler", now), "then the first deputy decides"
    assert not reads("supervisor", now - LONG_AGO)


def test_who_may_not_is_refused_in_a_sentence(cast: Cast, now: dt.datetime) -> None:
    signatory = policies.looks_after_holds(cast.handler, now)

    assert policies.require(signatory, "承辦人", "解除暫時留存") == signatory
    with pytest.raises(policies.NotYourHold, match=r"^只有承辦人可以解除暫時留存。$"):
        policies.require(None, "承辦人", "解除暫時留存")


def test_a_second_supervisor_shares_the_work(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.dean, role=Role.SUPERVISOR, title="教務主任", since=now.date(), actor=SYSTEM, now=now)

    assert cast.those(lambda user: policies.proposes(user, now)) == {"supervisor", "dean"}

"""銷毀清冊: 執行人, 監銷人 who is never the same person, and what each may do as it stands (rulings 2, 15)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.services import SYSTEM
from retention import policies
from retention.choices import ListAction, ListState
from retention.models import DestructionList
from tests.absences import away

if TYPE_CHECKING:
    from accounts.models import User
    from tests.conftest import Cast

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""


def witnessing(cast: Cast, executor: str, now: dt.datetime) -> dict[str, Role]:
    """Who is 監銷人 of what `executor` signed, each in which post."""
    found = {name: policies.witnesses(person, executor, now) for name, person in vars(cast).items()}
    return {name: signatory.role for name, signatory in found.items() if signatory}


def test_the_witness_is_one_of_those_above_and_never_who_carries_it_out(cast: Cast, now: dt.datetime) -> None:
    above = {"supervisor": Role.SUPERVISOR, "principal": Role.PRINCIPAL}

    assert witnessing(cast, "handler", now) == above
    assert witnessing(cast, "supervisor", now) == {"principal": Role.PRINCIPAL}
    assert witnessing(cast, "", now) == above
    assert witnessing(cast, "handler", now - LONG_AGO) == {}


def test_only_where_nobody_is_above_a_second_handler_witnesses(cast: Cast, now: dt.datetime) -> None:
    appoint(user=cast.dean, role=Role.HANDLER, title="文書組長", since=now.date(), actor=SYSTEM, now=now)
    assert "dean" not in witnessing(cast, "handler", now)

    cast.supervisor.appointments.all().delete()
    assert witnessing(cast, "handler", now) == {"principal": Role.PRINCIPAL}
    cast.principal.appointments.all().delete()

    assert witnessing(cast, "handler", now) == {"dean": Role.HANDLER}
    assert witnessing(cast, "dean", now) == {"handler": Role.HANDLER}


def test_a_deputy_witnesses_for_who_is_away(cast: Cast, now: dt.datetime) -> None:
    away(cast.principal, cast.dean, now)

    assert witnessing(cast, "supervisor", now) == {"principal": Role.PRINCIPAL, "dean": Role.PRINCIPAL}


SIGNS, COUNTERSIGNS = {ListAction.SIGN, ListAction.RETURN}, {ListAction.COUNTERSIGN}
STANDING: list[tuple[ListState, str, dict[str, set[ListAction]]]] = [
    (ListState.PROPOSED, "handler", {"handler": {ListAction.WITHDRAW}, "supervisor": SIGNS, "principal": SIGNS}),
    (ListState.PROPOSED, "supervisor", {"supervisor": {ListAction.WITHDRAW}, "principal": SIGNS}),
    (ListState.OWED, "", {"handler": COUNTERSIGNS, "supervisor": COUNTERSIGNS}),
    (ListState.HALF, "handler", {"supervisor": COUNTERSIGNS, "principal": COUNTERSIGNS}),
    (ListState.HALF, "supervisor", {"principal": COUNTERSIGNS}),
    (ListState.SIGNED, "handler", {}),
]


@pytest.mark.parametrize(
    ("state", "executor", "acts"), STANDING, ids=[f"{state}-{executor or 'nobody'}" for state, executor, _ in STANDING]
)
def test_what_one_may_do_to_a_list_as_it_stands(
    cast: Cast, now: dt.datetime, state: ListState, executor: str, acts: dict[str, set[ListAction]]
) -> None:
    row = DestructionList(state=state, executor_account=executor)

    def acting(user: User, at: dt.datetime) -> set[ListAction]:
        return set(policies.acts_on_list(user, row, at))

    found = {name: acting(person, now) for name, person in vars(cast).items()}
    assert {name: may for name, may in found.items() if may} == acts
    assert cast.those(lambda user: acting(user, now - LONG_AGO)) == set()


def test_each_act_is_one_in_a_post(cast: Cast, now: dt.datetime) -> None:
    row = DestructionList(state=ListState.PROPOSED, executor_account="handler")

    withdraws = policies.acts_on_list(cast.handler, row, now)[ListAction.WITHDRAW]
    signs = policies.acts_on_list(cast.principal, row, now)[ListAction.SIGN]

    assert (withdraws.role, signs.role) == (Role.HANDLER, Role.PRINCIPAL)

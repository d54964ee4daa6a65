"""Whose footage a hold keeps, and its copies, is for who works on the case; without a case, for who handles cases (肆、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.services import SYSTEM
from retention import policies
from retention.choices import HoldKind, HoldOrigin
from retention.models import EvidenceCopy, Hold
from tests.absences import away

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User
    from tests.conftest import Cast

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}
OVER, RUNNING = uuid.UUID(int=1), uuid.UUID(int=2)
ASKED: list[Collection[uuid.UUID]] = []


def tonight(now: dt.datetime) -> dt.datetime:
    return dt.datetime(2026, 11, 23, 20, 0, tzinfo=now.tzinfo)


def worked_on(user: User, case_keys: Collection[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """The handler and the teacher work on every case until tonight; the teacher, who handles none, is never asked about."""
    return set(case_keys) if user.username in ("handler", "teacher") and now < tonight(now) else set()


def case_ends(case_keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    ASKED.append(case_keys)
    return {OVER} & set(case_keys)


def case_of(number: str, now: dt.datetime) -> policies.CaseOfHold | None:
    """One case needs its footage until tonight, the others do not; of what is no case it knows nothing."""
    if not number.startswith("115-"):
        return None
    return policies.CaseOfHold(key=RUNNING, needs_footage=number == "115-0002" and now < tonight(now), is_coded=False)


@pytest.fixture(autouse=True)
def one_room_above(monkeypatch: pytest.MonkeyPatch) -> None:
    ASKED.clear()
    for module, registry in ((policies.copies, "_registry"), (policies.holds, "_registry"), (policies.lists, "_ends")):
        monkeypatch.setattr(module, registry, set())
    policies.register_copy_gate(f"{__name__}.worked_on")
    policies.register_cases(f"{__name__}.case_of")
    policies.register_case_ends(f"{__name__}.case_ends")


HOLDS: dict[str, tuple[dict[str, object], set[str]]] = {
    "for a case": ({"case_key": RUNNING, "reference": "115-0001"}, {"handler"}),
    "for a restricted case": ({"case_key": RUNNING, "is_coded": True}, {"handler"}),
    "for a case, by its number only": ({"reference": "115-0001", "origin": HoldOrigin.EMERGENCY}, {"handler"}),
    "for a paper": ({"reference": "桃警字第1號"}, CHAIN),
    "in an emergency": ({"origin": HoldOrigin.EMERGENCY}, CHAIN),
    "for a restricted case of before": ({"reference": "", "is_coded": True}, set()),
    "restricted, with words of its own": ({"origin": HoldOrigin.SHELL, "is_coded": True}, set()),
    "for nothing anybody wrote down": ({}, set()),
}


@pytest.mark.parametrize(("facts", "names"), HOLDS.values(), ids=HOLDS)
def test_who_may_know_whose_footage_is_kept(
    cast: Cast, now: dt.datetime, facts: dict[str, object], names: set[str]
) -> None:
    hold = Hold(pk=7, **facts)
    copy = EvidenceCopy(hold=hold)

    assert cast.those(lambda user: policies.may_know_hold(user, hold, now)) == names
    assert cast.those(lambda user: policies.may_open_copy(user, copy, now)) == names
    assert cast.those(lambda user: policies.makes_copies(user, hold, now)) == names - {"principal"}
    for may in (policies.may_know_hold, policies.makes_copies):
        assert cast.those(lambda user, asked=may: asked(user, hold, now - LONG_AGO)) == set()  # type: ignore[misc]
    assert cast.those(lambda user: policies.may_open_copy(user, copy, now - LONG_AGO)) == set()


def test_who_looks_after_holds_from_today_on_made_no_copy_yesterday(cast: Cast, now: dt.datetime, at_now: None) -> None:
    appoint(user=cast.principal, role=Role.HANDLER, title="事務組長", since=now.date(), actor=SYSTEM, now=now)
    hold = Hold(pk=1, origin=HoldOrigin.SHELL)

    assert policies.makes_copies(cast.principal, hold, now)
    assert policies.may_know_hold(cast.principal, hold, now - dt.timedelta(days=1))
    assert policies.makes_copies(cast.principal, hold, now - dt.timedelta(days=1)) is None


def test_of_many_holds_one_knows_some(cast: Cast, now: dt.datetime) -> None:
    holds = [Hold(pk=1, case_key=RUNNING), Hold(pk=2, origin=HoldOrigin.SHELL), Hold(pk=3, is_coded=True)]

    assert policies.holds_known(cast.handler, iter(holds), now) == {1, 2}
    assert policies.holds_known(cast.supervisor, iter(holds), now) == {2}
    assert policies.holds_known(cast.teacher, iter(holds), now) == set()
    assert policies.holds_known(cast.handler, iter(holds), now.replace(hour=21)) == {2}


@pytest.mark.parametrize("absent", sorted(CHAIN))
def test_a_deputy_knows_what_rests_on_no_case(cast: Cast, now: dt.datetime, absent: str) -> None:
    away(getattr(cast, absent), cast.dean, now)

    assert policies.may_know_hold(cast.dean, Hold(pk=1, origin=HoldOrigin.SHELL), now)


RELEASED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
ENDS: dict[str, tuple[dict[str, object], bool]] = {
    "its case is over": ({"case_key": OVER}, True),
    "its case runs, whatever the hold": ({"case_key": RUNNING, "released_at": RELEASED, "origin": "shell"}, False),
    "its case by number is over": ({"reference": "115-0001"}, True),
    "its case by number needs it": ({"reference": "115-0002", "released_at": RELEASED}, False),
    "for a paper, released": ({"reference": "桃警字第1號", "released_at": RELEASED}, True),
    "for a paper, in force": ({"reference": "桃警字第1號"}, False),
    "an emergency, released": ({"origin": HoldOrigin.EMERGENCY, "released_at": RELEASED}, True),
    "an emergency, in force": ({"origin": HoldOrigin.EMERGENCY}, False),
    "by law, released": ({"kind": HoldKind.LEGAL, "released_at": RELEASED}, True),
    "by law, in force": ({"kind": HoldKind.LEGAL}, False),
    "restricted, nobody can be asked": ({"is_coded": True, "released_at": RELEASED, "origin": "shell"}, False),
    "for nothing anybody wrote down": ({"kind": HoldKind.TEMPORARY, "released_at": RELEASED}, False),
}


@pytest.mark.parametrize(("facts", "is_over"), ENDS.values(), ids=ENDS)
def test_whether_what_a_copy_was_made_for_is_over(now: dt.datetime, facts: dict[str, object], is_over: bool) -> None:
    assert policies.is_case_over(Hold(pk=7, **facts), now) is is_over


def test_the_answer_is_of_the_moment_asked_about(now: dt.datetime) -> None:
    assert policies.is_case_over(Hold(pk=7, reference="115-0002"), now.replace(hour=21))


def test_the_room_of_cases_is_asked_once_and_about_nothing_never(now: dt.datetime) -> None:
    holds = [Hold(pk=1, case_key=OVER), Hold(pk=2, case_key=RUNNING), Hold(pk=3)]

    assert policies.holds_over(holds, now) == {1}
    assert policies.holds_over(holds[2:], now) == set()
    assert [set(keys) for keys in ASKED] == [{OVER, RUNNING}]


def test_without_a_room_of_cases_a_copy_of_one_ends_with_its_hold(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies.lists, "_ends", set())

    assert policies.is_case_over(Hold(pk=7, case_key=RUNNING, origin=HoldOrigin.SHELL, released_at=RELEASED), now)
    assert not policies.is_case_over(Hold(pk=7, case_key=OVER, origin=HoldOrigin.SHELL), now)

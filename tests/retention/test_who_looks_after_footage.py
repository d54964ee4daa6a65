"""Who sees how long footage is kept, who may have a folder of recordings emptied, who checks (肆、四; rulings 16, 24, 26)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from retention import policies
from retention.choices import DeletedBy
from retention.models import FootageSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from tests.conftest import Cast

BEFORE = dt.date(2026, 7, 31)
"""Nobody was appointed yet."""
CHAIN = {"handler", "supervisor", "principal"}
READERS = CHAIN | {"guard", "administrator", "auditor"}
EVERYBODY_BUT_THE_AUDITOR = CHAIN | {"teacher", "colleague", "dean", "guard", "administrator"}

QUESTIONS: list[tuple[Callable[[User, dt.date], bool], set[str]]] = [
    (policies.may_see_retention, READERS),
    (policies.may_see_holds, CHAIN),
    (policies.may_check, {"handler", "guard"}),
    (policies.may_see_sources, CHAIN | {"administrator", "auditor"}),
    (policies.may_keep_in_emergency, EVERYBODY_BUT_THE_AUDITOR),
    (policies.may_know_lists, CHAIN | {"auditor"}),
    (policies.may_see_copies, CHAIN | {"auditor"}),
]


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_may_by_the_post_of_the_day(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.date], bool], names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, now.date())) == names
    assert cast.those(lambda user: may(user, BEFORE)) == set()


KEEPERS, PROPOSERS = {"handler", "administrator"}, {"handler", "supervisor", "administrator"}
STOPPERS = CHAIN | {"administrator"}
NOBODY: set[str] = set()

FOLDERS: dict[str, tuple[dict[str, object] | None, dict[str, set[str]]]] = {
    "none yet": (
        None,
        {"keeps": KEEPERS, "stops": STOPPERS, "proposes": PROPOSERS, "confirms": {"supervisor", "principal"}, "accepts": CHAIN},
    ),
    "only read": (
        {"deleted_by": DeletedBy.RECORDER},
        {"keeps": KEEPERS, "stops": NOBODY, "proposes": PROPOSERS, "confirms": NOBODY, "accepts": NOBODY},
    ),
    "proposed by the supervisor": (
        {"deleted_by": DeletedBy.RECORDER, "proposed_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC), "proposed_account": "supervisor"},
        {"keeps": KEEPERS, "stops": STOPPERS, "proposes": PROPOSERS, "confirms": {"principal"}, "accepts": NOBODY},
    ),
    "ours after two people said so": (
        {"deleted_by": DeletedBy.PRODUCT, "proposed_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC), "proposed_account": "handler"},
        {"keeps": KEEPERS, "stops": STOPPERS, "proposes": NOBODY, "confirms": NOBODY, "accepts": CHAIN},
    ),
    "ours by the shell": (
        {"deleted_by": DeletedBy.PRODUCT},
        {"keeps": KEEPERS, "stops": STOPPERS, "proposes": NOBODY, "confirms": NOBODY, "accepts": CHAIN},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "powers"), FOLDERS.values(), ids=FOLDERS)
def test_what_one_may_do_to_a_folder_of_recordings_as_it_stands(
    cast: Cast, now: dt.datetime, facts: dict[str, object] | None, powers: dict[str, set[str]]
) -> None:
    source = None if facts is None else FootageSource(**facts)

    def having(power: str, day: dt.date) -> set[str]:
        return cast.those(lambda user: getattr(policies.powers_over(user, source, day), power))

    assert {power: having(power, now.date()) for power in powers} == powers
    assert {power: having(power, BEFORE) for power in powers} == dict.fromkeys(powers, NOBODY)


def test_what_one_may_not_do_to_a_folder_is_refused_in_a_sentence() -> None:
    policies.require_power(allowed=True, who="校長", act="確認")
    with pytest.raises(policies.NotYourSource, match=r"^只有處室主管及校長可以確認由本系統刪除。$"):
        policies.require_power(allowed=False, who="處室主管及校長", act="確認由本系統刪除")

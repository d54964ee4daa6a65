"""Who lets copies go: 執行人, 監銷人, who marks a dispute; and whether the case a copy was made for is over (rulings 2, 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from accounts.choices import Role
from accounts.policies import roles_of
from accounts.selectors import seatings
from printing.rules import local_date
from retention.choices import HoldKind, ListAction, ListState
from retention.policies.holds import as_one_of, case_of_hold, reads_holds
from retention.transitions import possible

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from accounts.selectors import Seating, Signatory
    from retention.models import DestructionList, Hold

LIST_EXECUTOR = "承辦人及處室主管"
LIST_WITNESS = "執行人以外的處室主管、校長或其代理人"
LIST_READERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.AUDITOR})
LIFTER = "得閱覽該案的處室主管及校長"

_ends: set[str] = set()


def register_case_ends(path: str) -> None:
    """Let the room above say which of its cases are over: the dotted `path` of a callable (case keys) → set of keys."""
    _ends.add(path)


def is_case_over(hold: Hold, now: dt.datetime) -> bool:
    """Say whether what a copy of `hold` was made for is over; made for no case, whether the hold has ended.

    Of a 限制案 that nobody can ask it is not: then people sign for its copies.
    """
    return hold.pk in holds_over([hold], now)


def holds_over(holds: Collection[Hold], now: dt.datetime) -> set[int]:
    """Return the keys of those of `holds` of which `is_case_over` says so; the room above is asked once."""
    keys = {hold.case_key for hold in holds if hold.case_key}
    over: set[uuid.UUID] = set().union(*(import_string(path)(keys) for path in _ends)) if keys else set()
    return {hold.pk for hold in holds if (hold.case_key in over if hold.case_key and _ends else _is_over(hold, now))}


def _is_over(hold: Hold, now: dt.datetime) -> bool:
    if hold.reference and (case := case_of_hold(hold.reference, now)):
        return not case.needs_footage
    rests_on_no_case = bool(hold.reference or hold.origin) or hold.kind == HoldKind.LEGAL
    return rests_on_no_case and not hold.is_coded and hold.released_at is not None


def may_know_lists(user: User, day: dt.date) -> bool:
    """Those in whose row of pages the end of copies stands."""
    return bool(roles_of(user, day) & LIST_READERS)


def may_see_lists(user: User, now: dt.datetime) -> bool:
    """Those who handle cases, while they are away their deputies, and 稽核: a list names copies and places, no case."""
    return Role.AUDITOR in roles_of(user, local_date(now)) or reads_holds(user, now)


def executes(user: User, now: dt.datetime) -> Signatory | None:
    """承辦人 and 處室主管 write a 銷毀清冊 and carry it out."""
    return as_one_of(user, (Role.HANDLER, Role.SUPERVISOR), now)


def witnesses(user: User, executor: str, now: dt.datetime) -> Signatory | None:
    """Return as what `user` is 監銷人 of what the account `executor` signed: 處室主管, 校長 or a deputy, never the same person.

    Only where the school has nobody else in these posts does a second 承辦人 (ruling 2).
    """
    seats = seatings((Role.SUPERVISOR, Role.PRINCIPAL, Role.HANDLER), now)
    excluded = _seated_as(executor, seats.values())
    above = [seats[role] for role in (Role.SUPERVISOR, Role.PRINCIPAL)]
    asked = above if any(seat.without(excluded) for seat in above) else [seats[Role.HANDLER]]
    return next((found for seat in asked if (found := seat.signatory(user, excluded=excluded))), None)


def _seated_as(account: str, seats: Iterable[Seating]) -> set[int]:
    """Return the key of whoever has the account, if he sits or is stood in for in one of the seats; no query."""
    people = [one for seat in seats for one in seat.people]
    present = [user for one in people for user in (one.user, one.acting_for) if user]
    return {user.pk for user in present if user.username == account}


def lifts_disputes(user: User, now: dt.datetime) -> Signatory | None:
    """處室主管 and 校長 take a dispute mark away; 承辦人 may only set one."""
    return as_one_of(user, (Role.SUPERVISOR, Role.PRINCIPAL), now)


def acts_on_list(user: User, row: DestructionList, now: dt.datetime) -> dict[ListAction, Signatory]:
    """Return what `user` may do to a list as it stands, each with as what."""
    executor = executes(user, now)
    witness = witnesses(user, row.executor_account, now)
    may = {
        ListAction.SIGN: witness,
        ListAction.RETURN: witness,
        ListAction.WITHDRAW: executor if user.username == row.executor_account else None,
        ListAction.COUNTERSIGN: witness if row.state == ListState.HALF else executor,
    }
    return {action: by for action, by in may.items() if by and action in possible(ListState(row.state))}

"""Who makes copies, who may know what one shows (need to know; 肆、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from accounts.choices import Role
from accounts.once import once
from accounts.policies import roles_of
from printing.rules import local_date
from retention.policies.holds import as_one_of, case_key_of, looks_after_holds, reads_holds
from retention.policies.seeing import CASE_READERS

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from accounts.models import User
    from accounts.selectors import Signatory
    from retention.models import EvidenceCopy, Hold

COPY_MAKERS = "辦理本案的承辦人及處室主管"
COPY_READERS = CASE_READERS | {Role.AUDITOR}
"""Who sees which copies there are, until when and with which hash; for which case they were made is another question."""

_registry: set[str] = set()


def register_copy_gate(path: str) -> None:
    """Let the room above say who works on its cases: the dotted `path` of a callable (user, case keys, moment) → set of keys."""
    _registry.add(path)


@once
def _worked_on(user: User, case_keys: frozenset[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    return set().union(*(import_string(path)(user, case_keys, now) for path in _registry)) if case_keys else set()


def may_know_hold(user: User, hold: Hold, now: dt.datetime) -> bool:
    """Say whether `user` may know whose footage a hold keeps: who works on its case, never a party to it.

    One that rests on something else (緊急留存, a document) is open to those who handle cases; one of a 限制案 of before,
    whose case nobody can ask any more, is open to nobody.
    """
    return hold.pk in holds_known(user, [hold], now)


def holds_known(user: User, holds: Iterable[Hold], now: dt.datetime) -> set[int]:
    """Return the keys of those of `holds` of which `may_know_hold` says so; the room above is asked once."""
    if as_one_of(user, (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL), now) is None:
        return set()
    found = list(holds)
    keys = {hold.pk: case_key_of(hold, now) for hold in found}
    cases = _worked_on(user, frozenset(key for key in keys.values() if key), now)
    return {hold.pk for hold in found if (keys[hold.pk] in cases if keys[hold.pk] else _rests_on_no_case(hold))}


def _rests_on_no_case(hold: Hold) -> bool:
    return bool(hold.reference or hold.origin) and not hold.is_coded


def lists_copies(user: User, now: dt.datetime) -> bool:
    """Those who handle cases, their deputies while they are away, and 稽核."""
    return audits_copies(user, now) or reads_holds(user, now)


def audits_copies(user: User, now: dt.datetime) -> bool:
    """稽核 reads numbers, dates, states, hashes and custody of every copy; never a case, a reason or the copy itself."""
    return Role.AUDITOR in roles_of(user, local_date(now))


def may_see_copies(user: User, day: dt.date) -> bool:
    """Whose own pages of 影像保存 name the list of copies."""
    return bool(roles_of(user, day) & COPY_READERS)


def may_open_copy(user: User, copy: EvidenceCopy, now: dt.datetime) -> bool:
    """Say whether `user` may play or download a copy, or know for what it was made."""
    return may_know_hold(user, copy.hold, now)


def makes_copies(user: User, hold: Hold, now: dt.datetime) -> Signatory | None:
    """承辦人 and 處室主管 who may know the hold make its copies, or say why there is none (伍、三; ruling 13)."""
    return looks_after_holds(user, now) if may_know_hold(user, hold, now) else None

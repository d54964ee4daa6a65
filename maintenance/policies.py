"""Who reports, confirms, repairs and re-checks faults; who inspects and who re-checks (參、三; 陸、一; rulings 21, 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.choices import Role
from accounts.models import User
from accounts.policies import appointments_on, roles_of
from accounts.selectors import people_with
from maintenance import transitions
from maintenance.choices import FaultAction, FaultStatus, StockTakeAction, StockTakeStatus
from maintenance.models import Fault

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from maintenance.models import Inspection, StockTake

READERS = frozenset(Role) - {Role.STAFF}
"""Everybody who works with the system reads faults and inspections; they hold no data of pupils."""

MAY: dict[FaultAction, frozenset[Role]] = {
    FaultAction.CONFIRM: frozenset({Role.HANDLER, Role.GUARD}),
    FaultAction.DISMISS: frozenset({Role.HANDLER}),
    FaultAction.ASSIGN: frozenset({Role.HANDLER}),
    FaultAction.REPAIR: frozenset({Role.HANDLER}),
    FaultAction.PASS: frozenset({Role.HANDLER, Role.GUARD, Role.SUPERVISOR}),
    FaultAction.FAIL: frozenset({Role.HANDLER, Role.GUARD, Role.SUPERVISOR}),
}
RECHECKS = frozenset({FaultAction.PASS, FaultAction.FAIL})
OWNERS = (Role.HANDLER, Role.ADMINISTRATOR, Role.GUARD, Role.SUPERVISOR)
"""Whose hands a repair may be in: 事務組 mostly, 資訊組 where the network is at fault."""
RECHECKERS = frozenset({Role.HANDLER, Role.SUPERVISOR})


def second_people(roles: frozenset[Role], first: Q, day: dt.date) -> QuerySet[User]:
    """Return who may do the second half of an act of two people: who else holds one of `roles`, else 校長 (ruling 2).

    `first` says who did the first half. The plan's introduction lets a school have 校長 and no 主任.
    """
    others = User.objects.filter(pk__in=appointments_on(day).filter(role__in=roles).values("user")).exclude(first)
    return others if others.exists() else people_with(Role.PRINCIPAL, day).exclude(first)


def visible_to(user: User, day: dt.date) -> QuerySet[Fault]:
    """Return the faults a person may see: readers all, everybody else what they reported themselves."""
    if roles_of(user, day) & READERS:
        return Fault.objects.all()
    return Fault.objects.filter(reporter=user)


def acts_on(user: User, fault: Fault, day: dt.date) -> frozenset[FaultAction]:
    """Return what the person may do to the fault as it stands."""
    roles = roles_of(user, day)
    acts = {action for action in transitions.possible(FaultStatus(fault.status)) if roles & MAY[action]}
    return frozenset(acts if is_another(user, fault) else acts - RECHECKS)


def may_act(user: User, action: FaultAction, day: dt.date) -> bool:
    """Say whether the person's role allows the act at all."""
    return bool(roles_of(user, day) & MAY[action])


def is_another(user: User, fault: Fault) -> bool:
    """複驗 is another person's than who recorded the repair."""
    return user.pk != fault.repair_account_id


def may_own(user: User, day: dt.date) -> bool:
    """Say whether a repair may be put into the person's hands."""
    return bool(roles_of(user, day) & frozenset(OWNERS))


def may_see_downtime(user: User, day: dt.date) -> bool:
    """Readers: the same who see every fault."""
    return bool(roles_of(user, day) & READERS)


def may_record_outages(user: User, day: dt.date) -> bool:
    """承辦人 writes down why there is no footage where nothing is broken (ruling 18)."""
    return Role.HANDLER in roles_of(user, day)


def may_print_stickers(user: User, day: dt.date) -> bool:
    """承辦人 and 系統管理 make and renew stickers (ruling 24)."""
    return bool(roles_of(user, day) & {Role.HANDLER, Role.ADMINISTRATOR})


def may_see_inspections(user: User, day: dt.date) -> bool:
    """Readers; a teacher has no need of 附錄2."""
    return bool(roles_of(user, day) & READERS)


def may_inspect(user: User, day: dt.date) -> bool:
    """承辦人 fills 附錄2; who inspected is written in the row."""
    return Role.HANDLER in roles_of(user, day)


def may_recheck(user: User, inspection: Inspection, day: dt.date) -> bool:
    """複查 is another person's: neither who inspected nor who recorded it (ruling 21); 校長's where nobody else is left."""
    first = Q(pk=inspection.recorded_by_id) | Q(name=inspection.inspector)
    return second_people(RECHECKERS, first, day).filter(pk=user.pk).exists()


BOOK_READERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.AUDITOR})
SIGNS_STOCK_TAKES = frozenset({StockTakeAction.SIGN, StockTakeAction.RETURN})


def may_see_equipment(user: User, day: dt.date) -> bool:
    """行政人員, 校長, 系統管理 and 稽核 read the 設備帳 (陸、二; ruling 24)."""
    return bool(roles_of(user, day) & BOOK_READERS)


def may_keep_equipment(user: User, day: dt.date) -> bool:
    """承辦人 keeps the 設備帳 and takes stock."""
    return Role.HANDLER in roles_of(user, day)


def acts_on_stock_take(user: User, stock_take: StockTake, day: dt.date) -> frozenset[StockTakeAction]:
    """Return what the person may do to the stock-take: 承辦人 takes it, who of `signs_stock_take` is not he signs."""
    possible = transitions.possible_in_stock_take(StockTakeStatus(stock_take.status))
    takes = may_keep_equipment(user, day)
    signs = bool(possible & SIGNS_STOCK_TAKES) and signs_stock_take(stock_take, day).filter(pk=user.pk).exists()
    return frozenset(action for action in possible if (signs if action in SIGNS_STOCK_TAKES else takes))


def signs_stock_take(stock_take: StockTake, day: dt.date) -> QuerySet[User]:
    """Return who countersigns it: 處室主管 other than who closed it, 校長 where there is none."""
    return second_people(frozenset({Role.SUPERVISOR}), Q(pk=stock_take.closed_by_id), day)


CHECKERS = frozenset({Role.HANDLER, Role.GUARD})


def may_check(user: User, day: dt.date) -> bool:
    """承辦人 and guards look at cameras and recorders: items of a work list, the daily check, 已知悉."""
    return bool(roles_of(user, day) & CHECKERS)


def may_set_shifts(user: User, day: dt.date) -> bool:
    """承辦人 keeps the duty calendar of the daily check."""
    return Role.HANDLER in roles_of(user, day)

"""What of the equipment hangs on one person goes to another: faults in his hands, things he keeps (陸; ruling 25)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.choices import UNREPAIRED
from maintenance.models import Equipment, EquipmentMove, Fault
from maintenance.selectors import EQUIPMENT, kept_by, kept_by_a_namesake
from maintenance.services.faults.telling import record, tell
from printing.rules import local_date, long_date
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.services import Actor

REASON = "職務異動移交"


@dataclass
class HandedEquipment:
    """What was handed over, for the entries that follow."""

    faults: list[Fault] = field(default_factory=list)
    things: list[Equipment] = field(default_factory=list)


def faults_of(person: User) -> int:
    """Return how many unrepaired faults are in the hands of `person`."""
    return Fault.objects.filter(owner=person, status__in=UNREPAIRED).count()


def things_of(person: User) -> int:
    """Return how many things in use `person` keeps (經管人 of the property books, by name)."""
    return kept_by(person).count()


def hand_over_equipment(
    *, person: User, successor: User | None, actor: Actor, now: dt.datetime, with_things: bool = True
) -> HandedEquipment:
    """Put the person's faults into the successor's hands, and the things he keeps into his keeping, and return them.

    A fault the successor may not own is in nobody's hands: every 承辦人 acts on it. Where somebody else in use has the
    person's name, the books do not say whose a thing is: it stays, and 承辦人 is told. Call inside the act's transaction;
    the caller records it by `record_handed`.
    """
    day = local_date(now)
    owner = successor if successor and policies.may_own(successor, day) else None
    rows = Fault.objects.select_for_update(of=("self",), no_key=True).filter(owner=person, status__in=UNREPAIRED)
    handed = HandedEquipment(faults=list(rows.select_related("camera", "recorder").order_by("pk")))
    for fault in handed.faults:
        fault.owner = owner
        fault.save(update_fields=["owner"])
        tell(fault, [owner] if owner else [], f"故障 {fault.number} 已移交，由您承辦", now)
    if successor and with_things:
        handed.things = _move_things(person, successor, actor, now)
    if with_things:
        _tell_of_namesakes(person, now)
    return handed


def record_handed(handed: HandedEquipment, to: str, actor: Actor, now: dt.datetime) -> None:
    """Append what `hand_over_equipment` changed; last, it locks the ledger."""
    for fault in handed.faults:
        record(Verb.FAULT_HANDED, fault, actor, now, to=to if fault.owner else "承辦人")
    words = {"on": long_date(local_date(now))}
    for thing in handed.things:
        ledger.append(verb=Verb.EQUIPMENT_MOVED, actor=actor, detail=words, now=now, **EQUIPMENT.said(thing))


def _move_things(person: User, successor: User, actor: Actor, now: dt.datetime) -> list[Equipment]:
    rows = kept_by(person).select_for_update(of=("self",), no_key=True)
    things = list(rows.order_by("pk"))
    for thing in things:
        thing.keeper = successor.name[:40]
        thing.save(update_fields=["keeper"])
        EquipmentMove.objects.create(
            equipment=thing, moved_on=local_date(now), reason=REASON, recorded_by=actor.name, recorded_at=now,
            from_keeper=person.name[:40], to_keeper=thing.keeper, from_unit=thing.unit, to_unit=thing.unit,
            from_location=thing.location, to_location=thing.location,
        )  # fmt: skip
    return things


def _tell_of_namesakes(person: User, now: dt.datetime) -> None:
    numbers = [thing.full_number for thing in kept_by_a_namesake(person).order_by("pk")]
    if numbers:
        which = numbers[0] if len(numbers) == 1 else f"{numbers[0]} 等 {len(numbers)} 筆"
        text = f"設備 {which}的經管人與另一位使用中人員同名，職務異動時未移交；請查明後登錄異動"
        told, url = holders_of(Role.HANDLER, day=local_date(now)), reverse("maintenance:equipment-list")
        notify(recipients=told, text=text, url=url, subject="設備帳", now=now)

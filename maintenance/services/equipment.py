"""The 設備帳: entered, changed, moved, scrapped — never deleted (陸、二)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.models import Equipment, EquipmentMove
from maintenance.selectors import EQUIPMENT
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import User

PLACED = ("keeper", "unit", "location")
"""What only a move changes."""
CHANGEABLE = (
    "number", "suffix", "name", "brand", "model", "serial", "acquired_on", "cost", "life_years", "warranty_until",
    "is_networked", "restriction", "approval_number", "replace_by", "camera", "recorder", "remarks",
)  # fmt: skip
BY_SHEET = "依匯入檔更新"


class EquipmentError(Exception):
    """The books cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def enter_equipment(*, user: User, now: dt.datetime, **facts: Any) -> Equipment:
    """Enter a thing in the books with its facts (`CHANGEABLE` and `PLACED`). Raises EquipmentError."""
    _require_keeps(user, now)
    _require_sound(None, facts, now)
    equipment = Equipment.objects.create(**facts)
    words = {"number": equipment.full_number}
    actor = in_words(user, now)
    ledger.append(verb=Verb.EQUIPMENT_ENTERED, actor=actor, detail=words, now=now, **EQUIPMENT.said(equipment))
    return equipment


@transaction.atomic
def change_equipment(*, equipment_id: int, user: User, now: dt.datetime, **facts: Any) -> Equipment:
    """Change facts (`CHANGEABLE`) of a thing in use. Raises EquipmentError."""
    equipment = _in_use(equipment_id, user, now)
    _require_sound(equipment, facts, now)
    changed = [name for name in CHANGEABLE if name in facts and getattr(equipment, name) != facts[name]]
    if not changed:
        return equipment
    for name in changed:
        setattr(equipment, name, facts[name])
    equipment.save(update_fields=changed)
    words = "、".join(str(Equipment._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    said = EQUIPMENT.said(equipment)
    ledger.append(verb=Verb.EQUIPMENT_CHANGED, actor=in_words(user, now), detail={"fields": words}, now=now, **said)
    return equipment


@transaction.atomic
def move_equipment(
    *, equipment_id: int, moved_on: dt.date, reason: str, user: User, now: dt.datetime, **to: str
) -> EquipmentMove:
    """Record that a thing is with another keeper, unit or at another place (`PLACED`). Raises EquipmentError."""
    equipment = _in_use(equipment_id, user, now)
    if not equipment.acquired_on <= moved_on <= local_date(now):
        raise EquipmentError("異動日期不可早於取得日期，也不可晚於今天。", field="moved_on")
    sides = {f"from_{name}": getattr(equipment, name) for name in PLACED} | {f"to_{name}": to[name] for name in PLACED}
    if all(sides[f"from_{name}"] == sides[f"to_{name}"] for name in PLACED):
        raise EquipmentError("經管人、使用單位及存置地點都與現在相同，沒有異動。")
    for name in PLACED:
        setattr(equipment, name, to[name])
    equipment.save(update_fields=PLACED)
    actor = in_words(user, now)
    move = EquipmentMove.objects.create(
        equipment=equipment, moved_on=moved_on, reason=reason, recorded_by=actor.name, recorded_at=now, **sides
    )
    words = {"on": long_date(moved_on)}
    ledger.append(verb=Verb.EQUIPMENT_MOVED, actor=actor, detail=words, now=now, **EQUIPMENT.said(equipment))
    return move


@transaction.atomic
def scrap_equipment(
    *, equipment_id: int, scrapped_on: dt.date, scrap_number: str, user: User, now: dt.datetime
) -> Equipment:
    """Record that a thing was scrapped, by which document; it stays in the books. Raises EquipmentError."""
    equipment = _in_use(equipment_id, user, now)
    if not equipment.acquired_on <= scrapped_on <= local_date(now):
        raise EquipmentError("報廢日期不可早於取得日期，也不可晚於今天。", field="scrapped_on")
    equipment.scrapped_on, equipment.scrap_number = scrapped_on, scrap_number
    equipment.save(update_fields=["scrapped_on", "scrap_number"])
    words = {"on": long_date(scrapped_on), "number": scrap_number}
    said = EQUIPMENT.said(equipment)
    ledger.append(verb=Verb.EQUIPMENT_SCRAPPED, actor=in_words(user, now), detail=words, now=now, **said)
    return equipment


@transaction.atomic
def write_equipment(*, row: Mapping[str, Any], user: User, now: dt.datetime) -> None:
    """Bring one thing to what a row of the sheet says: entered or changed, moved, scrapped. Raises EquipmentError."""
    facts, placed = ({name: row[name] for name in names} for names in (CHANGEABLE, PLACED))
    who: dict[str, Any] = {"user": user, "now": now}
    known = Equipment.objects.filter(number=row["number"], suffix=row["suffix"]).first()
    equipment = known or enter_equipment(**facts, **placed, **who)
    if known:
        equipment = change_equipment(equipment_id=known.pk, **facts, **who)
        if any(getattr(equipment, name) != placed[name] for name in PLACED):
            day = local_date(now)
            move_equipment(equipment_id=known.pk, moved_on=day, reason=BY_SHEET, **placed, **who)
    if bool(row["scrapped_on"]) != bool(row["scrap_number"]):
        raise EquipmentError("報廢日期與報廢文號須一併填寫。")
    if row["scrapped_on"]:
        document = {"scrapped_on": row["scrapped_on"], "scrap_number": row["scrap_number"]}
        scrap_equipment(equipment_id=equipment.pk, **document, **who)


def _in_use(equipment_id: int, user: User, now: dt.datetime) -> Equipment:
    equipment = Equipment.objects.select_for_update(no_key=True).get(pk=equipment_id)
    if equipment.scrapped_on:
        raise EquipmentError(f"這件設備已於{long_date(equipment.scrapped_on)}報廢，不能再變更。")
    _require_keeps(user, now)
    return equipment


def _require_keeps(user: User, now: dt.datetime) -> None:
    if not policies.may_keep_equipment(user, local_date(now)):
        raise EquipmentError("只有承辦人可以變更設備帳。")


def _require_sound(equipment: Equipment | None, facts: Mapping[str, Any], now: dt.datetime) -> None:
    others = Equipment.objects.filter(number=facts["number"], suffix=facts["suffix"])
    if (others.exclude(pk=equipment.pk) if equipment else others).exists():
        raise EquipmentError("這個財產編號（含分號）已經列帳，請確認後再填。", field="number")
    if facts["acquired_on"] > local_date(now):
        raise EquipmentError("取得日期不可晚於今天。", field="acquired_on")
    if facts["camera"] and facts["recorder"]:
        raise EquipmentError("一件設備只能對應一支攝影機或一部主機，請擇一。", field="recorder")

"""Questions about the 設備帳 and its stock-takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Q, Value
from django.db.models.functions import Concat, Left, Length

from accounts.models import User
from ledger.witnesses import RowWitness, row_facts
from maintenance.choices import AssetKind, TickResult
from maintenance.models import Equipment, StockTake, StockTakeItem
from maintenance.rules.equipment import PROPERTY_FROM_COST, PROPERTY_FROM_YEARS, warnings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    class Coded(TypedDict):
        """The code of what a thing is."""

        code: str

    ShownEquipment = WithAnnotations[Equipment, Coded]

AnyEquipment = TypeVar("AnyEquipment", bound=Equipment)


def equipment_facts(equipment: Equipment) -> dict[str, object]:
    """Return the columns of a thing and where it went."""
    return row_facts(equipment) | {"moves": [row_facts(move) for move in sorted(equipment.moves.all(), key=_key)]}


def stock_take_facts(stock_take: StockTake) -> dict[str, object]:
    """Return the columns of a stock-take and of each of its items."""
    return row_facts(stock_take) | {"items": [row_facts(item) for item in sorted(stock_take.items.all(), key=_key)]}


def kept_by(person: User) -> QuerySet[Equipment]:
    """Return the things in use `person` keeps (經管人); none where somebody else in use has the same name."""
    return Equipment.objects.none() if _has_namesake(person) else _under_the_name_of(person)


def kept_by_a_namesake(person: User) -> QuerySet[Equipment]:
    """Return the things in use of which the books do not say whether `person` keeps them or somebody else of that name."""
    return _under_the_name_of(person) if _has_namesake(person) else Equipment.objects.none()


def _under_the_name_of(person: User) -> QuerySet[Equipment]:
    """By name as the books write it: forty characters at most."""
    return Equipment.objects.filter(keeper=person.name[:40], scrapped_on=None)


def _has_namesake(person: User) -> bool:
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    return others.annotate(in_books=Left("name", 40)).filter(in_books=person.name[:40]).exists()


def _key(row: object) -> int:
    return int(row.pk)  # type: ignore[attr-defined] # a row of either kind


EQUIPMENT = RowWitness(
    Equipment.objects.prefetch_related("moves"), subject=lambda row: f"設備帳第 {row.pk} 筆", facts=equipment_facts
)
STOCK_TAKES = RowWitness(
    StockTake.objects.prefetch_related("items"), subject=lambda row: f"{row.year}年度盤點", facts=stock_take_facts
)

IN_USE, SCRAPPED, ALL = "", "scrapped", "all"
IS_PROPERTY = Q(cost__gte=PROPERTY_FROM_COST, life_years__gte=PROPERTY_FROM_YEARS)
SHOWN = (
    "number", "suffix", "name", "brand", "model", "cost", "life_years", "keeper", "unit", "location", "restriction",
    "approval_number", "scrapped_on",
)  # fmt: skip
"""The columns of a row of the page."""
SEARCHED = ("quoted", "name", "brand", "model", "serial", "keeper", "location", "camera__code", "recorder__code")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of the 設備帳 is to show; empty parts ask nothing."""

    text: str = ""
    kind: str = ""
    state: str = IN_USE
    only_warned: bool = False


def equipment_list(wanted: Wanted) -> list[Equipment]:
    """Return the things that match, by 財產編號."""
    return _warned(_matching(wanted).select_related("camera", "recorder"), wanted)


def equipment_shown(wanted: Wanted) -> list[ShownEquipment]:
    """Return the same with as much of each as a row of the page says; `code` is that of its camera or recorder."""
    return _warned(_matching(wanted).annotate(code=Concat("camera__code", "recorder__code")).only(*SHOWN), wanted)


def _warned(things: Iterable[AnyEquipment], wanted: Wanted) -> list[AnyEquipment]:
    """Return all of them, or only those whose brand is to be looked into."""
    return [one for one in things if not wanted.only_warned or one.warnings]


def number_warned() -> int:
    """Return of how many things in use the brand is still to be looked into: asked by brand, for there are few."""
    in_use = Equipment.objects.filter(scrapped_on=None).order_by()
    brands = in_use.values_list("brand", "restriction", "approval_number", Count("pk"))
    return sum(number for *brand, number in brands if warnings_of(*brand))


def _matching(wanted: Wanted) -> QuerySet[Equipment]:
    rows = Equipment.objects.annotate(quoted=Concat("number", Value("-"), "suffix"))
    found = rows.order_by("number", Length("suffix"), "suffix", "pk")
    if wanted.state != ALL:
        found = found.filter(scrapped_on__isnull=wanted.state != SCRAPPED)
    if wanted.kind:
        found = found.filter(IS_PROPERTY if wanted.kind == AssetKind.PROPERTY else ~IS_PROPERTY)
    for word in wanted.text.split():
        of_word = Q()
        for column in SEARCHED:
            of_word |= Q(**{f"{column}__icontains": word})
        found = found.filter(of_word)
    return found


def equipment_found(text: str, most: int) -> list[Equipment]:
    """Return the first `most` things in the books that match, scrapped ones too; 財產編號 itself first."""
    found = equipment_list(Wanted(text=text, state=ALL))
    return sorted(found, key=lambda one: text not in (one.number, one.full_number))[:most]


def stock_takes() -> QuerySet[StockTake]:
    """Return every stock-take, the newest first, with how many things it has, has found and found different."""
    differs = ~Q(items__result__in=["", TickResult.PRESENT])
    return StockTake.objects.annotate(
        total=Count("items"),
        ticked=Count("items", filter=~Q(items__result="")),
        differences=Count("items", filter=differs & Q(items__isnull=False)),
    ).order_by("-year")


def items_of(stock_take: StockTake) -> list[StockTakeItem]:
    """Return the items of a stock-take by place, as one walks."""
    items = stock_take.items.select_related("equipment", "equipment__camera", "equipment__recorder")
    return list(items.order_by("location", "equipment__number", Length("equipment__suffix"), "equipment__suffix", "pk"))

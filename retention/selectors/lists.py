"""By which 銷毀清冊 copies go, what may come on one, what became of it (肆、四; rulings 14–16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from retention import policies
from retention.choices import ListAction, ListKind, ListState
from retention.models import CopyPass, DestructionItem, DestructionList
from retention.rules import LISTED_DAYS_AHEAD, ONE_DAY
from retention.selectors.judging import copies_due_by, judged, open_items, standing_copies

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from accounts.models import User
    from retention.models import EvidenceCopy
    from retention.selectors.judging import Judged

    class Counted(TypedDict):
        """How much is on a list, how much of it is destroyed, and of how much nobody knows yet what becomes of it."""

        total: int
        done: int
        left: int

    CountedList = WithAnnotations[DestructionList, Counted]

OFFERED = 100
"""So many copies stand on one page to be chosen from; once they are listed the next ones come."""
SIGNATURES = frozenset({ListAction.SIGN, ListAction.COUNTERSIGN})


def list_facts(row: DestructionList) -> dict[str, object]:
    """Return the columns of a list and what people said of each copy on it; when it went is said by the copy's own row."""
    items = [
        {
            "copy": item.copy.number, "method": item.method, "note": item.note, "why_not": item.why_not,
            "photo": item.photo.sha256 if item.photo else "",
        }
        for item in row.items.all()
    ]  # fmt: skip
    return row_facts(row) | {"items": items}


LISTS = RowWitness(
    DestructionList.objects.prefetch_related("items__copy", "items__photo"), subject=str, facts=list_facts
)


def candidates(kind: ListKind, now: dt.datetime, *, of: Collection[int] | None = None) -> list[Judged]:
    """Return the copies that may come on a list of `kind`, those that may not yet with what stops them.

    DUE: what comes due within 30 days. EARLY: what was made for something that is over and that no hold keeps any more.
    Of some copies (`of`), or the first `OFFERED`, what comes due first on top.
    """
    is_due = kind == ListKind.DUE
    soon = local_date(now) + LISTED_DAYS_AHEAD * ONE_DAY
    found = copies_due_by(soon) if is_due else standing_copies().filter(hold__released_at__isnull=False)
    found = found.filter(~Exists(open_items().filter(copy=OuterRef("pk"))))
    rows = found[:OFFERED] if of is None else found.filter(pk__in=of)
    return [one for one in judged(rows, now) if is_due or _is_needless(one)]


def _is_needless(one: Judged) -> bool:
    return one.is_selectable and one.facts.is_over and not one.facts.is_held


def lists() -> QuerySet[CountedList]:
    """Return every 銷毀清冊 with how much is on it, the newest first."""
    counted = DestructionList.objects.annotate(
        total=_items(), done=_items(destroyed_at__isnull=False), left=_items(ended_at=None)
    )
    return counted.order_by("-opened_at", "-pk")


def _items(**which: Any) -> Coalesce:
    """Count the items of each list that is shown, not of all there are."""
    items = DestructionItem.objects.filter(list=OuterRef("pk"), **which).order_by().values("list")
    return Coalesce(Subquery(items.annotate(number=Count("pk")).values("number")), 0)


def lists_to_countersign() -> QuerySet[DestructionList]:
    """Return what the system destroyed and two people have yet to sign for, what is to be signed first on top."""
    return DestructionList.objects.filter(state__in=[ListState.OWED, ListState.HALF]).order_by("countersign_by", "pk")


def lists_for(user: User, now: dt.datetime) -> list[DestructionList]:
    """Return the lists that wait for `user`'s signature with how much is on each, the oldest first."""
    unsigned = DestructionList.objects.filter(state__in=[ListState.PROPOSED, ListState.OWED, ListState.HALF])
    waiting = unsigned.annotate(total=_items()).order_by("opened_at", "pk")
    return [row for row in waiting if not SIGNATURES.isdisjoint(policies.acts_on_list(user, row, now))]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as somebody sees it; who may not know the case sees what goes, not for whom it was made."""

    item: DestructionItem
    judged: Judged | None
    is_known: bool

    @property
    def copy(self) -> EvidenceCopy:
        """The copy."""
        return self.item.copy


def shown_items(row: DestructionList, user: User, now: dt.datetime) -> list[ShownItem]:
    """Return the items of a list as `user` sees them; of what still stands also what is to become of it."""
    items = list(
        row.items.select_related("copy__hold", "copy__original", "photo").prefetch_related("copy__cameras__place")
    )
    standing = standing_copies().filter(pk__in=[item.copy_id for item in items])
    by_copy = {one.copy.pk: one for one in judged(standing, now)}
    known = policies.holds_known(user, {item.copy.hold_id: item.copy.hold for item in items}.values(), now)
    return [ShownItem(item, by_copy.get(item.copy_id), item.copy.hold_id in known) for item in items]


def last_item(copy: EvidenceCopy) -> DestructionItem | None:
    """Return on which list a copy stands or stood last."""
    return copy.items.select_related("list").order_by("-pk").first()


def last_copy_pass() -> CopyPass | None:
    """Return what the newest run of the due day did."""
    return CopyPass.objects.order_by("-pk").first()


def numbers(found: Sequence[EvidenceCopy], named: int = 3) -> str:
    """Return the numbers of some copies for a notice: three of them, and how many there are."""
    said = "、".join(copy.number for copy in found[:named])
    return f"{said} 等 {len(found)} 件" if len(found) > named else said

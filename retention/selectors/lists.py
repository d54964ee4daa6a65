"""What comes due, what became of it, and by which 銷毀清冊 (肆、四; rulings 14–16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from ledger.witnesses import RowWitness, row_facts
from printing.rules import local_date
from retention import policies
from retention.choices import (
    NO_MORE,
    CopyKind,
    CopyMedium,
    CopyState,
    CopyVerdict,
    HoldKind,
    ListAction,
    ListKind,
    ListState,
    ProposalKind,
)
from retention.models import CopyPass, DestructionItem, DestructionList, EvidenceCopy
from retention.rules import GOES, LISTED_DAYS_AHEAD, ONE_DAY, CopyFacts, copy_verdict
from retention.selectors.copies import copies
from retention.selectors.holds import holds_in_force, open_proposals

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from retention.choices import WhyKept
    from retention.models import Hold

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


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished copy, all that bears on its end, and what is to become of it."""

    copy: EvidenceCopy
    facts: CopyFacts
    verdict: CopyVerdict
    why: WhyKept | None
    item: DestructionItem | None

    @property
    def is_selectable(self) -> bool:
        """Say whether it may be put on a list now: it stands on none, and nothing stops it."""
        stopped = self.facts.is_held_by_law or self.facts.is_disputed or self.facts.is_proposed
        return self.item is None and not stopped


def due_of(copy: EvidenceCopy) -> dt.date:
    """Return when a copy comes due: a 遮蔽版 with its original at the latest."""
    return min(copy.due_on, copy.original.due_on) if copy.original else copy.due_on


def standing_copies() -> QuerySet[EvidenceCopy]:
    """Return the copies that are made and not destroyed, what comes due first on top."""
    masked = Prefetch("masked", EvidenceCopy.objects.only("state", "original").order_by())
    return copies().filter(state=CopyState.FINISHED).prefetch_related(masked).order_by("due_on", "number")


def copies_due_by(day: dt.date) -> QuerySet[EvidenceCopy]:
    """Return the standing copies that come due until the end of `day`, or whose original does."""
    finished = EvidenceCopy.objects.filter(state=CopyState.FINISHED).order_by()
    masked = finished.filter(kind=CopyKind.MASKED, original__due_on__lte=day)
    due = finished.filter(due_on__lte=day).union(masked)  # an index each
    return standing_copies().filter(pk__in=due.values("pk"))


def judged(found: Iterable[EvidenceCopy], now: dt.datetime) -> list[Judged]:
    """Return what is to become of each of some standing copies now. Nine queries at most.

    A 遮蔽版 that goes itself does not keep its original: it goes first.
    """
    rows = list(found)
    if not rows:
        return []
    masked = _masked_beside(rows)
    known = _known_of([*rows, *masked], now)
    by_key: dict[int, Judged] = {}
    for copy in sorted([*rows, *masked], key=lambda each: each.original_id is None):
        facts = _facts(copy, known, {key for key, one in by_key.items() if one.verdict in GOES})
        by_key[copy.pk] = Judged(copy, facts, *copy_verdict(facts, known.today), known.items.get(copy.pk))
    return [by_key[copy.pk] for copy in rows]


def _masked_beside(rows: Sequence[EvidenceCopy]) -> list[EvidenceCopy]:
    """Return the standing 遮蔽版 of some copies that are none of these themselves. Uses prefetched `masked`."""
    made = {one.pk for copy in rows for one in copy.masked.all() if one.state == CopyState.FINISHED}
    beside = made - {copy.pk for copy in rows}
    return list(standing_copies().filter(pk__in=beside)) if beside else []


@dataclass(frozen=True, slots=True)
class _Known:
    """All that bears on some copies: the holds in force of their time, those 校長 has to decide on, their lists, which
    cases are over.
    """

    today: dt.date
    in_force: Sequence[Hold]
    proposed: set[int]
    items: Mapping[int, DestructionItem]
    over: set[int]


def _known_of(rows: Sequence[EvidenceCopy], now: dt.datetime) -> _Known:
    made_for = {copy.hold_id: copy.hold for copy in rows}
    in_force = list(_in_force(rows))
    proposed = open_proposals().filter(kind=ProposalKind.LEGAL, hold__in=in_force).order_by()
    return _Known(
        today=local_date(now),
        in_force=in_force,
        proposed=set(proposed.values_list("hold", flat=True)) if in_force else set(),
        items={item.copy_id: item for item in open_items().filter(copy__in=rows)},
        over=policies.holds_over(made_for.values(), now),
    )


def _in_force(rows: Sequence[EvidenceCopy]) -> QuerySet[Hold]:
    """Return the holds in force that may keep any of some copies: those they were made for, and those of their time."""
    first, last = min(copy.starts_at for copy in rows), max(copy.ends_at for copy in rows)
    of_their_time = Q(starts_at__lt=last, ends_at__gt=first)
    return holds_in_force().filter(of_their_time | Q(pk__in={copy.hold_id for copy in rows})).order_by()


def _facts(copy: EvidenceCopy, known: _Known, going: set[int]) -> CopyFacts:
    holds = [hold for hold in known.in_force if keeps(hold, copy)]
    item = known.items.get(copy.pk)
    return CopyFacts(
        due_on=due_of(copy),
        is_medium=copy.medium == CopyMedium.MEDIUM,
        is_held_by_law=any(hold.kind == HoldKind.LEGAL for hold in holds),
        is_held=bool(holds),
        is_proposed=any(hold.pk in known.proposed for hold in holds),
        is_disputed=copy.disputed_at is not None,
        is_over=copy.hold_id in known.over,
        has_masked=any(one.state not in NO_MORE and one.pk not in going for one in copy.masked.all()),
        signed=ListKind(item.list.kind) if item and item.list.state == ListState.SIGNED else None,
    )


def keeps(hold: Hold, copy: EvidenceCopy) -> bool:
    """Say whether a hold keeps any of what a copy shows; the hold it was made for does, whatever it shows."""
    if hold.pk == copy.hold_id:
        return True
    is_then = hold.starts_at < copy.ends_at and hold.ends_at > copy.starts_at
    return is_then and not {one.pk for one in hold.cameras.all()}.isdisjoint(one.pk for one in copy.cameras.all())


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


def open_items() -> QuerySet[DestructionItem]:
    """Return what stands on a list and is neither destroyed nor taken off."""
    return DestructionItem.objects.filter(ended_at=None).select_related("list")


def lists() -> QuerySet[DestructionList]:
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


def judged_copy(copy: EvidenceCopy, now: dt.datetime) -> Judged | None:
    """Return what is to become of one copy, None of one that is not made or not there any more."""
    return next(iter(judged(standing_copies().filter(pk=copy.pk), now)), None)


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

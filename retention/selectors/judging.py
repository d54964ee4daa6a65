"""What is to become of each finished copy, and all that bears on it (肆、四; rulings 14–16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, prefetch_related_objects

from cameras.selectors import keys_of_lines, replacement_lines
from printing.rules import local_date
from retention import policies
from retention.choices import (
    NO_MORE,
    CopyKind,
    CopyMedium,
    CopyState,
    CopyVerdict,
    HoldKind,
    ListKind,
    ListState,
    ProposalKind,
)
from retention.models import DestructionItem, EvidenceCopy, Hold
from retention.rules import GOES, CopyFacts, copy_verdict
from retention.selectors.copies import copies
from retention.selectors.holds import holds_in_force, open_proposals

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from cameras.models import Camera
    from retention.choices import WhyKept

    Lines = Mapping[int, Sequence[Camera]]


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
    """Return the copies that are made and not destroyed, what comes due first on top.

    Each comes with the open list it stands on, and says whether a 遮蔽版 was made of it and a hold in force is of its time:
    few have any, and `judged` asks which only where there is one.
    """
    of_its_time = Q(starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    in_force = Hold.objects.filter(of_its_time | Q(pk=OuterRef("hold")), released_at=None)
    marked: QuerySet[Any] = copies().annotate(
        has_masked=Exists(EvidenceCopy.objects.filter(original=OuterRef("pk"))),
        has_hold=Exists(in_force),
        open_item=FilteredRelation("items", condition=Q(items__ended_at=None)),
        has_item=Q(open_item__isnull=False),
    )
    return marked.select_related("open_item__list").filter(state=CopyState.FINISHED).order_by("due_on", "number")


def copies_due_by(day: dt.date) -> QuerySet[EvidenceCopy]:
    """Return the standing copies that come due until the end of `day`, or whose original does."""
    finished = EvidenceCopy.objects.filter(state=CopyState.FINISHED).order_by()
    masked = finished.filter(kind=CopyKind.MASKED, original__due_on__lte=day)
    due = finished.filter(due_on__lte=day).union(masked)  # an index each
    return standing_copies().filter(pk__in=due.values("pk"))


def judged(found: Iterable[EvidenceCopy], now: dt.datetime) -> list[Judged]:
    """Return what is to become of each of some `standing_copies` now. Seven queries at most beside theirs, mostly one.

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
        by_key[copy.pk] = Judged(copy, facts, *copy_verdict(facts, known.today), _item_of(copy))
    return [by_key[copy.pk] for copy in rows]


def _masked_beside(rows: Sequence[EvidenceCopy]) -> list[EvidenceCopy]:
    """Return the standing 遮蔽版 of some copies that are none of these themselves, and fetch all there are of each."""
    masked = Prefetch("masked", EvidenceCopy.objects.only("state", "original").order_by())
    prefetch_related_objects([copy for copy in rows if _has(copy, "masked")], masked)
    made = {one.pk for copy in rows for one in _masked_of(copy) if one.state == CopyState.FINISHED}
    beside = made - {copy.pk for copy in rows}
    return list(standing_copies().filter(pk__in=beside).prefetch_related(masked)) if beside else []


def _masked_of(copy: EvidenceCopy) -> Sequence[EvidenceCopy]:
    return list(copy.masked.all()) if _has(copy, "masked") else ()


def _item_of(copy: EvidenceCopy) -> DestructionItem | None:
    return copy.open_item if _has(copy, "item") else None  # type: ignore[attr-defined] # joined by `standing_copies`


def _has(copy: EvidenceCopy, what: str) -> bool:
    """Return what `standing_copies` said of a copy."""
    found: bool = getattr(copy, f"has_{what}")
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """All that bears on some copies: the holds in force of their time, those 校長 has to decide on, which cases are over."""

    today: dt.date
    in_force: Sequence[Hold]
    lines: Lines
    proposed: set[int]
    over: set[int]


def _known_of(rows: Sequence[EvidenceCopy], now: dt.datetime) -> _Known:
    made_for = {copy.hold_id: copy.hold for copy in rows}
    in_force = list(_in_force(held)) if (held := [copy for copy in rows if _has(copy, "hold")]) else []
    proposed = open_proposals().filter(kind=ProposalKind.LEGAL, hold__in=in_force).order_by()
    return _Known(
        today=local_date(now),
        in_force=in_force,
        lines=replacement_lines() if in_force else {},
        proposed=set(proposed.values_list("hold", flat=True)) if in_force else set(),
        over=policies.holds_over(made_for.values(), now),
    )


def _in_force(rows: Sequence[EvidenceCopy]) -> QuerySet[Hold]:
    """Return the holds in force that may keep any of some copies: those they were made for, and those of their time."""
    first, last = min(copy.starts_at for copy in rows), max(copy.ends_at for copy in rows)
    of_their_time = Q(starts_at__lt=last, ends_at__gt=first)
    return holds_in_force().filter(of_their_time | Q(pk__in={copy.hold_id for copy in rows})).order_by()


def _facts(copy: EvidenceCopy, known: _Known, going: set[int]) -> CopyFacts:
    holds = [hold for hold in known.in_force if keeps(hold, copy, known.lines)]
    item = _item_of(copy)
    return CopyFacts(
        due_on=due_of(copy),
        is_medium=copy.medium == CopyMedium.MEDIUM,
        is_held_by_law=any(hold.kind == HoldKind.LEGAL for hold in holds),
        is_held=bool(holds),
        is_proposed=any(hold.pk in known.proposed for hold in holds),
        is_disputed=copy.disputed_at is not None,
        is_over=copy.hold_id in known.over,
        has_masked=any(one.state not in NO_MORE and one.pk not in going for one in _masked_of(copy)),
        signed=ListKind(item.list.kind) if item and item.list.state == ListState.SIGNED else None,
    )


def keeps(hold: Hold, copy: EvidenceCopy, lines: Lines) -> bool:
    """Say whether a hold keeps any of what a copy shows; the hold it was made for does, whatever it shows.

    Whoever holds a camera holds what hung there before and after it: `lines` are the `replacement_lines`.
    """
    if hold.pk == copy.hold_id:
        return True
    is_then = hold.starts_at < copy.ends_at and hold.ends_at > copy.starts_at
    return is_then and not keys_of_lines(hold.cameras.all(), lines).isdisjoint(one.pk for one in copy.cameras.all())


def judged_copy(copy: EvidenceCopy, now: dt.datetime) -> Judged | None:
    """Return what is to become of one copy, None of one that is not made or not there any more."""
    return next(iter(judged(standing_copies().filter(pk=copy.pk), now)), None)


def open_items() -> QuerySet[DestructionItem]:
    """Return what stands on a list and is neither destroyed nor taken off."""
    return DestructionItem.objects.filter(ended_at=None).select_related("list")

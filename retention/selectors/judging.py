"""What is to become of each finished copy, and all that bears on it (肆、四; rulings 14–16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

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
from retention.models import DestructionItem, EvidenceCopy
from retention.rules import GOES, CopyFacts, copy_verdict
from retention.selectors.copies import copies
from retention.selectors.holds import holds_in_force, open_proposals

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from retention.choices import WhyKept
    from retention.models import Hold


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


def judged_copy(copy: EvidenceCopy, now: dt.datetime) -> Judged | None:
    """Return what is to become of one copy, None of one that is not made or not there any more."""
    return next(iter(judged(standing_copies().filter(pk=copy.pk), now)), None)


def open_items() -> QuerySet[DestructionItem]:
    """Return what stands on a list and is neither destroyed nor taken off."""
    return DestructionItem.objects.filter(ended_at=None).select_related("list")

"""The school's copies as pages show them: to whom what is known, how far each has come, what a case has and owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Subquery, Sum

from retention import policies, rules
from retention.choices import INCOMPLETE, CopyKind, CopyMedium, CopyState, CopyWay
from retention.models import EvidenceCopy, Hold
from retention.selectors.copies import copies, copies_of_case, copy_debt, not_backed_up
from retention.selectors.holds import holds_in_force, shown

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from cameras.models import Camera

DAMAGED = Q(state=CopyState.FINISHED) & ~Q(damaged_at=None)
STANDINGS = {
    "": Q(),
    "coming": Q(state__in=INCOMPLETE),
    "made": Q(state=CopyState.FINISHED, damaged_at=None),
    "damaged": DAMAGED,
    "gone": Q(state__in=[CopyState.DESTROYING, CopyState.DESTROYED]),
    "abandoned": Q(state=CopyState.ABANDONED),
}
"""What a list of copies can be asked for, by the word in its address."""
IN_A_ROW = (
    "number", "state", "way", "medium", "medium_kind", "medium_serial", "kept_at", "starts_at", "ends_at", "size",
    "declared_size", "damaged_at", "opened_at", "made_by", "due_on", "destroyed_at", "original__number",
    "hold__kind", "hold__origin", "hold__reference", "hold__case_key", "hold__is_coded",
)  # fmt: skip
"""What a page of copies draws, and what says who may know for which case."""
IN_ALL = {"files_kept": Count("pk"), "bytes_kept": Sum("size")}
"""What a page of copies says of all that are kept as files."""


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """Where a copy stands, in plain words and numbers, for the template `retention/_copy_tag.html`."""

    state: str
    way: str
    is_damaged: bool
    parts: int
    total: int


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy as somebody sees it: `is_known` says whether he may know for what it was made, and open it."""

    copy: EvidenceCopy
    is_known: bool
    parts: int

    @property
    def total(self) -> int:
        """In how many parts its file comes; 0 while nobody said which file it is."""
        return rules.part_count(self.copy.declared_size)

    @property
    def is_damaged(self) -> bool:
        """Whether it was found to be other than what was taken in."""
        return self.copy.state == CopyState.FINISHED and self.copy.damaged_at is not None

    @property
    def standing(self) -> CopyStanding:
        """Where it stands."""
        return CopyStanding(self.copy.state, self.copy.way, self.is_damaged, self.parts, self.total)

    @property
    def is_usable(self) -> bool:
        """Whether it is 已備份 and was sound when it was last looked at."""
        return self.copy.state == CopyState.FINISHED and self.copy.damaged_at is None

    @property
    def is_coming(self) -> bool:
        """Whether it is still on its way."""
        return self.copy.state in INCOMPLETE

    @property
    def takes_parts(self) -> bool:
        """Whether an upload waits for its file, or for the rest of it."""
        return self.copy.way == CopyWay.UPLOAD and self.copy.state == CopyState.RECEIVING

    @property
    def is_file(self) -> bool:
        """Whether it is a file, not a medium in the safe."""
        return self.copy.medium == CopyMedium.FILE

    @property
    def size(self) -> int:
        """How many bytes it has, or will have."""
        return self.copy.size or self.copy.declared_size


def copies_listed(standing: str = "", medium: str = "") -> QuerySet[EvidenceCopy]:
    """Return the copies a list was asked for, the newest first; words it does not know ask nothing."""
    wanted = STANDINGS.get(standing, Q())
    if medium in CopyMedium.values:
        wanted &= Q(medium=medium)
    return copies().filter(wanted)


def copies_in_rows(standing: str = "", medium: str = "") -> QuerySet[EvidenceCopy]:
    """Return the same with no more than a page of them draws, its places apart: above all no key is unwrapped for that."""
    bare = copies_listed(standing, medium).select_related(None).prefetch_related(None)
    in_all = {
        name: Subquery(_files().values("medium").annotate(kept=kept).values("kept")) for name, kept in IN_ALL.items()
    }
    return bare.select_related("hold", "original").only(*IN_A_ROW).annotate(**in_all)


def places_of(copies: Collection[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return name and code of the cameras of some copies by the copy's key; one query."""
    rows = EvidenceCopy.cameras.through.objects.filter(evidencecopy__in=copies).order_by("camera__code")
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for copy, name, code in rows.values_list("evidencecopy", "camera__name", "camera__code"):
        found[copy] = (*found.get(copy, ()), (name, code))
    return found


def shown_copies(found: Iterable[EvidenceCopy], user: User, now: dt.datetime) -> list[ShownCopy]:
    """Return copies as `user` sees them: a query for the parts of those on their way, and a question for all cases."""
    rows = list(found)
    holds = {copy.hold_id: copy.hold for copy in rows}
    may_open = [holds[key] for key in policies.holds_known(user, holds.values(), now)]
    known = {one.hold.pk for one in shown(may_open, user, now) if one.is_known}
    parts = _parts_taken([copy.pk for copy in rows if copy.state in INCOMPLETE])
    return [ShownCopy(copy, copy.hold_id in known, parts.get(copy.pk, 0)) for copy in rows]


def _parts_taken(copies: Collection[int]) -> dict[int, int]:
    if not copies:
        return {}
    counted = EvidenceCopy.objects.filter(pk__in=copies).annotate(taken=Count("parts"))
    return dict(counted.values_list("pk", "taken"))


def _files() -> QuerySet[EvidenceCopy]:
    return EvidenceCopy.objects.filter(state=CopyState.FINISHED, medium=CopyMedium.FILE).order_by()


def kept_in_all(rows: Sequence[EvidenceCopy]) -> tuple[int, int]:
    """Return how many finished copies are files, and how many bytes they have: as `rows` of a page say, or asked for none."""
    said = {name: getattr(rows[0], name) for name in IN_ALL} if rows else _files().aggregate(**IN_ALL)
    return said["files_kept"] or 0, said["bytes_kept"] or 0


@dataclass(frozen=True, slots=True)
class HoldToCopy:
    """A hold of a case and the cameras of which no copies keep its whole period."""

    hold: Hold
    missing: list[Camera]


@dataclass(frozen=True, slots=True)
class CopiesOfCase:
    """What a case page shows of copies: those made, what is owed in words, and from which holds they are made."""

    copies: list[ShownCopy]
    debts: list[str]
    holds: list[HoldToCopy]
    may_make: bool


def copies_for_case(case_key: uuid.UUID, user: User, now: dt.datetime) -> CopiesOfCase:
    """Return what the page of a case shows of its copies, for the template `retention/_copies_of_case.html`."""
    holds = list(holds_in_force().filter(case_key=case_key).order_by("pk"))
    may_make = bool(holds) and policies.makes_copies(user, holds[0], now) is not None
    return CopiesOfCase(
        shown_copies(copies_of_case(case_key), user, now), copy_debt(case_key),
        [HoldToCopy(hold, not_backed_up(hold)) for hold in holds] if may_make else [], may_make,
    )  # fmt: skip


def usable_originals(hold: Hold) -> QuerySet[EvidenceCopy]:
    """Return the finished originals of a hold that a 遮蔽版 can be made of."""
    return copies().filter(hold=hold, state=CopyState.FINISHED, damaged_at=None, kind=CopyKind.ORIGINAL)


def own_open_uploads(user: User) -> QuerySet[EvidenceCopy]:
    """Return the uploads `user` began and has not brought to their end, the oldest first."""
    waiting = copies().filter(made_account=user.username, way=CopyWay.UPLOAD, state=CopyState.RECEIVING)
    return waiting.order_by("opened_at", "pk")


def damaged_copies() -> QuerySet[EvidenceCopy]:
    """Return the copies found to be other than what was taken in, the latest first."""
    return copies().filter(DAMAGED).order_by("-damaged_at", "pk")

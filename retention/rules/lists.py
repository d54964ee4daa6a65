"""What is to become of a copy, and whether the ground for it is sure: pure functions (肆、四; rulings 14–16; invariant 5).

Who disputes a destruction reads this page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retention.choices import CopyReminderKind, CopyVerdict, Doubt, ListKind, WhyKept
from retention.rules.ground import SHARE_PERCENT, clock_doubt, restored_doubt

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

LISTED_DAYS_AHEAD = 30
"""So long before its day a copy may be put on a 銷毀清冊 (ruling 15)."""
COUNTERSIGN_DAYS = 14
"""So long two people have to sign for what the system destroyed on its day (ruling 15)."""
ALWAYS_AT_ONCE = 5
"""As many copies nobody signed for may go in one pass of however small a store."""
DUE_REMINDERS = (
    (1, CopyReminderKind.DUE_1_DAY),
    (7, CopyReminderKind.DUE_7_DAYS),
    (14, CopyReminderKind.DUE_14_DAYS),
    (30, CopyReminderKind.DUE_30_DAYS),
)
GOES = frozenset({CopyVerdict.DESTROY_SIGNED, CopyVerdict.DESTROY_BY_SYSTEM})
STOPS_EVERYTHING = frozenset({Doubt.AWAY, Doubt.MARKER, Doubt.EMPTY, Doubt.OLD_DATABASE, Doubt.RESTORED, Doubt.DISK})
"""Doubts about the folder or the database. A wrong clock stops what hangs on a date, the amount what nobody signed for."""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """All that bears on the end of one finished copy.

    `is_held` speaks of any hold in force on what it shows, `is_held_by_law` of a 法定留存; `is_proposed`: 校長 has yet to
    decide on one. `signed` is for what two people signed, None while they have not. `is_over`: the case it was made for
    is over, or, made for none, its hold has ended. `has_masked`: a 遮蔽版 made of it is still there.
    """

    due_on: dt.date
    is_medium: bool = False
    is_held_by_law: bool = False
    is_held: bool = False
    is_proposed: bool = False
    is_disputed: bool = False
    is_over: bool = False
    has_masked: bool = False
    signed: ListKind | None = None


def copy_verdict(facts: CopyFacts, today: dt.date) -> tuple[CopyVerdict, WhyKept | None]:
    """Return what is to become of a copy on `today`, and why when something keeps it that is not the law.

    The law keeps it whoever signed. A dispute mark or a proposal to 校長 stops it. Two people's word lets it go on its day,
    before it where they say it is needless or made by mistake. A 暫時留存 never carries it past its day.
    """
    if facts.is_held_by_law:
        return CopyVerdict.HELD, None
    is_due = today >= facts.due_on
    may_go = facts.signed if is_due or facts.signed in {ListKind.EARLY, ListKind.MISTAKE} else None
    why = _stopped(facts, is_due=is_due)
    if why is None and may_go:
        if not facts.is_medium:
            return CopyVerdict.DESTROY_SIGNED, None
        return (CopyVerdict.EXCEPTION if today > facts.due_on else CopyVerdict.WAITS), WhyKept.MEDIUM_LEFT
    if not is_due:
        return (CopyVerdict.WAITS if facts.signed else CopyVerdict.NOT_YET), why
    why = why or _unsigned(facts)
    return (CopyVerdict.EXCEPTION, why) if why else (CopyVerdict.DESTROY_BY_SYSTEM, None)


def _stopped(facts: CopyFacts, *, is_due: bool) -> WhyKept | None:
    """Return what stops a copy whoever signed for it."""
    if facts.is_disputed:
        return WhyKept.DISPUTED
    if facts.is_proposed:
        return WhyKept.PROPOSED
    if facts.has_masked:
        return WhyKept.MASKED_LEFT
    if facts.signed == ListKind.EARLY and facts.is_held and not is_due:
        return WhyKept.HELD_AGAIN
    return None


def _unsigned(facts: CopyFacts) -> WhyKept | None:
    """Return what else keeps a copy on its day when nobody has signed for it."""
    if not facts.is_over:
        return WhyKept.NOT_OVER
    return WhyKept.MEDIUM if facts.is_medium else None


def is_ready_to_register(facts: CopyFacts, today: dt.date) -> bool:
    """Say whether a medium may be destroyed now by those who signed for it."""
    return facts.is_medium and copy_verdict(facts, today)[1] == WhyKept.MEDIUM_LEFT


def due_reminder(due_on: dt.date, today: dt.date) -> CopyReminderKind | None:
    """Return which notice of the coming day is due: the nearest whose day has come, None from the day itself on."""
    left = (due_on - today).days
    return next((kind for days, kind in DUE_REMINDERS if left <= days), None) if left > 0 else None


def copies_limit(copies: int) -> int:
    """Return how many copies may go in one pass that nobody signed for: 5 % of them or five, whichever is more."""
    return max(copies * SHARE_PERCENT // 100, ALWAYS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class StoreGround:
    """All that speaks for or against destroying copies now. `unsigned`: as many are due that nobody signed for.

    `is_empty`: there should be files of copies, and the folder has none. `marker_pass` and `witnesses` as in `Ground`.
    """

    now: dt.datetime
    is_readable: bool
    is_marked: bool
    is_empty: bool
    marker_pass: int
    database_pass: int
    last_pass_at: dt.datetime | None
    copies: int
    unsigned: int
    accepted: int = 0
    restored_at: dt.datetime | None = None
    witnesses: tuple[tuple[str, dt.datetime], ...] = field(default=())


def store_doubts(ground: StoreGround) -> dict[Doubt, str]:
    """Return every reason for which copies stay, with the facts in words; nothing when the ground is sure."""
    if not ground.is_readable:
        return {Doubt.AWAY: "請確認留存檔的磁碟或網路資料夾已掛載"}
    found = restored_doubt(ground.restored_at)
    if not ground.is_marked:
        found[Doubt.MARKER] = "請確認掛載的是本系統存放留存檔的資料夾"
    elif ground.marker_pass > ground.database_pass:
        found[Doubt.OLD_DATABASE] = f"資料夾已執行 {ground.marker_pass} 次，資料庫只知 {ground.database_pass} 次"
    if ground.is_empty:
        found[Doubt.EMPTY] = "請確認留存檔的磁碟或網路資料夾已掛載"
    if said := clock_doubt(ground.now, ground.last_pass_at, ground.witnesses):
        found[Doubt.CLOCK] = said
    limit = copies_limit(ground.copies)
    if ground.unsigned > max(limit, ground.accepted):
        found[Doubt.BLAST] = f"未經簽署而屆期的留存檔 {ground.unsigned} 件，一次上限 {limit} 件，請核對後確認"
    return found


def is_stopped(verdict: CopyVerdict, signed: ListKind | None, doubts: Iterable[Doubt]) -> bool:
    """Say whether one of `doubts` keeps a copy that would go: by mistake or needless, it does not go for the date's sake."""
    met = set(doubts)
    if met & STOPS_EVERYTHING:
        return True
    if verdict == CopyVerdict.DESTROY_BY_SYSTEM:
        return bool(met & {Doubt.CLOCK, Doubt.BLAST})
    return Doubt.CLOCK in met and signed == ListKind.DUE

"""Whether the ground for destroying is sure (house, invariant 5). Pure: facts in, doubts out, each with its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from printing.rules import long_date, short_moment
from retention.choices import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_STEP = dt.timedelta(days=7)
"""An absolute bound, not one scaled to what is kept: a year would never be noticed."""
AGREES_WITHIN = dt.timedelta(hours=48)
SHARE_PERCENT = 5
DAYS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """All that speaks for or against destroying in one source now.

    `witnesses` are the moments that something independent of this machine's clock gives for now: the newest recording,
    a hand check or a person since the last pass, a database server elsewhere. `marker_pass` is None while the marker is
    missing or another's. `accepted_files`: as many a person accepted to go at once. `restored_at`: the database is of a
    backup brought back then, and nobody has confirmed the ground since.
    """

    now: dt.datetime
    is_ours: bool
    is_readable: bool
    is_marked: bool
    marker_pass: int
    database_pass: int
    last_pass_at: dt.datetime | None
    files: int
    files_a_day: float
    due_files: int
    accepted_files: int = 0
    restored_at: dt.datetime | None = None
    witnesses: tuple[tuple[str, dt.datetime], ...] = field(default=())


def blast_limit(files: int, files_a_day: float) -> int:
    """Return how many files may go in one pass without a person: 5 % of them or two days' worth, whichever is more."""
    return max(files * SHARE_PERCENT // 100, int(files_a_day * DAYS_AT_ONCE))


def doubts(ground: Ground) -> dict[Doubt, str]:
    """Return every reason not to destroy, with the facts in words; nothing when the ground is sure."""
    found = restored_doubt(ground.restored_at)
    if not ground.is_ours:
        found[Doubt.OTHERS_DELETE] = "尚未由二人確認改由本系統刪除"
    if not ground.is_readable:
        return found | {Doubt.AWAY: "請確認磁碟或網路資料夾已掛載"}
    if not ground.is_marked:
        found[Doubt.MARKER] = "請確認掛載的是登錄時的資料夾"
    elif ground.marker_pass > ground.database_pass:
        found[Doubt.OLD_DATABASE] = f"資料夾已執行 {ground.marker_pass} 次，資料庫只知 {ground.database_pass} 次"
    if not ground.files:
        found[Doubt.EMPTY] = "請確認磁碟或網路資料夾已掛載"
    if said := clock_doubt(ground.now, ground.last_pass_at, ground.witnesses):
        found[Doubt.CLOCK] = said
    limit = blast_limit(ground.files, ground.files_a_day)
    if ground.due_files > max(limit, ground.accepted_files):
        found[Doubt.BLAST] = f"應銷毀 {ground.due_files} 檔，一次上限 {limit} 檔，請核對後確認"
    return found


def restored_doubt(restored_at: dt.datetime | None) -> dict[Doubt, str]:
    """Return what a person has to confirm after a backup was brought back, or nothing."""
    said = f"{short_moment(restored_at)} 還原，請核對影像與留存檔後確認" if restored_at else ""
    return {Doubt.RESTORED: said} if said else {}


def clock_doubt(now: dt.datetime, last: dt.datetime | None, witnesses: Sequence[tuple[str, dt.datetime]]) -> str:
    """Return why this machine's clock is not believed, or nothing. `last`: its last reading that was."""
    if last is not None and last <= now <= last + LONGEST_STEP:
        return ""
    if any(abs(moment - now) <= AGREES_WITHIN for _, moment in witnesses):
        return ""
    said = [f"{name} {short_moment(moment)}" for name, moment in witnesses]
    since = f"上次執行 {short_moment(last)}" if last else "未曾執行"
    return f"系統時間 {long_date(now)}；{'、'.join([since, *said])}。請核對今天的日期後確認"

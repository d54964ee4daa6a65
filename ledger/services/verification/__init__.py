"""Is the ledger what was written, all of it, and do the live rows still say what it witnessed?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ledger.models import Head
from ledger.services.verification.chain import walk
from ledger.services.verification.findings import Finding
from ledger.services.verification.head import check_head
from ledger.services.verification.outside import check_checkpoints, check_foot, check_note
from ledger.services.verification.view import one_view
from ledger.services.verification.witnessing import check_witnesses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ledger.services.verification.chain import Tip

__all__ = ["Finding", "Report", "compare_foot", "verify"]


@dataclass(frozen=True, slots=True)
class Report:
    """How far the chain is in order, and the first thing that is not (None: everything is)."""

    tip: Tip
    finding: Finding | None

    @property
    def ok(self) -> bool:
        return self.finding is None

    def __str__(self) -> str:
        if self.finding is None:
            return f"存取紀錄完好：共 {self.tip.sequence} 筆，最後雜湊 {self.tip.hash.hex()}"
        return f"存取紀錄有誤：{self.finding}"

    def as_dict(self) -> dict[str, Any]:
        """Return the report in plain types, for `--json`."""
        finding = asdict(self.finding) if self.finding else None
        return {"ok": self.ok, "entries": self.tip.sequence, "hash": self.tip.hash.hex(), "finding": finding}


def compare_foot(typed: str) -> Finding | None:
    """Compare the foot of a printed page, typed in, with the entries there are; None when it matches.

    The chain itself is not verified here: that is `verify`.
    """
    return check_foot(typed, Head.objects.get().sequence)


def verify(*, notes: Sequence[str] = (), feet: Sequence[str] = (), public: bytes | None = None) -> Report:
    """Verify chain, head, checkpoints and witnesses in one view of the database, streaming; stop at the first bad row.

    `notes` are checkpoints brought from outside (signed with `public`, with our own key without), `feet` the feet of
    printed pages typed in. Blocks nobody: on SQLite and PostgreSQL others go on writing, and what they write meanwhile
    is not looked at.
    """
    with one_view():
        tip, finding = walk()
        finding = finding or check_head(tip) or check_checkpoints(tip)
        for note in notes:
            finding = finding or check_note(note, tip, public)
        for foot in feet:
            finding = finding or check_foot(foot, tip.sequence)
        return Report(tip, finding or check_witnesses())

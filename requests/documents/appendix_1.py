"""附錄1 監視器攝錄資料調閱申請單 as data: everything the paper says, nothing of how it looks.

Frozen into an encrypted snapshot when a case is decided, so it goes to JSON and back unchanged.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from printing.rules import short_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

APPLICANT_LABEL = ("申請人",)
LABEL_LINE_END = "｜"
SIGNED_ONLINE = "線上簽核"


@dataclass(frozen=True)
class SignatureCell:
    """One signature: the lines of its heading (監錄系統管理／承辦人) and what stands below it; empty until signed."""

    label_lines: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Appendix1:
    """What one 附錄1 says (plan 附錄1; forms.md; rulings 19 and 20). Empty values print as the blank form.

    signatures: 申請人 first, then one cell for each step of the plan (one to four).
    camera_lines: one camera or place a line; what does not fit in the cell continues on the 續頁.
    id_number: as it shall be printed, so masked (`A12****789`) by the caller unless the reader may see it.
    extra_pages: (heading, text) for the 續頁, for instance ("不予核准理由", …) or ("附款", …).
    """

    school_short_name: str
    signatures: tuple[SignatureCell, ...]
    number: str = ""
    applied_on: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    unit: str = ""
    camera_lines: tuple[str, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    reason: str = ""
    extra_pages: tuple[tuple[str, str], ...] = ()

    def for_ink(self) -> Appendix1:
        """Return the form with empty cells for ink and seals (留白供用印, ruling 19); 申請人's name stays."""
        applicant, *chain = self.signatures
        empty = (SignatureCell(cell.label_lines) for cell in chain)
        named = dataclasses.replace(applicant, lines=applicant.lines[:1])
        return dataclasses.replace(self, signatures=(named, *empty))

    def to_json(self) -> str:
        """Return the form as canonical JSON: keys sorted, dates in ISO 8601."""
        return json.dumps(
            dataclasses.asdict(self),
            default=lambda value: value.isoformat(),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Appendix1:
        """Return the form `to_json` wrote. Raises `ValueError` or `TypeError` for anything else."""
        values: dict[str, Any] = json.loads(text)
        values["applied_on"] = values["applied_on"] and dt.date.fromisoformat(values["applied_on"])
        for name in ("starts_at", "ends_at"):
            values[name] = values[name] and dt.datetime.fromisoformat(values[name])
        values["camera_lines"] = tuple(values["camera_lines"])
        values["extra_pages"] = tuple((heading, body) for heading, body in values["extra_pages"])
        values["signatures"] = tuple(
            SignatureCell(tuple(cell["label_lines"]), tuple(cell["lines"])) for cell in values["signatures"]
        )
        return cls(**values)


def blank_appendix_1(school_short_name: str, steps: Sequence[str]) -> Appendix1:
    """Return the blank form; `steps` are the paper labels of the plan's steps (`PlanStep.paper_label`)."""
    labels = (APPLICANT_LABEL, *map(label_lines, steps))
    return Appendix1(school_short_name=school_short_name, signatures=tuple(SignatureCell(lines) for lines in labels))


def label_lines(paper_label: str) -> tuple[str, ...]:
    """Return the printed lines of a step's label: 「監錄系統管理｜承辦人」 is two."""
    return tuple(paper_label.split(LABEL_LINE_END))


def signature_lines(
    *, title: str, name: str, word: str, at: dt.datetime, acting_for_note: str = "", manner: str = SIGNED_ONLINE
) -> tuple[str, ...]:
    """Return the lines of a signed cell (ruling 19), or of a deputy's (ruling 3).

    word: 擬准, 審核同意, 准予調閱 …; empty for 申請人. acting_for_note: 「校長公出」 when a deputy signed.
    manner: 「線上簽核」, or for instance 「紙本簽名存卷」 (ruling 7).
    """
    who = f"{title} {name}".strip()
    first = (acting_for_note, f"{who} 代") if acting_for_note else (who,)
    return tuple(line for line in (*first, word, short_moment(at), manner) if line)

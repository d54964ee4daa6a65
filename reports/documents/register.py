"""調閱登記簿 (專簿) on paper: A4 landscape, one row per viewing, thirteen columns (plan 伍、四; ruling 22)."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from printing.documents import Book, Hand, nobody, render_book
from printing.rules import clock, local_date, short_date, short_moment
from requests.choices import Action, CorrectedColumn, Status, ViewingOutcome
from requests.documents.filling import lines_of_cameras
from requests.rules import ERASED
from requests.selectors import body_in_register, letter_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from printing.documents import Furniture, OnPage
    from requests.models import ReviewRequest, ViewingSession
    from requests.selectors import RegisterLine

BOOK_NAME = "監錄系統調閱登記簿"
COLUMNS = (
    ("編號", 17),
    ("申請｜（收文）｜日期", 17),
    ("申請人或機關｜（字號）", 25),
    ("與當事人｜關係", 17),
    ("事由", 31),
    ("攝影機｜地點", 25),
    ("影像時段", 22),
    ("核定", 19),
    ("調閱起迄", 19),
    ("陪同人員", 19),
    ("在場人", 20),
    ("留存檔／｜交付", 17),
    ("備註", 21),
)
"""Headings in ruling 22's order and widths in mm; together 269."""
FOOT = ("承辦人", "處室主管", "校長")
HAND = Hand(size=9.0, smallest=15.0, head=14.0, cut="（詳申請單）")
WORDS = {Action.APPROVE: "准予調閱", Action.PARTLY_APPROVE: "部分准予", Action.REFUSE: "不予核准"}


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One row, one field a column in the printed order, each as it shall be read; a line end is kept."""

    number: str
    applied_on: str = ""
    applicant: str = ""
    relation: str = ""
    reason: str = ""
    places: str = ""
    footage_period: str = ""
    decision: str = ""
    viewed: str = ""
    escort: str = ""
    present: str = ""
    copy: str = ""
    remarks: str = ""


def render_register(
    rows: Sequence[RegisterRow],
    school_short_name: str,
    furniture: Furniture,
    *,
    period: str = "",
    ledger_head: str = "",
    on_page: OnPage = nobody,
) -> bytes:
    """Return the register as PDF; no rows give a blank page.

    period: what the print covers, for instance 「115/11/01 至 115/11/30」. ledger_head: the checkpoint's number and code,
    printed at the foot of every page so that paper and ledger can be compared. on_page: is told how many pages are
    laid out, of how many. Raises `printing.documents.FontMissingError`.
    """
    title, cells = f"{school_short_name}{BOOK_NAME}", [astuple(row) for row in rows]
    return render_book(Book(title, COLUMNS, cells, FOOT, period, ledger_head, HAND), furniture, on_page)


def register_row(line: RegisterLine) -> RegisterRow:
    """Return what the register says in one row: a viewing, or the correction of one."""
    return _correction_row(line) if line.correction else _viewing_row(line)


def _viewing_row(line: RegisterLine) -> RegisterRow:
    case, viewing, gone = line.case, line.viewing, bool(line.case.erased_at)
    starts_at, ends_at = line.period
    return RegisterRow(
        number=_number(line),
        applied_on=short_date(case.received_at) if case.received_at else "",
        applicant=_applicant(case),
        relation=case.relation,
        reason=ERASED if gone else case.reason,
        places="、".join(places_of(line)),
        footage_period=_from_to(starts_at, ends_at) if starts_at and ends_at else "",
        decision=decision_words(line),
        viewed=_from_to(viewing.started_at, viewing.ended_at),
        escort=viewing.escort_name.replace("、", "\n"),
        present=ERASED if gone else viewing.people_present,
        copy="\n".join([*(copy.number for copy in line.said.copies), *line.said.releases]),
        remarks="\n".join(remarks_of(line)),
    )


def _applicant(case: ReviewRequest) -> str:
    """申請人或機關（字號）: a body and its letter's number are no personal data and stay."""
    if letter := letter_of(case):
        return body_in_register(letter)
    return ERASED if case.erased_at else "\n".join(filter(None, (case.applicant_title, case.applicant_name)))


def _correction_row(line: RegisterLine) -> RegisterRow:
    correction, gone = line.correction, bool(line.case.erased_at)
    if correction is None:
        raise ValueError(line)
    right = ERASED if gone else correction.right
    told = "" if gone else f"原載：{correction.was or '空白'}。理由：{correction.reason}。"
    label = CorrectedColumn(correction.column).label
    what = f"更正第 {line.corrects} 列之{label}"
    if correction.column in (CorrectedColumn.PLACE, CorrectedColumn.REMARKS):
        what += f"為：{right}"
    return RegisterRow(
        number=_number(line),
        viewed=right if correction.column == CorrectedColumn.TIMES else "",
        escort=right.replace("、", "\n") if correction.column == CorrectedColumn.ESCORT else "",
        present=right if correction.column == CorrectedColumn.PRESENT else "",
        reason=f"{what}。{told}",
        remarks=f"{_on_lines(correction.corrected_name)}\n{short_date(correction.at)} 更正",
    )


def _on_lines(name: str) -> str:
    """Title and name below each other."""
    return name.replace(" ", "\n", 1)


def _number(line: RegisterLine) -> str:
    mark = {"emergency": "緊急", "late": "事後補登", "correction": "更正"}.get(line.kind, "")
    return "\n".join(filter(None, (line.case.number, f"第 {line.number} 列", mark)))


def _from_to(start: dt.datetime, end: dt.datetime | None) -> str:
    """Two moments below each other; of the second only the time where it is the same day."""
    if end is None:
        return f"{short_moment(start)}\n（調閱中）"
    same_day = local_date(start) == local_date(end)
    return f"{short_moment(start)}\n至 {clock(end) if same_day else short_moment(end)}"


def places_of(line: RegisterLine) -> tuple[str, ...]:
    """Return one line for each 攝影機地點 that could be shown: of 部分核准 what it grants."""
    return lines_of_cameras(line.said.cameras, line.said.unsure)


def decision_words(line: RegisterLine) -> str:
    """Return 核定: its word and day; after an oral consent that the chain follows, or still has to (補核)."""
    case, decision, consent = line.case, line.said.decision, getattr(line.case, "oral_consent", None)
    decided = [WORDS[Action(decision.action)], short_date(decision.at)] if decision else []
    if consent is None:
        return "\n".join(decided)
    if decided:
        return "\n".join(["緊急（補核）", *decided])
    standing = "緊急（待補核）" if case.status in (Status.IN_REVIEW, Status.RETURNED) else "緊急"
    return "\n".join([standing, "口頭同意", consent.consented_name, short_moment(consent.consented_at)])


def remarks_of(line: RegisterLine) -> list[str]:
    """Return 備註: no footage and why, stopped early, entered later and signed for by whom, corrected by which row."""
    viewing, gone = line.viewing, bool(line.case.erased_at)
    said = [] if gone or not viewing.remarks else [viewing.remarks]
    if viewing.why_no_footage:
        said.append(f"無影像：{viewing.why_no_footage}")
    if viewing.outcome == ViewingOutcome.STOPPED:
        said.append("提前中止" if gone else f"提前中止：{viewing.stop_reason}")
    if viewing.entered_at:
        said.append(_entered(viewing))
    said += [f"已更正，見第 {number} 列" for number in line.corrected_by]
    return said


def _entered(viewing: ViewingSession) -> str:
    entered = short_date(viewing.entered_at) if viewing.entered_at else ""
    signed = f"{viewing.countersigned_name}核章" if viewing.countersigned_at else "待主管核章"
    return f"{entered} {viewing.entered_name}事後補登，{signed}"

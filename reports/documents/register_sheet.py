"""The 調閱登記簿 as a sheet: every field of the book that a case can fill (domain §1.3); one row a row of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import short_date, short_moment
from reports.documents.register import places_of, register_row, remarks_of
from requests.choices import Answer, Asker, DutyBasis
from requests.documents.signatures import DECIDED
from requests.rules import ERASED, masked
from requests.selectors import KINDS

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ViewingSession
    from requests.selectors import RegisterLine

HEADINGS = (
    "案號", "列次", "類別", "收件日期時間", "申請類別", "申請人職稱", "申請人", "調閱單位", "證件（遮罩）", "與當事人關係",
    "依據", "通報或案件編號", "事由", "攝影機地點", "影像起", "影像迄", "准駁", "核定日期", "核定人", "附款",
    "口頭同意人", "口頭同意時間", "補核期限", "調閱起", "調閱迄", "調閱地點", "陪同人員", "在場人", "身分已查驗",
    "已告知不得翻拍、複製", "結果", "有無影像", "無影像之原因", "留存檔編號", "留存檔應銷毀日", "留存檔銷毀日", "交付",
    "補登人", "補登時間", "核章人", "核章時間", "更正", "備註",
)  # fmt: skip


def sheet_row(line: RegisterLine) -> tuple[str, ...]:
    """Return the row under `HEADINGS`."""
    if line.correction:
        return _correction(line)
    return (
        *_asked(line),
        *_decided(line),
        *_viewed(line.viewing, gone=bool(line.case.erased_at)),
        *_kept(line),
        *_entered(line.viewing),
        "、".join(f"見第 {number} 列" for number in line.corrected_by),
        "；".join(remarks_of(line)),
    )


def _asked(line: RegisterLine) -> tuple[str, ...]:
    case, gone = line.case, bool(line.case.erased_at)
    starts_at, ends_at = line.period
    return (
        *_named(line),
        _moment(case.received_at),
        Asker(case.asker).label,
        case.applicant_title,
        ERASED if gone else case.applicant_name,
        case.unit,
        masked(case.id_number),
        case.relation,
        DutyBasis(case.duty_basis).label if case.duty_basis else case.get_need_display(),
        case.duty_reference,
        ERASED if gone else case.reason,
        "、".join(places_of(line)),
        _moment(starts_at),
        _moment(ends_at),
    )


def _named(line: RegisterLine) -> tuple[str, str, str]:
    return str(line.case.number), str(line.number), KINDS[line.kind]


def _decided(line: RegisterLine) -> tuple[str, ...]:
    decision, consent = line.said.decision, getattr(line.case, "oral_consent", None)
    decided, conditions = ("", "", ""), ""
    if decision:
        who = " ".join(filter(None, (decision.acting_for_note, decision.actor_title, decision.actor_name)))
        decided = (DECIDED[decision.action].removesuffix("（附款見續頁）"), short_date(decision.at), who)  # type: ignore[index]
        conditions = decision.conditions or ""
    given = (
        (consent.consented_name, _moment(consent.consented_at), _moment(consent.ratify_by)) if consent else ("", "", "")
    )
    return *decided, conditions, *given


def _viewed(viewing: ViewingSession, *, gone: bool) -> tuple[str, ...]:
    return (
        _moment(viewing.started_at),
        _moment(viewing.ended_at),
        viewing.place,
        viewing.escort_name,
        ERASED if gone else viewing.people_present,
        "是" if viewing.identity_checked else "否",
        "是",
        viewing.get_outcome_display() if viewing.ended_at else "調閱中",
        {Answer.YES: "有影像", Answer.NO: "無影像"}.get(viewing.saw_footage, ""),  # type: ignore[call-overload]
        viewing.why_no_footage,
    )


def _kept(line: RegisterLine) -> tuple[str, ...]:
    return (
        "、".join(copy.number for copy in line.said.copies),
        "、".join(short_date(copy.due_on) for copy in line.said.copies),
        "、".join(short_date(copy.destroyed_at) for copy in line.said.copies if copy.destroyed_at),
        "；".join(line.said.releases),
    )


def _entered(viewing: ViewingSession) -> tuple[str, ...]:
    return (
        viewing.entered_name,
        _moment(viewing.entered_at),
        viewing.countersigned_name,
        _moment(viewing.countersigned_at),
    )


def _correction(line: RegisterLine) -> tuple[str, ...]:
    """A row of the book that says what another should have said."""
    printed = register_row(line)
    filled = {
        "調閱起": printed.viewed,
        "陪同人員": printed.escort.replace("\n", "、"),
        "在場人": printed.present,
        "更正": printed.reason,
        "備註": printed.remarks.replace("\n", " "),
    }
    return *_named(line), *(filled.get(heading, "") for heading in HEADINGS[3:])


def _moment(moment: dt.datetime | None) -> str:
    return short_moment(moment) if moment else ""

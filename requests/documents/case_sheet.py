"""調閱案件 as a sheet: what the list says of each case, one row a case. Neither the reason nor what is encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import short_date, short_moment
from requests import policies, selectors
from requests.choices import Asker
from requests.rules import ERASED

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

HEADINGS = (
    "案號", "狀態", "限制案", "申請人身分", "申請人職稱", "申請人", "調閱單位", "為何需要", "地點", "影像起", "影像迄",
    "收件時間", "處理期限", "核定日期", "撤回日期", "結案日期",
)  # fmt: skip
FETCHED = ("cameras__place", "places", "viewings", "plan__steps")


def case_row(case: ReviewRequest) -> tuple[str, ...]:
    """Return the row under `HEADINGS`; uses what `FETCHED` prefetched."""
    places = [place.name for place in case.places.all()] or [camera.name for camera in case.cameras.all()]
    return (
        str(case.number),
        selectors.shown_as(case).text,
        "是" if case.is_restricted else "",
        Asker(case.asker).label,
        case.applicant_title,
        ERASED if case.erased_at else case.applicant_name,
        case.unit,
        case.get_need_display() if case.need else "",
        "、".join(places),
        _moment(case.starts_at),
        _moment(case.ends_at),
        _moment(case.received_at),
        _moment(case.due_at) if case.status in policies.OPEN else "",
        *(short_date(at) if at else "" for at in (case.decided_at, case.withdrawn_at, case.closed_at)),
    )


def _moment(moment: dt.datetime | None) -> str:
    return short_moment(moment) if moment else ""

"""更正: a new row that is seen; the old one stays as it was written (domain §1.3; 檔案法 §24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger.choices import Verb
from printing.rules import UnreadableError
from requests import policies, rules
from requests.choices import CorrectedColumn
from requests.models import ViewingCorrection, ViewingSession
from requests.selectors.register import written_in
from requests.services.records import locked
from requests.services.viewings.errors import NotAnEscort, ViewingRefused
from requests.services.viewings.starting import append

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def correct_row(
    *, viewing_id: int, column: CorrectedColumn, right: str, reason: str, actor: User, now: dt.datetime
) -> ViewingCorrection:
    """Write what a column of an ended viewing's row should have said. Raises ViewingRefused, NotAnEscort."""
    case = locked(ViewingSession.objects.values_list("review_request_id", flat=True).get(pk=viewing_id))
    viewing = ViewingSession.objects.prefetch_related("corrections").get(pk=viewing_id)
    if not policies.may_escort(actor, case, now):
        raise NotAnEscort
    if viewing.ended_at is None:
        raise ViewingRefused("調閱結束後，登記才能更正。")
    was, right = written_in(viewing, column), _as_written(column, right.strip(), now)
    if not right or right == was:
        raise ViewingRefused("請填寫更正後的內容，須與原載不同。", field="right")
    if not reason.strip():
        raise ViewingRefused("請填寫更正理由，例如：姓名誤繕。", field="reason")
    correction = ViewingCorrection.objects.create(
        viewing=viewing, column=column, was=was, right=right, reason=reason.strip(), corrected_by=actor,
        corrected_name=accounts.in_words(actor, now).name, at=now,
    )  # fmt: skip
    append(Verb.VIEWING_CORRECTED, case, actor, now, column=CorrectedColumn(column).label)
    return correction


def _as_written(column: CorrectedColumn, right: str, now: dt.datetime) -> str:
    """Return what the column shall say as the book writes it; 調閱起迄 are two moments in order, and over."""
    if column != CorrectedColumn.TIMES or not right:
        return right
    try:
        started_at, ended_at = rules.parse_times(right)
    except UnreadableError as refusal:
        raise ViewingRefused(str(refusal), field="right") from refusal
    if ended_at > now:
        raise ViewingRefused("調閱迄不能晚於現在。", field="right")
    return rules.times_in_words(started_at, ended_at)

"""事後補登: a row that was written on paper while the system was down, with its scan and 主管's countersign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_moment
from requests import policies, rules, selectors
from requests.choices import Status
from requests.models import ViewingSession
from requests.services.chain.notices import send
from requests.services.records import locked
from requests.services.viewings.ending import AS_USUAL, Ending, write_ending
from requests.services.viewings.errors import NotAnEscort, ViewingRefused
from requests.services.viewings.starting import append, names_of, require_companions, require_told

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest


@dataclass(frozen=True)
class PaperRow:
    """What the paper says: from when to when, who escorted, who was there, how it ended; why it was on paper; its scan."""

    started_at: dt.datetime
    ended_at: dt.datetime
    escort: User
    people_present: str
    told_not_to_film: bool
    reason: str
    scan: StoredFile | None
    place: str = ""
    identity_checked: bool = False
    others: Collection[User] = field(default=())
    remarks: str = ""
    ending: Ending = AS_USUAL


@transaction.atomic
def back_enter(*, case_id: int, row: PaperRow, actor: User, now: dt.datetime) -> ViewingSession:
    """Enter a paper row of a granted case, as 承辦人. Raises ViewingRefused, NotTheHandler, NotAnEscort."""
    case = locked(case_id)
    if case.status not in (*policies.VIEWABLE, Status.CLOSED):
        raise ViewingRefused("案件核准後才能補登調閱；紙本核章請先登錄。")
    policies.require_handler(actor, case, "事後補登調閱", now)
    _check(case, row, now)
    words = accounts.in_words(actor, now)
    viewing = ViewingSession(
        review_request=case, place=row.place.strip(), escort=row.escort,
        escort_name=names_of([row.escort, *row.others], now), people_present=row.people_present.strip(),
        identity_checked=row.identity_checked, told_not_to_film=True, started_at=row.started_at, ended_at=row.ended_at,
        entered_by=actor, entered_name=words.name, entered_at=now, late_reason=row.reason.strip(), scan=row.scan,
    )  # fmt: skip
    write_ending(viewing, case, row.ending, row.remarks)
    viewing.save(force_insert=True)
    if row.scan:
        ledger.append(verb=Verb.FILE_STORED, actor=words, subject=file_in_words(row.scan), now=now)
    asked = [one for one in selectors.chain_people(case, now) if policies.may_countersign(one, viewing, case, now)]
    send(asked, case, f"請就調閱申請 {case.number} 事後補登的調閱登記核章", now)
    detail = {"at": short_moment(row.started_at), "reason": row.reason.strip()}
    append(Verb.VIEWING_BACK_ENTERED, case, actor, now, **detail)
    return viewing


def _check(case: ReviewRequest, row: PaperRow, now: dt.datetime) -> None:
    if not rules.was_held_lately(row.started_at, row.ended_at, now):
        days = rules.VIEWINGS_ENTERED_AT_MOST.days
        raise ViewingRefused(f"調閱起迄須依序、已結束，且在 {days} 日內。", field="started_at")
    if case.ends_at and row.started_at < case.ends_at:
        raise ViewingRefused("調閱不能早於所調閱的影像時段，請確認日期與時間。", field="started_at")
    if not policies.may_escort(row.escort, case, now):
        raise NotAnEscort
    require_companions(case, row.others, now)
    require_told(case, row.people_present, told_not_to_film=row.told_not_to_film)
    if not row.reason.strip():
        raise ViewingRefused("請填寫事後補登的原因，例如：系統停機，先以紙本登記。", field="reason")
    if row.scan is None:
        raise ViewingRefused("請附紙本登記的掃描檔。", field="scan")


@transaction.atomic
def countersign(*, viewing_id: int, actor: User, now: dt.datetime) -> ViewingSession:
    """Sign, as 處室主管 or 校長, for a row somebody else entered later. Raises ViewingRefused, KeepsOut."""
    case = locked(ViewingSession.objects.values_list("review_request_id", flat=True).get(pk=viewing_id))
    viewing = ViewingSession.objects.select_for_update(no_key=True).get(pk=viewing_id)
    if viewing.entered_at is None or viewing.countersigned_at is not None:
        raise ViewingRefused("這一列不需要核章，或已經核章。")
    if not policies.may_countersign(actor, viewing, case, now):
        raise policies.KeepsOut
    viewing.countersigned_by, viewing.countersigned_at = actor, now
    viewing.countersigned_name = accounts.in_words(actor, now).name
    viewing.save(update_fields=["countersigned_by", "countersigned_at", "countersigned_name"])
    append(Verb.VIEWING_COUNTERSIGNED, case, actor, now, at=short_moment(viewing.started_at))
    return viewing

"""暫時留存 end by themselves once a case is over, its copy made and nobody may appeal any more (ruling 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger.services import SYSTEM
from requests import selectors
from requests.choices import Status
from requests.services.records import locked
from retention.services import release_hold
from retention.services.destruction import is_clock_sure
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

NOTHING = Outcome("沒有應解除的暫時留存")
NOT_SURE = Outcome("系統時間無其他依據可佐證，未解除")
REASONS = {
    Status.CLOSED: "案件已結案，應續留期間屆滿，暫時留存由系統解除",
    Status.WITHDRAWN: "申請已撤回，應續留期間屆滿，暫時留存由系統解除",
}


def end_holds(now: dt.datetime) -> Outcome:
    """Release every 暫時留存 whose case needs its footage no more; a 法定留存 is never ended here.

    Not while a folder of ours speaks against this machine's clock: what is released cannot be taken back.
    """
    due = selectors.cases_holding_on()
    if not due:
        return NOTHING
    if not is_clock_sure(now):
        return NOT_SURE
    ended = sum(_end_holds_of(key, now) for key in due)
    return Outcome(f"解除暫時留存 {ended} 件", acted=True) if ended else NOTHING


@transaction.atomic
def _end_holds_of(case_id: int, now: dt.datetime) -> int:
    case = locked(case_id)
    if not _is_over(case, now):
        return 0
    holds = list(selectors.temporary_holds_of(case).values_list("pk", flat=True))
    reason = REASONS[Status(case.status)]
    ended = [release_hold(hold_id=key, reason=reason, actor=SYSTEM, now=now) for key in holds]
    return sum(hold.released_at is not None for hold in ended)


def _is_over(case: ReviewRequest, now: dt.datetime) -> bool:
    until = selectors.footage_needed_until(case)
    return until is not None and until <= now and not selectors.owed_copies(case)

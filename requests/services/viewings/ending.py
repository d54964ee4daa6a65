"""The end of a viewing: was there footage, what was seen in one neutral line; from then on the row stands (伍、四)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import Answer, NoFootage, ViewingOutcome
from requests.models import ViewingSession
from requests.services.records import locked
from requests.services.viewings.errors import NotAnEscort, ViewingRefused
from requests.services.viewings.starting import append

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest

COLUMNS = ("outcome", "stop_reason", "saw_footage", "no_footage", "fault_number", "finding", "remarks")


@dataclass(frozen=True)
class Ending:
    """How it ended. `finding` is 發現摘要, which the register does not show."""

    outcome: ViewingOutcome = ViewingOutcome.HELD
    stop_reason: str = ""
    saw_footage: Answer = Answer.YES
    no_footage: NoFootage | str = ""
    fault_number: str = ""
    finding: str = ""


AS_USUAL = Ending()


@transaction.atomic
def end_viewing(
    *, viewing_id: int, escort: User, remarks: str, now: dt.datetime, ending: Ending = AS_USUAL
) -> ViewingSession:
    """End the viewing and complete its row; `remarks` are printed in it. Raises ViewingRefused when it has ended, NotAnEscort."""
    case = locked(ViewingSession.objects.values_list("review_request_id", flat=True).get(pk=viewing_id))
    viewing = ViewingSession.objects.select_for_update(no_key=True).get(pk=viewing_id)
    if viewing.ended_at is not None:
        raise ViewingRefused("這一次調閱已經結束。")
    if not policies.may_escort(escort, case, now):
        raise NotAnEscort
    write_ending(viewing, case, ending, remarks)
    viewing.ended_at = now
    viewing.save(update_fields=["ended_at", *COLUMNS])
    stopped = viewing.outcome == ViewingOutcome.STOPPED
    append(Verb.VIEWING_STOPPED if stopped else Verb.VIEWING_ENDED, case, escort, now)
    return viewing


def write_ending(viewing: ViewingSession, case: ReviewRequest, ending: Ending, remarks: str) -> None:
    """Set the columns of the end. Raises ViewingRefused where one needs another."""
    if ending.outcome == ViewingOutcome.STOPPED and not ending.stop_reason.strip():
        raise ViewingRefused("請填寫提前中止的原因。", field="stop_reason")
    viewing.outcome, viewing.saw_footage = ending.outcome, ending.saw_footage
    viewing.stop_reason = ending.stop_reason.strip() if ending.outcome == ViewingOutcome.STOPPED else ""
    viewing.no_footage, viewing.fault_number = _reason(case, ending)
    viewing.finding, viewing.remarks = ending.finding.strip(), remarks.strip()


def _reason(case: ReviewRequest, ending: Ending) -> tuple[str, str]:
    """Return why there was no footage, and under which fault number: one that a camera of the case had then."""
    if ending.saw_footage == Answer.YES:
        return "", ""
    if not ending.no_footage:
        raise ViewingRefused("請選擇無影像的原因。", field="no_footage")
    if ending.no_footage != NoFootage.FAULT:
        return ending.no_footage, ""
    if ending.fault_number not in selectors.fault_numbers_of(case):
        raise ViewingRefused("請選擇故障單號；清單只列本案攝影機在調閱時段的故障。", field="fault_number")
    return ending.no_footage, ending.fault_number

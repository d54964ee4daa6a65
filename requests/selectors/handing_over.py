"""Whether a copy may leave the school now (伍、一; 伍、二; rulings 9, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import short_moment
from requests import policies
from requests.choices import Answer, Status
from requests.selectors.agency import letter_of, missing_items, visit_of
from requests.selectors.cases import decision_of
from requests.selectors.consents import oral_consent_of
from requests.selectors.releases import copies_to_hand_over
from requests.selectors.viewings import scope_of

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest
    from retention.models import EvidenceCopy

NO_COPY = "本校留存檔尚未製作完成。"
NO_MASKED_COPY = "准予複製者為遮蔽後之複製本，請先製作遮蔽版留存檔。"


def may_hand_over(case: ReviewRequest, now: dt.datetime) -> list[str]:
    """Return what hinders handing over a copy, in words; empty when nothing does.

    The decision must grant it, a public body's letter must be there and state its four items, and a sound copy of the
    school must be there to make it of. Nothing here depends on who asks.
    """
    return [*_of_the_decision(case), *_of_the_letter(case), *_of_the_copy(case)]


def may_hand_over_early(case: ReviewRequest, now: dt.datetime, *, is_allowed: bool = False) -> list[str]:
    """Return what hinders handing it over before the letter came, for 生命、身體之立即危險 (ruling 11); 校長 says the ground.

    is_allowed: 校長 did already; then a letter that came since does not take it back.
    """
    letter = letter_of(case)
    if letter is None or visit_of(case) is None:
        return ["只有公務機關人員到場而公文未到時，才能因生命、身體之立即危險先行交付。"]
    said = ["公文已到，請依公文交付。"] if letter.is_here and not is_allowed else []
    if case.status not in (Status.IN_REVIEW, *policies.VIEWABLE):
        said.append(f"案件目前為「{Status(case.status).label}」，不能交付。")
    if oral_consent_of(case) is None:
        said.append("請先登錄口頭同意。")
    return [*said, *_of_the_copy(case)]


def beyond_grant(case: ReviewRequest, copy: EvidenceCopy) -> list[str]:
    """Return what of `copy` the decision does not grant, in words: other cameras, more time; empty when it is within.

    Before there is a decision (先行交付) what was asked for is the measure.
    """
    scope, said = scope_of(case), []
    granted = {camera.pk for camera in scope.cameras}
    if granted and (others := [camera.code for camera in copy.cameras.all() if camera.pk not in granted]):
        said.append(f"含准許範圍以外的攝影機 {'、'.join(others)}")
    if scope.starts_at and scope.ends_at and (copy.starts_at < scope.starts_at or copy.ends_at > scope.ends_at):
        said.append(f"時段超出准許的 {short_moment(scope.starts_at)} 至 {short_moment(scope.ends_at)}")
    return said


def _of_the_decision(case: ReviewRequest) -> list[str]:
    if case.status == Status.CLOSED:
        return ["本案已結案，不能再交付複製本。"]
    if case.status not in policies.VIEWABLE:
        return ["本案核准後才能交付複製本。"]
    if not case.wants_copy:
        return ["本案未請求複製。"]
    decision = decision_of(case)
    return [] if decision and decision.grants_copy == Answer.YES else ["核定未准予複製。"]


def _of_the_letter(case: ReviewRequest) -> list[str]:
    letter, visit = letter_of(case), visit_of(case)
    if letter is None:
        return []
    if not letter.is_here:
        until = f"（應於 {short_moment(visit.letter_due_at)} 前補送）" if visit else ""
        return [f"公文尚未到校{until}，到校登錄後才能交付。"]
    missing = missing_items(letter)
    return [f"來文未載明{'、'.join(missing)}（計畫伍、二），補正後才能交付。"] if missing else []


def _of_the_copy(case: ReviewRequest) -> list[str]:
    if copies_to_hand_over(case).exists():
        return []
    return [NO_COPY if letter_of(case) else NO_MASKED_COPY]

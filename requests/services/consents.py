"""登錄口頭同意: 校長 or 處室主管 said yes by word of mouth; the chain follows by the next working day (rulings 10, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, short_moment
from requests import policies, rules, selectors, transitions
from requests.choices import Action, ConsentGround, Status
from requests.models import OralConsent
from requests.services.chain.notices import send
from requests.services.errors import ReviewError
from requests.services.records import locked
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


WRONG_GROUND = "校內緊急調閱限走失、受傷送醫、外人闖入；公務機關人員到場須先登錄身分查證。"


class ConsentRefused(ReviewError):
    """The consent cannot be recorded so; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def record_oral_consent(
    *,
    case_id: int,
    ground: ConsentGround,
    consented_by: User,
    consented_at: dt.datetime,
    recorder: User,
    now: dt.datetime,
) -> OralConsent:
    """Record that `consented_by` allowed the footage of a case to be shown before the chain decides.

    Recorded within a day by who works on the case; it stands until the end of the next working day. Who consented is
    told. Raises WrongOrder, KeepsOut, ConsentRefused.
    """
    case = locked(case_id)
    transitions.next_status(Status(case.status), selectors.step_kind(case), Action.CONSENT)
    policies.require_works_on(recorder, case, now)
    if selectors.oral_consent_of(case) is not None:
        raise ConsentRefused("本案已登錄口頭同意，不能重複登錄。")
    if ground not in policies.grounds_of(case):
        raise ConsentRefused(WRONG_GROUND, field="ground")
    if not rules.may_be_consented(consented_at, now):
        raise ConsentRefused("同意時間須在現在之前一日內，請確認後再填。", field="consented_at")
    signatory = policies.consents(consented_by, case, now)
    if signatory is None:
        raise ConsentRefused(
            "口頭同意須由校長、處室主管或其代理人為之；當事人及其代理人不得同意。", field="consented_by"
        )
    words = accounts.in_words(recorder, now)
    consent = OralConsent.objects.create(
        review_request=case, ground=ground, consented_by=consented_by, consented_at=consented_at,
        consented_name=f"{signatory.title} {consented_by.name}", office=signatory.note or signatory.role.label,
        recorded_by=recorder, recorded_name=words.name, recorded_at=now,
        ratify_by=rules.ratify_by(local_date(consented_at), calendar()),
    )  # fmt: skip
    _tell(case, consent, recorder, now)
    detail = {"who": consent.consented_name, "at": short_moment(consented_at), "ground": ConsentGround(ground).label}
    ledger.append(verb=Verb.ORAL_CONSENT, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return consent


def _tell(case: ReviewRequest, consent: OralConsent, recorder: User, now: dt.datetime) -> None:
    """Tell who consented what was recorded in his name, and those whose signature follows until when."""
    if consent.consented_by != recorder:
        at = short_moment(consent.consented_at)
        send([consent.consented_by], case, f"已登錄您於 {at} 口頭同意調閱申請 {case.number}，如有不符請洽登錄人", now)
    until = short_moment(consent.ratify_by)
    send(selectors.signatories(case, now), case, f"緊急調閱 {case.number} 已經口頭同意，請於 {until} 前補核", now)

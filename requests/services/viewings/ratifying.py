"""補核: the chain follows an emergency viewing by the next working day, or it is told to those who answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from printing.rules import short_moment
from requests import policies, selectors
from requests.models import OralConsent
from requests.services.chain.notices import send
from requests.services.records import locked
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

TOLD = (Role.HANDLER, Role.PRINCIPAL)
NOTHING = Outcome("沒有逾期未補核的緊急調閱")


def chase_ratifications(now: dt.datetime) -> Outcome:
    """Write down, once each, which oral consents ran out before the chain decided, and tell whoever can act."""
    due = list(OralConsent.objects.filter(ratify_by__lt=now, late_at=None).order_by("pk").values_list("pk", flat=True))
    late = sum(_chase(key, now) for key in due)
    return Outcome(f"逾期未補核 {late} 件，已通知", acted=True) if late else NOTHING


@transaction.atomic
def _chase(key: int, now: dt.datetime) -> bool:
    case = locked(OralConsent.objects.values_list("review_request_id", flat=True).get(pk=key))
    consent = OralConsent.objects.select_for_update(no_key=True).get(pk=key)
    if consent.late_at is not None or case.status not in policies.OPEN:
        return False
    consent.late_at = now
    consent.save(update_fields=["late_at"])
    seats = accounts.seatings(TOLD, now)
    seated = {one.user.pk: one.user for role in TOLD for one in seats[role].without(policies.parties(case))}
    people = seated | {one.pk: one for one in selectors.signatories(case, now)}
    knowing = [one for one in people.values() if policies.may_know(one, case)]
    until = short_moment(consent.ratify_by)
    send(knowing, case, f"緊急調閱 {case.number} 逾補核期限 {until} 尚未核定，請立即補核", now)
    said = selectors.CASES.said(type(case).objects.get(pk=case.pk))
    ledger.append(verb=Verb.RATIFICATION_LATE, actor=SYSTEM, detail={"until": until}, now=now, **said)
    return True

"""來文機關免覆: the body said that it wants no answer (ruling 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import OVER
from requests.models import AgencyLetter
from requests.services.agency.content import AgencyRefused
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


@transaction.atomic
def need_no_reply(*, case_id: int, handler: User, reason: str, now: dt.datetime) -> ReviewRequest:
    """Record that the body wants no answer, and why that is known. Raises NotTheHandler, AgencyRefused."""
    case = locked(case_id)
    policies.require_handler(handler, case, "登錄免覆", now)
    letter = AgencyLetter.objects.select_for_update(of=("self",), no_key=True).filter(case=case).first()
    if letter is None or not letter.is_here:
        raise AgencyRefused("公文到校登錄後，才能登錄來文機關免覆。")
    if case.status in OVER:
        raise AgencyRefused("本案已辦畢，不能再登錄。")
    if not selectors.owes_reply(case):
        raise AgencyRefused("本案已登錄來文機關免覆，或已函覆。")
    if not reason.strip():
        raise AgencyRefused("請填寫免覆的依據，例如：來文說明二載明免覆。", field="reason")
    letter.no_reply_reason, letter.no_reply_at = reason.strip(), now
    letter.save(update_fields=["no_reply_reason", "no_reply_at"])
    actor = accounts.in_words(handler, now)
    ledger.append(verb=Verb.NO_REPLY_NEEDED, actor=actor, now=now, **selectors.CASES.said(case))
    return case

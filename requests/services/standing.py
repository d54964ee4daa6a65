"""What a request on paper owes before it goes on (ruling 7): the applicant's standing, and the signed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import Answer
from requests.services.errors import ReviewError
from requests.services.records import freeze, locked
from requests.services.secrecy import restrict

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest


class StandingRefused(ReviewError):
    """What was found out cannot be kept so; the sentence says why."""


@transaction.atomic
def check_standing_of(
    *,
    case_id: int,
    actor: User,
    identity_checked: bool,
    guardianship_confirmed: bool,
    protection_order: Answer | None,
    now: dt.datetime,
    is_emergency: bool = False,
) -> ReviewRequest:
    """Keep the answers — only the answers — of 身分, 監護關係 and 保護令; 「有」 makes the case a 限制案 for its chain.

    In an emergency (ruling 10) anybody of the chain answers. Raises NotTheHandler, KeepsOut, StandingRefused.
    """
    case = locked(case_id)
    if is_emergency:
        policies.require_works_on(actor, case, now)
    else:
        policies.require_handler(actor, case, "查驗申請人身分", now)
    if not case.is_for_a_child:
        raise StandingRefused("本案申請人不是監護人或法定代理人，不必查驗監護關係。")
    if case.status not in policies.OPEN:
        raise StandingRefused("本案已核定，不能再變更查驗結果。")
    case.identity_checked, case.guardianship_confirmed = identity_checked, guardianship_confirmed
    case.protection_order = protection_order or ""
    case.save(update_fields=["identity_checked", "guardianship_confirmed", "protection_order"])
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.STANDING_CHECKED, actor=words, now=now, **selectors.CASES.said(case))
    if protection_order == Answer.YES and not case.is_restricted:
        case = restrict(case_id=case_id, actor=actor, readers=selectors.chain_people(case, now), now=now)
    return case


@transaction.atomic
def keep_signed_form(*, case_id: int, actor: User, scan: StoredFile, now: dt.datetime) -> ReviewRequest:
    """Keep the scan of the 附錄1 the applicant signed; its cell then prints 「紙本簽名存卷」.

    Raises NotTheHandler, StandingRefused.
    """
    case = locked(case_id)
    policies.require_handler(actor, case, "存入簽名的附錄1", now)
    if case.entered_by_id is None:
        raise StandingRefused("本案由申請人線上送出，不需要紙本簽名。")
    if case.signed_form_id is not None:
        raise StandingRefused("已存入簽名的附錄1，不能更換；如有錯誤請以附件補充說明。")
    case.signed_form = scan
    case.save(update_fields=["signed_form"])
    freeze(case, now)
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.FILE_STORED, actor=words, subject=file_in_words(scan), now=now)
    ledger.append(verb=Verb.SIGNED_FORM_KEPT, actor=words, now=now, **selectors.CASES.said(case))
    return case

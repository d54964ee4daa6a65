"""查詢碼: whoever has it sees where the case stands, without an account (5.2): never a name, a reason or a camera."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, rules, selectors
from requests.choices import Status
from requests.models import ReviewRequest, TrackingCode
from requests.services.correspondence.errors import LetterRefused
from requests.services.errors import ReviewError
from requests.services.records import locked
from work.services import count_attempt, is_tried_too_often

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

PAGE = "track"
BY_CODE = ledger.Actor(name="持查詢碼者（未登入）")
NO_CODE = "0" * 64
"""No brake over all addresses and numbers together: a code is one of 31 ** 12, some 8 × 10¹⁷. A million tries an hour for a
year, spread over as many addresses and all numbers of a school, find one of its codes with a chance of 1 in 10⁸ a code. The
limits below that are there so that nobody sees a door left open, and the alarm so that somebody looks."""


class TrackingRefused(ReviewError):
    """Nothing is shown: one answer for an unknown number, a wrong code, and a case whose personal data is gone."""

    def __init__(self) -> None:
        super().__init__("查無此案，或查詢碼不符。請核對收件回條上的案號與查詢碼；補發過的，請用最新的一張。")


class TooManyTries(ReviewError):
    """Wrong codes are tried on and on."""

    def __init__(self) -> None:
        super().__init__("查詢錯誤次數過多，本案號或您的網路暫停查詢，請一小時後再試，或直接向學校總務處查詢。")


@transaction.atomic
def renew_code(*, case_id: int, actor: User, now: dt.datetime) -> str:
    """Return a new 查詢碼 as it is printed; only its hash is kept and the code before it ends. Raises NotTheHandler, LetterRefused."""
    case = locked(case_id)
    policies.require_handler(actor, case, "產生查詢碼", now)
    if case.applicant_id is not None:
        raise LetterRefused("申請人有帳號，登入後即可查看案件，不需要查詢碼。")
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    words = accounts.in_words(actor, now)
    made = {"sha256": _digest(code), "made_by": words.name, "made_at": now}
    TrackingCode.objects.update_or_create(review_request=case, defaults=made)
    ledger.append(verb=Verb.TRACKING_CODE_MADE, actor=words, now=now, **selectors.CASES.said(case))
    return rules.code_in_groups(code)


def follow(*, number: str, code: str, now: dt.datetime) -> ReviewRequest:
    """Return the case of `number` to whoever knows its code, and record it. Raises TrackingRefused, TooManyTries.

    A wrong code and an unknown number cost the same and are answered the same.
    """
    wanted = rules.plain_case_number(number)
    if is_tried_too_often(PAGE, wanted, now):
        raise TooManyTries
    kept = TrackingCode.objects.filter(review_request__number=wanted).first()
    expected = kept.sha256 if kept and kept.sha256 else NO_CODE
    if not hmac.compare_digest(expected, _digest(rules.plain_number(code))) or kept is None:
        count_attempt(PAGE, wanted, now)
        raise TrackingRefused
    case = ReviewRequest.objects.exclude(status=Status.DRAFT).select_related("plan").get(pk=kept.review_request_id)
    ledger.append_reading(verb=Verb.CASE_TRACKED, actor=BY_CODE, subject=str(case), now=now)
    return case


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

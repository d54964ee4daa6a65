"""交付: who received it, signed on the screen or on the printed 簽收單; what was sent is signed for when the slip comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import Asker, ReleaseManner
from requests.services.releases.content import ReleaseRefused, locked_release, medium_in_words

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from ledger.services import Actor
    from requests.models import CopyRelease, ReviewRequest
    from requests.services.releases.content import Receiver


@transaction.atomic
def hand_over(
    *,
    release_id: int,
    actor: User,
    receiver: Receiver,
    now: dt.datetime,
    signature: StoredFile | None = None,
    receipt: StoredFile | None = None,
) -> CopyRelease:
    """Hand over what was prepared; in person only for a signature. Raises NotTheHandler, ReleaseRefused."""
    case, release = locked_release(release_id)
    policies.require_handler(actor, case, "交付複製本", now)
    if not release.is_open:
        raise ReleaseRefused("這一次交付已完成或已取消。")
    if release.danger:
        hindrances = selectors.may_hand_over_early(case, now, is_allowed=True)
    else:
        hindrances = selectors.may_hand_over(case, now)
    if hindrances:
        raise ReleaseRefused("".join(hindrances))
    _check(case, release, receiver, signature or receipt)
    words = accounts.in_words(actor, now)
    release.receiver_name, release.receiver_unit = receiver.name.strip(), receiver.unit.strip()
    release.receiver_badge, release.postal_number = receiver.badge.strip(), receiver.postal_number.strip()
    release.handed_by, release.handed_at = words.name, now
    release.signature, release.receipt = signature, receipt
    release.save(
        update_fields=[
            "receiver_name", "receiver_unit", "receiver_badge", "postal_number", "handed_by", "handed_at", "signature",
            "receipt",
        ]
    )  # fmt: skip
    for stored in filter(None, (signature, receipt)):
        ledger.append(verb=Verb.FILE_STORED, actor=words, subject=file_in_words(stored), now=now)
    detail = {
        "order": str(release.order), "copy": release.copy.number, "medium": medium_in_words(release),
        "manner": ReleaseManner(release.manner).label,
    }  # fmt: skip
    ledger.append(verb=Verb.RELEASE_HANDED, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return release


def _check(case: ReviewRequest, release: CopyRelease, receiver: Receiver, signed: StoredFile | None) -> None:
    if not receiver.name.strip():
        raise ReleaseRefused("請填寫領取人姓名。", field="name")
    if release.manner == ReleaseManner.POST:
        if not receiver.postal_number.strip():
            raise ReleaseRefused("請填寫郵件號碼或遞送單號。", field="postal_number")
        return
    if case.asker == Asker.AGENCY and not receiver.badge.strip():
        raise ReleaseRefused("請查驗並填寫領取人的服務證號。", field="badge")
    if signed is None:
        raise ReleaseRefused("請由領取人在螢幕簽名，或存入已簽名的簽收單。", field="receipt")


@transaction.atomic
def keep_receipt(*, release_id: int, actor: User, receipt: StoredFile, now: dt.datetime) -> CopyRelease:
    """Keep the signed 簽收單, or the slip of what was sent. Raises NotTheHandler, ReleaseRefused."""
    case, release = locked_release(release_id)
    policies.require_handler(actor, case, "存入簽收單", now)
    if release.handed_at is None:
        raise ReleaseRefused("交付後才能存入簽收單。")
    if release.receipt_id is not None:
        raise ReleaseRefused("已存入簽收單，不能更換。")
    release.receipt = receipt
    release.save(update_fields=["receipt"])
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.FILE_STORED, actor=words, subject=file_in_words(receipt), now=now)
    _record(Verb.RELEASE_RECEIPT_KEPT, case, release, words, now)
    return release


def _record(verb: Verb, case: ReviewRequest, release: CopyRelease, actor: Actor, now: dt.datetime) -> None:
    detail = {"order": str(release.order)}
    ledger.append(verb=verb, actor=actor, detail=detail, now=now, **selectors.CASES.said(case))

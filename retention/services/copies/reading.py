"""Looking at a copy: one gate, one entry a reading, then ranges of plain bytes that never touch the disk (ruling 18)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from retention import policies, rules, storage
from retention.choices import CopyMedium, ReadingKind, ReadingPurpose, Refusal
from retention.models import CopyReading, EvidenceCopy
from retention.selectors import COPIES, READINGS
from retention.services.copies.errors import CopyError, NotYourCopy, record_refusal, refuse
from retention.services.copies.finishing import taken_parts
from retention.services.copies.opening import is_usable
from retention.services.copies.store import require_store

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from accounts.models import User
    from retention.models import CopyFile

OPEN_FOR = {ReadingKind.PLAYED: dt.timedelta(hours=2), ReadingKind.DOWNLOADED: dt.timedelta(minutes=15)}
"""So long one reading opens the bytes: a viewing; the beginning of a download."""
NO_VIEWING = "目前沒有進行中的調閱。陪同調閱請先到案件頁按「現在開始調閱」再播放；不是調閱的，請改選用途。"
VERBS = {ReadingKind.PLAYED: Verb.COPY_PLAYED, ReadingKind.DOWNLOADED: Verb.COPY_DOWNLOADED}


def open_reading(
    *, copy_id: int, kind: ReadingKind, purpose: ReadingPurpose, reason: str, user: User, now: dt.datetime
) -> CopyReading:
    """Open a copy to `user` after the view asked for a proof of person; the entry comes first.

    調閱 is accompanied and entered in the register (伍、四), so it is a purpose only while a viewing is open. Raises NotYourCopy (an entry, too), CopyError.
    """
    copy = EvidenceCopy.objects.select_related("hold").get(pk=copy_id)
    if not policies.may_open_copy(user, copy, now):
        record_refusal(copy, Refusal.NOT_ALLOWED, user, now)
        raise NotYourCopy
    if copy.medium != CopyMedium.FILE or not is_usable(copy):
        raise CopyError("這份留存檔目前無法開啟；標籤媒體請自保險櫃取出播放。")
    if purpose == ReadingPurpose.VIEWING and not policies.is_being_viewed(copy, user, now):
        raise CopyError(NO_VIEWING, field="purpose")
    if purpose == ReadingPurpose.MANAGING and not reason.strip():
        raise CopyError("管理檢視請填寫事由，例如：確認校時、測試播放。", field="reason")
    return _write_reading(copy, kind, purpose, reason.strip(), user, now)


@transaction.atomic
def _write_reading(
    copy: EvidenceCopy, kind: ReadingKind, purpose: ReadingPurpose, reason: str, user: User, now: dt.datetime
) -> CopyReading:
    actor = in_words(user, now)
    reading = CopyReading.objects.create(
        copy=copy, user=user, person=actor.name, kind=kind, purpose=purpose, reason=reason, opened_at=now,
        until=now + OPEN_FOR[kind],
    )  # fmt: skip
    said = READINGS.said(reading)
    ledger.append(verb=VERBS[kind], actor=actor, detail={"purpose": purpose.label}, now=now, **said)
    return reading


def reading_of(token: uuid.UUID, copy: EvidenceCopy, user: User, now: dt.datetime) -> CopyReading:
    """Return the open reading behind a request for bytes. Raises CopyRefused: another person's, run out, or no longer allowed."""
    reading = CopyReading.objects.filter(token=token, copy=copy, user=user, opened_at__lte=now, until__gt=now).first()
    if reading is None:
        raise refuse(copy, Refusal.NO_PROOF, "播放時間已過，請重新開啟留存檔並確認身分。", user, now)
    if not policies.may_open_copy(user, copy, now) or not is_usable(copy):
        raise refuse(copy, Refusal.NOT_ALLOWED, "您已不能開啟這份留存檔。", user, now)
    CopyReading.objects.filter(pk=reading.pk).update(last_at=now)
    return reading


def plain_range(copy: EvidenceCopy, file: CopyFile, first: int, last: int, now: dt.datetime) -> Iterator[bytes]:
    """Yield bytes `first` to `last`, both included, of a file in a copy; only the parts they lie in are opened.

    Raises PartBroken, after the damage is an entry and the copy is no longer taken for sound; StoreAway.
    """
    wanted = rules.pieces(file.offset + first, file.offset + last)
    parts = taken_parts(copy, [piece.number for piece in wanted])
    try:
        for piece, plain in zip(wanted, storage.plain_parts(copy.key, parts, copy.identity), strict=True):
            yield plain[piece.start : piece.end]
    except (storage.PartBroken, ValueError) as error:
        mark_damaged(copy.pk, str(error), now)
        raise


@transaction.atomic
def mark_damaged(copy_id: int, problem: str, now: dt.datetime) -> EvidenceCopy:
    """Write that a copy is not what was taken in, once, and let the daily check raise its alarm.

    Raises StoreAway: what a disk that is not mounted seems to say is no damage.
    """
    require_store()
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.damaged_at is None:
        copy.damaged_at, copy.problem = now, problem[:200]
        copy.save(update_fields=["damaged_at", "problem"])
        words = {"problem": problem[:200]}
        ledger.append(verb=Verb.COPY_DAMAGED, actor=SYSTEM, detail=words, now=now, **COPIES.said(copy))
    return copy

"""Parts come in: by number, in any order, again after a lost connection — or as one stream."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention import policies, rules, storage
from retention.choices import CopyState, CopyWay, Refusal
from retention.models import CopyPart, EvidenceCopy
from retention.selectors import COPIES, may_be_given_up
from retention.services.copies.errors import CopyError, refuse
from retention.services.copies.opening import NO_ROOM
from retention.services.people import as_actor
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from accounts.models import User
    from ledger.services import Actor
    from retention.storage import TakenPart


BUSY = "上一段還在處理，請稍候再送。"


class CopyBusy(CopyError):
    """Another process is at work on this copy; the same can be tried again in a moment."""

    def __init__(self) -> None:
        super().__init__(BUSY)


@dataclass(frozen=True, slots=True)
class Received:
    """Which parts are there, of how many."""

    numbers: tuple[int, ...]
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return 0 < self.total == len(self.numbers)


def received(copy: EvidenceCopy) -> Received:
    """Return which parts of an upload are there: an upload goes on with the others."""
    numbers = tuple(copy.parts.order_by("number").values_list("number", flat=True))
    return Received(numbers, rules.part_count(copy.declared_size))


def receive_part(*, copy_id: int, number: int, plain: bytes, user: User, now: dt.datetime) -> Received:
    """Take one part of an upload in; the same part again changes nothing. With the last one the finishing job is due.

    Raises CopyRefused (another person, a number or length that cannot be, other bytes under a number that was taken,
    a copy that takes no more; each an entry), CopyBusy, CopyError when the disk is full.
    """
    copy = EvidenceCopy.objects.select_related("hold").get(pk=copy_id)
    _require_welcome(copy, number, plain, user, now)
    try:
        with storage.turn_at(copy.key):
            known = copy.parts.filter(number=number).first()
            if known is None:
                _keep(copy, storage.take_part(copy.key, number, plain, copy.recipient), user, now)
            elif known.plain_sha256 != hashlib.sha256(plain).hexdigest():
                raise refuse(
                    copy, Refusal.OTHER_PART, "這一段與先前上傳的內容不同，請確認選擇的是同一個檔案。", user, now
                )
            return _complete(copy.pk)
    except storage.SourceBusy as error:
        raise CopyBusy from error
    except OSError as error:
        raise CopyError(NO_ROOM) from error


def _require_welcome(copy: EvidenceCopy, number: int, plain: bytes, user: User, now: dt.datetime) -> None:
    if copy.made_account != user.username or policies.makes_copies(user, copy.hold, now) is None:
        raise refuse(copy, Refusal.NOT_ALLOWED, "只有開始這份留存檔的人員可以上傳。", user, now)
    if copy.way != CopyWay.UPLOAD or copy.state != CopyState.RECEIVING:
        raise refuse(copy, Refusal.CLOSED, "這份留存檔已不再接收檔案，請重新整理頁面。", user, now)
    if len(plain) != rules.part_length(copy.declared_size, number):
        raise refuse(copy, Refusal.WRONG_PART, "分段的編號或長度不符，請重新整理頁面後再上傳。", user, now)


@transaction.atomic
def _keep(copy: EvidenceCopy, taken: TakenPart, user: User, now: dt.datetime) -> None:
    stored = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy.pk)
    if stored.state != CopyState.RECEIVING:  # given up meanwhile: what was just written goes, too
        transaction.on_commit(lambda: storage.drop_parts(copy.key))
        return
    CopyPart.objects.create(copy=stored, taken_at=now, **as_columns(taken))


@transaction.atomic
def _complete(copy_id: int) -> Received:
    """Once nothing is missing, let the finishing job begin."""
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    found = received(copy)
    if found.is_complete and copy.state == CopyState.RECEIVING:
        copy.state, copy.problem = CopyState.FINISHING, ""
        copy.save(update_fields=["state", "problem"])
        ring("retention.tasks.make_copies")
    return found


def as_columns(taken: TakenPart) -> dict[str, object]:
    """Return a part that was written as the columns of its row."""
    return {
        "number": taken.number, "size": taken.size, "plain_sha256": taken.plain_sha256,
        "sealed_sha256": taken.sealed_sha256,
    }  # fmt: skip


@transaction.atomic
def keep_stream(copy_id: int, taken: Sequence[TakenPart], name: str = "") -> EvidenceCopy:
    """Write that a whole stream was taken in, in place of whatever came before; the finishing job is due.

    Of a copy that was begun without a file (declared size 0) `name` and the stream's size say which it is. Raises
    CopyError when the copy was given up meanwhile, or when the stream is not as long as it was said to be.
    """
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    if copy.state != CopyState.RECEIVING:
        raise CopyError("這份留存檔已不再接收檔案，請重新整理頁面。")
    size = sum(part.size for part in taken)
    if not size or size != (copy.declared_size or size):
        raise CopyError("收到的檔案不完整，請再上傳一次。", field="file")
    copy.parts.all().delete()
    CopyPart.objects.bulk_create([CopyPart(copy=copy, **as_columns(part)) for part in taken])
    copy.declared_size, copy.original_name = size, copy.original_name or name[:200]
    copy.state, copy.problem = CopyState.FINISHING, ""
    copy.save(update_fields=["declared_size", "original_name", "state", "problem"])
    ring("retention.tasks.make_copies")
    return copy


def take_stream(copy: EvidenceCopy, chunks: Iterable[bytes]) -> EvidenceCopy:
    """Take a whole file in as it is read, in place of whatever came before. Raises CopyError, CopyBusy, OSError."""
    try:
        with storage.turn_at(copy.key), storage.PartWriter(copy.key, copy.recipient) as writer:
            for chunk in chunks:
                writer.write(chunk)
            return keep_stream(copy.pk, writer.close())
    except storage.SourceBusy as error:
        raise CopyBusy from error


@transaction.atomic
def give_up(*, copy_id: int, reason: str, user: User, now: dt.datetime) -> EvidenceCopy:
    """Give up a copy on its way: its key goes, then its bytes. Its number stays, with the reason. Raises CopyError, NotYourHold."""
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    by = policies.require(policies.makes_copies(user, copy.hold, now), policies.COPY_MAKERS, "放棄留存檔")
    if not reason.strip():
        raise CopyError("請填寫放棄的理由，例如：選錯檔案。", field="reason")
    return write_given_up(copy, reason.strip(), as_actor(by, now), now)


@transaction.atomic
def give_up_from_shell(*, copy_id: int, reason: str, actor: Actor, now: dt.datetime) -> EvidenceCopy:
    """Give up a copy on its way, as the operator of the shell. Raises CopyError."""
    return write_given_up(EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id), reason, actor, now)


def write_given_up(copy: EvidenceCopy, reason: str, actor: Actor, now: dt.datetime) -> EvidenceCopy:
    """Write that a locked copy is given up. Raises CopyError when it is finished."""
    if not may_be_given_up(copy):
        raise CopyError("這份留存檔已接收完成；不需要時請以「誤製銷毀」或列入銷毀清冊辦理。")
    copy.state, copy.problem, copy.identity = CopyState.ABANDONED, reason[:200], ""
    copy.save(update_fields=["state", "problem", "identity"])
    copy.parts.all().delete()
    copy.files.all().delete()
    transaction.on_commit(lambda: storage.drop_parts(copy.key))
    ledger.append(verb=Verb.COPY_GIVEN_UP, actor=actor, detail={"reason": reason}, now=now, **COPIES.said(copy))
    return copy

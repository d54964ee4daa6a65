"""登錄銷毀 of a labelled medium: a machine cannot do it, so the two who signed do, and say how, with a photo."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ledger import services as ledger
from ledger.choices import Verb
from retention import policies, storage
from retention.choices import CopyState, DestructionMethod
from retention.models import DestructionItem
from retention.rules import is_ready_to_register
from retention.selectors import LISTS, judged_copy
from retention.services.copy_destruction.carrying_out import (
    grave_of,
    locked,
    note_gone,
    write_destroyed,
)
from retention.services.copy_destruction.errors import ListError
from retention.services.copy_destruction.grounds import is_ours, opened_store, the_store
from retention.services.locks import lock_against_destruction
from retention.services.people import as_actor
from retention.storage import BEGUN

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from accounts.selectors import Signatory
    from files.models import StoredFile
    from retention.models import EvidenceCopy

NO_FOLDER = "無法在留存檔的資料夾寫入銷毀紀錄，請確認已掛載且可寫入後再登錄。"
NOT_READY = "這件媒體現在不能登錄銷毀：{why}。"


def register_medium(
    *, item_id: int, method: DestructionMethod, photo: StoredFile | None, note: str, user: User, now: dt.datetime
) -> DestructionItem:
    """Record that a medium on a signed list was destroyed: how, with a photo. Raises ListError, NotYourHold.

    As with a file the list beside the copies knows of it first, so that a restored database does not bring it back.
    """
    store = the_store()
    with opened_store(store, now) as root:
        if root is None or not is_ours(store, root):
            raise ListError(NO_FOLDER)
        item = _registered(item_id, method, photo, note, root=root, user=user, now=now)
        with contextlib.suppress(OSError):  # the next run of the duty writes it
            note_gone(root, item, now)
    return item


@transaction.atomic
def _registered(
    item_id: int, method: DestructionMethod, photo: StoredFile | None, note: str, *, root: int, user: User, now: dt.datetime
) -> DestructionItem:  # fmt: skip
    lock_against_destruction()
    rows = DestructionItem.objects.select_for_update(no_key=True, of=("self",)).select_related("list", "copy")
    copy = locked(DestructionItem.objects.values_list("copy", flat=True).get(pk=item_id))
    item = rows.get(pk=item_id)
    _require_ready(item, copy, now)
    by = policies.require(_registers(item, user, now), "執行人（監銷人除外）", "登錄媒體銷毀")
    if method == DestructionMethod.KEY:
        raise ListError("請選擇銷毀方法。", field="method")
    if photo is None:
        raise ListError("請附上銷毀後的照片。", field="photo")
    item.method, item.photo, item.note, item.started_at = method, photo, note.strip(), now
    item.save(update_fields=["method", "photo", "note", "started_at"])
    try:
        storage.write_grave(root, BEGUN, grave_of(item.copy, item, now))
    except OSError as error:
        raise ListError(NO_FOLDER) from error
    actor = as_actor(by, now)
    write_destroyed(item, actor, now)
    words = {"copy": item.copy.number, "method": item.get_method_display()}
    ledger.append(verb=Verb.COPY_MEDIUM_REGISTERED, actor=actor, detail=words, now=now, **LISTS.said(item.list))
    return item


def _require_ready(item: DestructionItem, copy: EvidenceCopy, now: dt.datetime) -> None:
    one = judged_copy(copy, now) if copy.state == CopyState.FINISHED and item.ended_at is None else None
    if one is None:
        raise ListError("這件媒體已登錄銷毀或已移出清冊，請重新整理頁面。")
    if not is_ready_to_register(one.facts, timezone.localdate(now)):
        raise ListError(NOT_READY.format(why=one.why.label if one.why else one.verdict.label))


def _registers(item: DestructionItem, user: User, now: dt.datetime) -> Signatory | None:
    return policies.executes(user, now) if user.username != item.list.witness_account else None

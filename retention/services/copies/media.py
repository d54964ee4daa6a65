"""Media in the safe: where each lies, and who moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention import policies
from retention.choices import CopyMedium, CopyState
from retention.models import EvidenceCopy
from retention.selectors import COPIES
from retention.services.copies.errors import CopyError
from retention.services.people import as_actor

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def move_medium(*, copy_id: int, kept_at: str, user: User, now: dt.datetime) -> EvidenceCopy:
    """Write where a medium lies from now on. Raises CopyError, NotYourHold."""
    copy = EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)
    by = policies.require(policies.makes_copies(user, copy.hold, now), policies.COPY_MAKERS, "移動留存媒體")
    place, before = kept_at.strip(), copy.kept_at
    if copy.medium != CopyMedium.MEDIUM or copy.state != CopyState.FINISHED:
        raise CopyError("只有保存中的標籤媒體可以登錄移動。")
    if not place or place == before:
        raise CopyError("請填寫新的存放地點，例如：總務處保險櫃第二層。", field="kept_at")
    copy.kept_at = place
    copy.save(update_fields=["kept_at"])
    words = {"place_from": before, "place_to": place}
    ledger.append(verb=Verb.COPY_MOVED, actor=as_actor(by, now), detail=words, now=now, **COPIES.said(copy))
    return copy

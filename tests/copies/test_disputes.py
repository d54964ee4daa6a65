"""爭議註記: who wrote it and why, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.choices import Verb
from ledger.models import Entry
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copy_destruction import (
    dispute_copy,
    settle_dispute,
)
from tests.copies.ending import a_year_old, refused_at

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


def test_a_dispute_is_noted_with_who_and_why_and_settled_without_a_trace_on_the_row(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    with refused_at("reason", "請填寫爭議事由"):
        dispute_copy(copy_id=copy.pk, reason=" ", user=cast.handler, now=now)
    with refused_at(None, "沒有爭議註記"):
        settle_dispute(copy_id=copy.pk, reason="撤回", user=cast.supervisor, now=now)

    copy = dispute_copy(copy_id=copy.pk, reason=" 家長異議 ", user=cast.handler, now=now)
    copy.refresh_from_db()
    assert (copy.disputed_at, copy.disputed_by, copy.dispute_reason) == (now, "事務組長 游承堃", "家長異議")
    with refused_at(None, "已有爭議註記"):
        dispute_copy(copy_id=copy.pk, reason="再一次", user=cast.handler, now=now)
    with refused_at("reason", "請填寫解除的理由"):
        settle_dispute(copy_id=copy.pk, reason=" ", user=cast.supervisor, now=now)

    settle_dispute(copy_id=copy.pk, reason=" 家長撤回 ", user=cast.supervisor, now=now)
    copy.refresh_from_db()
    assert (copy.disputed_at, copy.disputed_by, copy.dispute_reason) == (None, "", "")
    said = Entry.objects.get(verb=Verb.COPY_UNDISPUTED)
    assert (said.actor, said.detail) == ("總務主任 方瑀彤", {"reason": "家長撤回"})


def test_only_what_stands_is_disputed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    EvidenceCopy.objects.update(state=CopyState.DESTROYED, identity="")

    with refused_at(None, "這件留存檔目前是「.+」，不適用爭議註記"):
        dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)

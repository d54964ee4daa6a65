"""Asking for deletion at the desk: who may confirm it is told, for nobody looks at folders every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.selectors import in_words
from printing.rules import local_date
from retention.policies import CONFIRMERS
from retention.services.sources import propose_deletion
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from retention.models import FootageSource


@transaction.atomic
def ask_for_deletion(*, source_id: int, reason: str, user: User, now: dt.datetime) -> FootageSource:
    """Propose that only this product deletes in a source, and tell those who may confirm it. Raises SourceError."""
    source = propose_deletion(source_id=source_id, reason=reason, actor=in_words(user, now), now=now)
    people = holders_of(*CONFIRMERS, day=local_date(now)).exclude(pk=user.pk)
    notify(
        recipients=people,
        text=f"待確認：影像資料夾「{source.name}」改由本系統刪除",
        url=reverse("retention:source-confirm", args=[source.pk]),
        subject=f"影像資料夾 {source.pk}",
        now=now,
    )
    return source

"""Drafts nobody sent go after seven days, with the files only they had (house, "The case")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from requests import rules
from requests.choices import Status
from requests.models import ReviewRequest
from requests.services.drafts.content import drop
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

NOTHING = Outcome("沒有逾期草稿")


@transaction.atomic
def discard_old_drafts(now: dt.datetime) -> Outcome:
    """Discard every draft begun more than seven days ago; one being sent at this moment is left alone."""
    old = ReviewRequest.objects.filter(status=Status.DRAFT, created_at__lt=now - rules.DRAFT_KEPT)
    drafts = list(old.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for draft in drafts:
        drop(draft, list(draft.attachments.all()))
        draft.delete()
    if not drafts:
        return NOTHING
    subject = f"{len(drafts)} 件"
    ledger.append(verb=Verb.DRAFTS_DISCARDED, actor=ledger.SYSTEM, subject=subject, now=now)
    return Outcome(f"清除逾期草稿 {subject}")

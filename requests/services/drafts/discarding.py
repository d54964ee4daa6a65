"""Drafts nobody sent go after seven days, with the files only they had (house, "The case"), and files of no case at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from files.selectors import unowned
from files.services import discard
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
    """Discard every draft begun more than seven days ago; one being sent at this moment is left alone.

    With them go the files as old that a page kept before its act was refused.
    """
    begun = now - rules.DRAFT_KEPT
    old = ReviewRequest.objects.filter(status=Status.DRAFT, created_at__lt=begun)
    drafts = list(old.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for draft in drafts:
        drop(draft, list(draft.attachments.all()))
        draft.delete()
    left_behind = list(unowned(begun))
    for stored in left_behind:
        discard(stored)
    if not drafts and not left_behind:
        return NOTHING
    subject = f"{len(drafts)} 件" + (f"、未登錄的檔案 {len(left_behind)} 個" if left_behind else "")
    ledger.append(verb=Verb.DRAFTS_DISCARDED, actor=ledger.SYSTEM, subject=subject, now=now)
    return Outcome(f"清除逾期草稿 {subject}")

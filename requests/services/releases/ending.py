"""What became of a copy that was handed over: it came back, or the other side destroyed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import ReleaseEnd
from requests.services.releases.content import ReleaseRefused, locked_release

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import CopyRelease


@transaction.atomic
def end_release(
    *, release_id: int, actor: User, end: ReleaseEnd, ended_on: dt.date, note: str, now: dt.datetime
) -> CopyRelease:
    """Record that the copy came back or was destroyed, also after 結案. Raises NotTheHandler, ReleaseRefused."""
    case, release = locked_release(release_id)
    policies.require_handler(actor, case, "登錄交付後續", now)
    if release.handed_at is None:
        raise ReleaseRefused("交付後才能登錄繳回或銷毀。")
    if release.end:
        raise ReleaseRefused("這一次交付已登錄後續。")
    if not local_date(release.handed_at) <= ended_on <= local_date(now):
        raise ReleaseRefused("日期須在交付當日以後，且不能在未來。", field="ended_on")
    words = accounts.in_words(actor, now)
    release.end, release.ended_on, release.end_note, release.ended_by = end, ended_on, note.strip(), words.name
    release.save(update_fields=["end", "ended_on", "end_note", "ended_by"])
    detail = {"order": str(release.order), "word": ReleaseEnd(end).label}
    ledger.append(verb=Verb.RELEASE_ENDED, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return release

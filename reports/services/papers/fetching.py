"""The paper goes to who ordered it, as long as he may know all it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from reports import policies, selectors

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from files.models import StoredFile
    from work.models import Job


def fetch_paper(*, job: Job, user: User, now: dt.datetime) -> StoredFile:
    """Return the file of one's own paper and record that it is taken. Raises PermissionDenied."""
    allowed = job.requested_by_id == user.pk and selectors.may_fetch(job, now)
    policies.require(allowed=allowed, why="這份列印檔有您已不得閱覽的案件，或已逾保留日數。請重新列印。")
    if job.file is None:
        raise ValueError(job)
    subject = f"列印檔 {job.pk}（{job.title}）"
    ledger.append_reading(verb=Verb.PAPER_FETCHED, actor=accounts.in_words(user, now), subject=subject, now=now)
    return job.file

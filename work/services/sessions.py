"""Sessions that have ended are taken out of the database, and with them what they kept for 30 minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session

from work.services.duties import Outcome

if TYPE_CHECKING:
    import datetime as dt


def clear_sessions(now: dt.datetime) -> Outcome:
    """Delete the sessions past their end. A session is no act of anybody: the ledger is not told."""
    gone, _ = Session.objects.filter(expire_date__lt=now).delete()
    return Outcome(f"清除 {gone} 筆" if gone else "沒有已逾時的登入")

"""allauth.usersessions: 「登出其他裝置」 is an act, so it stands in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.utils import timezone

from accounts.selectors import in_words
from ledger.choices import Verb
from ledger.services import append

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allauth.usersessions.models import UserSession


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Ends sessions and records how many."""

    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        """End the given sessions of the signed-in person."""
        super().end_sessions(sessions)
        user, now = context.request.user, timezone.now()
        if sessions:
            detail = {"count": str(len(sessions))}
            append(verb=Verb.SESSIONS_ENDED, actor=in_words(user, now), subject=user.username, detail=detail, now=now)

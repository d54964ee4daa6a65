"""Why a copy, or a list of copies, cannot be ended that way."""

from __future__ import annotations

from retention.services.people import HoldError


class ListError(HoldError):
    """The 銷毀清冊 cannot be made or changed that way; the message says what to do."""

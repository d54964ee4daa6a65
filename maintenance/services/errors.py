"""Why an inspection or a check is refused."""

from __future__ import annotations


class InspectionError(Exception):
    """It cannot be recorded that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class CheckError(InspectionError):
    """The daily check, or its duty calendar, cannot be recorded that way."""

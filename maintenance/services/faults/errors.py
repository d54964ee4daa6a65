"""Why an act on a fault is refused."""

from __future__ import annotations


class FaultError(Exception):
    """The fault cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class AlreadyReported(FaultError):
    """The same is known of this camera."""


class TooManyReports(FaultError):
    """More reports without an account than a school can have faults."""

"""Why a backup or a restore did not happen, in a sentence for who sits at the shell."""

from __future__ import annotations


class BackupError(Exception):
    """A backup was not made, or not brought back; the sentence says what to do. Nothing has changed."""


class BackupBusy(BackupError):
    """Another one is being made in the same folder."""

    def __init__(self) -> None:
        super().__init__("另一個備份正在製作，請稍後再執行。")


class CopiesMissing(BackupError):
    """Copies that should be in it are not to be had; one without copies could be made."""

"""That a restore was begun and not ended: a note in the data folder, from before its first write until after its last check.

While it stands, what is there came from the archive it names, and from nowhere else.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

UNFINISHED = "還原沒有做完：請以同一份備份「{archive}」再執行一次 restore，完成前請勿啟動。"


@dataclass(frozen=True, slots=True)
class Begun:
    """Which archive is being brought back, and how much it brought, written before the database has it."""

    archive: str
    rows: int = 0
    files: int = 0

    def __str__(self) -> str:
        return UNFINISHED.format(archive=self.archive)


def write(begun: Begun) -> None:
    """Write the note, so that it is there whatever happens next."""
    place = _place()
    draft = place.with_name(f".{place.name}")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(begun), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    _keep_folder(place.parent)


def read() -> Begun | None:
    """Return the note, None where no restore was left half-way."""
    try:
        return Begun(**json.loads(_place().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def remove() -> None:
    """Take the note away: all is there and checked, or nothing is."""
    _place().unlink(missing_ok=True)
    _keep_folder(_place().parent)


def _place() -> Path:
    return Path(settings.DATA_DIR) / "restore-begun.json"


def _keep_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Which backups there are, which one is the newest good, and which are old enough to go."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME_PATTERN = "cctv-%Y%m%dT%H%M%SZ.tar.age"
NOTE = ".json"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its note beside it says: nothing in it is about a person.

    It stands only where the archive was read back to its last byte. `size` in bytes and `sha256` are those of the sealed
    file; `entries` is how many entries the ledger had.
    """

    name: str
    made_at: dt.datetime
    size: int
    sha256: str
    entries: int
    rows: int
    files: int
    has_copies: bool

    def as_dict(self) -> dict[str, object]:
        """Return it as its note is written."""
        return asdict(self) | {"made_at": self.made_at.isoformat()}


def write_note(folder: Path, backup: Backup) -> None:
    """Write the note of a backup beside it. Raises OSError."""
    draft = folder / f".{backup.name}{NOTE}"
    draft.write_text(json.dumps(backup.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(folder / f"{backup.name}{NOTE}")


def backups_in(folder: Path) -> list[Backup]:
    """Return the good backups of a folder, the newest first: verified, and still of the size they had then."""
    found = [backup for note in folder.glob(f"cctv-*{NOTE}") if (backup := _read(note))]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def archives_in(folder: Path) -> list[Path]:
    """Return every archive of a folder, good or not, the oldest first."""
    return sorted(folder.glob("cctv-*.tar.age"))


def newest_good(folder: Path) -> Backup | None:
    """Return the newest good backup of a folder."""
    return next(iter(backups_in(folder)), None)


def remove_old(folder: Path, now: dt.datetime, days: int) -> list[str]:
    """Remove what was made more than `days` ago, good or not, but never the newest good one, nor the newest with copies.

    Nothing goes while the newest good one is as old as that itself: then the clock is ahead, or none was made for so long.
    Returns the names. Raises OSError.
    """
    kept_for = dt.timedelta(days=days)
    good = [
        one for one in backups_in(folder) if one.made_at <= now
    ]  # one of a clock that was ahead vouches for nothing
    if good and now - good[0].made_at > kept_for:
        return []
    kept = {one.name for one in (*good[:1], *[one for one in good if one.has_copies][:1])}
    gone = [path for path in archives_in(folder) if path.name not in kept and now - _made_at(path) > kept_for]
    for path in gone:
        path.unlink()
        path.with_name(path.name + NOTE).unlink(missing_ok=True)
    return [path.name for path in gone]


def _made_at(path: Path) -> dt.datetime:
    try:
        return dt.datetime.strptime(path.name, NAME_PATTERN).replace(tzinfo=dt.UTC)
    except ValueError:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)


def _read(note: Path) -> Backup | None:
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        backup = Backup(**(said | {"made_at": dt.datetime.fromisoformat(said["made_at"])}))
        return backup if (note.parent / backup.name).stat().st_size == backup.size else None
    except (OSError, ValueError, TypeError, KeyError):
        return None

"""What an upgrade notes on disk until it has ended: the way back, also for whoever comes after a power cut."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from script.lib.install.site import Site

DUMPS = "before-upgrade*.dump"
UNKNOWN = -1


@dataclass(frozen=True)
class Note:
    """The release that ran before; the dump this very run made, while it is to be put back; the ledger when the start began."""

    release: str
    dump: str = ""
    entries: int = UNKNOWN


def leave(site: Site, note: Note) -> None:
    """Note it, and see it on the disk before anything else is done: systemd starts nothing now."""
    draft = site.unfinished.with_suffix(".new")
    draft.write_text(json.dumps(asdict(note)) + "\n", encoding="utf-8")
    _see_on_the_disk(draft)
    draft.replace(site.unfinished)
    _see_on_the_disk(site.code)


def read(path: Path) -> Note:
    """Return what was noted, by earlier versions of this too: they had one name for every dump."""
    said = json.loads(path.read_text(encoding="utf-8"))
    dump = "before-upgrade.dump" if said.pop("is_dumped", False) else ""
    return replace(Note(said.pop("release"), dump), **said)


def set_aside(site: Site, entries: int) -> None:
    """Let systemd start what is there; the note stays at hand until it is ready."""
    leave(site, replace(read(site.unfinished), entries=entries))
    site.unfinished.rename(site.starting)
    _see_on_the_disk(site.code)


def take_up(site: Site) -> None:
    """Take up again what was set aside; never over a note that was not."""
    if site.starting.exists() and not site.unfinished.exists():
        site.starting.rename(site.unfinished)


def forget(site: Site) -> None:
    """Nothing leads back any more, the dump last: a note never names one that has gone."""
    site.unfinished.unlink(missing_ok=True)
    site.starting.unlink(missing_ok=True)
    _see_on_the_disk(site.code)
    for dump in site.code.glob(DUMPS):
        dump.unlink()


def _see_on_the_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

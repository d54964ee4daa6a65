"""Finding and reading the recordings of some cameras within a period, to copy them; nothing is changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retention.storage.reading import UNKNOWN_LENGTH, Oddities, recordings
from retention.storage.tree import UNREADABLE, leaves, open_below, units

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from retention.rules import Layout, Span, Terms
    from retention.storage.tree import Odd, Unit

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK = 2**20


@dataclass(frozen=True, slots=True, order=True)
class Fetched:
    """A recording to be copied: its camera's folder name, when it begins by the recorder's clock, where it lies."""

    camera: str
    start: int
    folder: str
    name: str
    size: int


@dataclass(slots=True)
class Search:
    """What was found, and whether all could be looked into."""

    found: list[Fetched]
    is_whole: bool = True


def end_of(start: int, written: float, longest: int) -> int:
    """Return when a recording ends: when it was last written to, else as long as the layout allows, an hour at most."""
    return int(written) if start < written < start + longest else start + min(longest, UNKNOWN_LENGTH)


def search(root: int, layout: Layout, cameras: Container[str], span: Span, *, offset: int, terms: Terms) -> Search:
    """Return the recordings of the camera folders `cameras` that touch `span` (true time), by camera and start.

    `offset` is how many seconds the recorder's clock is fast. Raises OSError when the source cannot be listed.
    """
    begin, end = span.start + offset, span.end + offset
    done, oddities, longest = Search([]), Oddities(), layout.longest_seconds
    for leaf in _leaves_between(root, layout, begin, end, oddities.note):
        for camera, start, name, seen in recordings(leaf, layout, oddities, offset=offset, terms=terms):
            if camera in cameras and start < end and end_of(start, seen.st_mtime, longest) > begin:
                done.found.append(Fetched(camera, start, leaf.path, name, seen.st_size))
    done.found.sort()
    done.is_whole = not any(why.startswith(UNREADABLE) for why in oddities.counts)
    return done


def _leaves_between(root: int, layout: Layout, begin: float, end: float, odd: Odd) -> Iterator[Unit]:
    for unit in units(root, layout, odd):
        if layout.begins_before(unit.known, end) and not layout.is_wholly_before(unit.known, begin):
            yield from leaves(unit, layout, odd)


def read_recording(root: int, one: Fetched) -> Iterator[bytes]:
    """Yield the bytes of a recording. Raises OSError, for instance when the recorder has overwritten it meanwhile."""
    with open_below(root, one.folder) as folder, os.fdopen(os.open(one.name, READ, dir_fd=folder), "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk

"""The one place that touches recordings on disk: it walks, reads names, marks, lists what is to go, and unlinks it.

Everything is opened relative to an open folder and never through a link, so that no path leads out of its source.
"""

from __future__ import annotations

from retention.storage.manifest import (
    BATCH,
    Batch,
    ManifestError,
    Recording,
    drop_manifest,
    read_manifest,
    write_manifest,
)
from retention.storage.marker import Marker, read_marker, write_marker
from retention.storage.reading import CLOCK, FUTURE, FolderRead, Oddities, read_folder, recordings
from retention.storage.removal import LONGEST_SECONDS, Removal, make_durable, remove
from retention.storage.tree import UNREADABLE, Unit, fingerprint_of, free_bytes, has_any_name, leaves, open_root, units
from retention.storage.turn import SourceBusy, turn_at

__all__ = [
    "BATCH",
    "CLOCK",
    "FUTURE",
    "LONGEST_SECONDS",
    "UNREADABLE",
    "Batch",
    "FolderRead",
    "ManifestError",
    "Marker",
    "Oddities",
    "Recording",
    "Removal",
    "SourceBusy",
    "Unit",
    "drop_manifest",
    "fingerprint_of",
    "free_bytes",
    "has_any_name",
    "leaves",
    "make_durable",
    "open_root",
    "read_folder",
    "read_manifest",
    "read_marker",
    "recordings",
    "remove",
    "turn_at",
    "units",
    "write_manifest",
    "write_marker",
]

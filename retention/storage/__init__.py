"""The one place that touches recordings on disk: it walks, reads names, marks, lists what is to go, and unlinks it.

Everything is opened relative to an open folder and never through a link, so that no path leads out of its source.
"""

from __future__ import annotations

from retention.storage.graves import BEGUN, GONE, Grave, Graves, read_graves, read_graves_at, write_grave
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
from retention.storage.parts import copies_root, drop_parts
from retention.storage.reading import CLOCK, FUTURE, FolderRead, Oddities, read_folder, recordings
from retention.storage.removal import LONGEST_SECONDS, Removal, make_durable, remove
from retention.storage.tree import UNREADABLE, Unit, fingerprint_of, free_bytes, has_any_name, leaves, open_root, units
from retention.storage.turn import SourceBusy, turn_at

__all__ = [
    "BATCH",
    "BEGUN",
    "CLOCK",
    "FUTURE",
    "GONE",
    "LONGEST_SECONDS",
    "UNREADABLE",
    "Batch",
    "FolderRead",
    "Grave",
    "Graves",
    "ManifestError",
    "Marker",
    "Oddities",
    "Recording",
    "Removal",
    "SourceBusy",
    "Unit",
    "copies_root",
    "drop_manifest",
    "drop_parts",
    "fingerprint_of",
    "free_bytes",
    "has_any_name",
    "leaves",
    "make_durable",
    "open_root",
    "read_folder",
    "read_graves",
    "read_graves_at",
    "read_manifest",
    "read_marker",
    "recordings",
    "remove",
    "turn_at",
    "units",
    "write_grave",
    "write_manifest",
    "write_marker",
]

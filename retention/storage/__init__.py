"""The one place that touches recordings and copies on disk: it walks, reads, marks, unlinks, seals and opens.

Everything is opened relative to an open folder and never through a link, so that no path leads out of its source.
"""

from __future__ import annotations

from retention.storage.fetching import Fetched, Search, read_recording, search
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
from retention.storage.parts import (
    PartMissing,
    PartUnread,
    copies_root,
    drop_parts,
    free_for_copies,
    has_parts,
    read_part,
    write_part,
)
from retention.storage.reading import CLOCK, FUTURE, FolderRead, Oddities, read_folder, recordings
from retention.storage.removal import LONGEST_SECONDS, Removal, make_durable, remove
from retention.storage.sealing import CopyKeys, new_keys, seal
from retention.storage.streams import (
    PartBroken,
    PartDoubtful,
    PartWriter,
    TakenPart,
    plain_part,
    plain_parts,
    take_part,
)
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
    "CopyKeys",
    "Fetched",
    "FolderRead",
    "Grave",
    "Graves",
    "ManifestError",
    "Marker",
    "Oddities",
    "PartBroken",
    "PartDoubtful",
    "PartMissing",
    "PartUnread",
    "PartWriter",
    "Recording",
    "Removal",
    "Search",
    "SourceBusy",
    "TakenPart",
    "Unit",
    "copies_root",
    "drop_manifest",
    "drop_parts",
    "fingerprint_of",
    "free_bytes",
    "free_for_copies",
    "has_any_name",
    "has_parts",
    "leaves",
    "make_durable",
    "new_keys",
    "open_root",
    "plain_part",
    "plain_parts",
    "read_folder",
    "read_graves",
    "read_graves_at",
    "read_manifest",
    "read_marker",
    "read_part",
    "read_recording",
    "recordings",
    "remove",
    "seal",
    "search",
    "take_part",
    "turn_at",
    "units",
    "write_grave",
    "write_manifest",
    "write_marker",
    "write_part",
]

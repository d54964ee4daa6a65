"""The formats of the ledger, without a database: the chain, the tree over it, the signed checkpoint."""

from __future__ import annotations

from ledger.rules.chain import (
    GENESIS,
    SYSTEM,
    Actor,
    canonical,
    is_sealed,
    link,
    moment_as_text,
    seal,
    words_as_text,
)
from ledger.rules.merkle import EMPTY_ROOT, Frontier, inclusion_path, leaf_hash, node_hash, root_from_path
from ledger.rules.notes import (
    CheckpointText,
    NoteRefused,
    checkpoint_text,
    foot_code,
    open_note,
    public_key,
    read_verifier_key,
    sign_note,
    typed_code,
    verifier_key,
)

__all__ = [
    "EMPTY_ROOT",
    "GENESIS",
    "SYSTEM",
    "Actor",
    "CheckpointText",
    "Frontier",
    "NoteRefused",
    "canonical",
    "checkpoint_text",
    "foot_code",
    "inclusion_path",
    "is_sealed",
    "leaf_hash",
    "link",
    "moment_as_text",
    "node_hash",
    "open_note",
    "public_key",
    "read_verifier_key",
    "root_from_path",
    "seal",
    "sign_note",
    "typed_code",
    "verifier_key",
    "words_as_text",
]

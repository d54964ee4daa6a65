"""Checkpoints: what the ledger said on a day, signed, so that it can be compared from outside with what it says later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from ledger.models import Checkpoint, Entry, Head
from ledger.rules import (
    CheckpointText,
    Frontier,
    checkpoint_text,
    foot_code,
    inclusion_path,
    leaf_hash,
    public_key,
    sign_note,
    verifier_key,
)
from ledger.selectors import bodies

if TYPE_CHECKING:
    import datetime as dt

INSERT = "INSERT INTO ledger_checkpoint (size, root, at, note) VALUES (%s, %s, %s, %s) ON CONFLICT (size) DO NOTHING"


class NoSuchEntry(Exception):
    """There is no entry of that number."""


def root_over(size: int) -> bytes:
    """Return the RFC 6962 root over the first `size` entries, streaming. Raises NoSuchEntry when there are fewer."""
    frontier = Frontier()
    for body in bodies(size):
        frontier.add(leaf_hash(body))
    if frontier.size < size:
        raise NoSuchEntry
    return frontier.root()


def make_checkpoint(now: dt.datetime) -> Checkpoint:
    """Return the checkpoint over all entries there are: the newest again while nothing was added, else a new one."""
    head = Head.objects.get()
    standing = Checkpoint.objects.filter(size=head.sequence).first()
    if standing:
        return standing
    said = CheckpointText(head.sequence, root_over(head.sequence), bytes(head.hash), now.replace(microsecond=0))
    note = sign_note(checkpoint_text(said), *settings.LEDGER_SIGNING_KEYS)
    moment = connection.ops.adapt_datetimefield_value(said.at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, (said.size, said.root, moment, note))
    return Checkpoint.objects.get(size=said.size)


def our_verifier_key() -> str:
    """Return the public key of this installation's checkpoints, to be kept apart from it."""
    return verifier_key(public_key(settings.LEDGER_SIGNING_KEYS[0]))


def our_public_keys() -> list[bytes]:
    """Return every public key whose checkpoints are ours: the newest first, then those of private keys that are gone."""
    return [*map(public_key, settings.LEDGER_SIGNING_KEYS), *settings.LEDGER_FORMER_KEYS]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That one entry is in the book, without any other: its bytes, the path from it to the root, the signed root."""

    sequence: int
    body: bytes
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def as_dict(self) -> dict[str, Any]:
        """Return the small file that `docs/verify_entry.py` checks offline."""
        return {
            "entry": self.body.decode(),
            "sequence": self.sequence,
            "path": [node.hex() for node in self.path],
            "checkpoint": self.checkpoint.note,
            "code": foot_code(bytes(self.checkpoint.root)),
            "key": our_verifier_key(),
        }


def prove_entry(sequence: int, now: dt.datetime) -> InclusionProof:
    """Return the proof that entry `sequence` is in the book as it stands now. Raises NoSuchEntry."""
    entry = Entry.objects.filter(sequence=sequence).first()
    if entry is None:
        raise NoSuchEntry
    checkpoint = make_checkpoint(now)
    path = inclusion_path(sequence - 1, checkpoint.size, map(leaf_hash, bodies(checkpoint.size)))
    return InclusionProof(sequence, bytes(entry.body), tuple(path), checkpoint)

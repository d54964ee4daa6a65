"""The format of the chain: which bytes are hashed, how they are linked, how the head is sealed. No database.

Nothing here may change: what is written can't be written again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

GENESIS = bytes(32)
"""What stands for "previous hash" in entry 1."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in words: the ledger keeps no key to a person."""

    name: str
    account: str = ""
    role: str = ""
    acting_for: str = ""


SYSTEM = Actor(name="系統")


def words_as_text(detail: Mapping[str, str]) -> str:
    """Return the canonical text of an entry's words: compact JSON, sorted keys. So it stands in column and body."""
    return _encode(dict(detail))


def moment_as_text(at: dt.datetime) -> str:
    """Return an aware moment as it stands in the body: UTC, always six digits of microseconds."""
    return at.astimezone(UTC).isoformat(" ", "microseconds")


def canonical(
    *,
    sequence: int,
    at: dt.datetime,
    verb: str,
    actor: Actor,
    origin: str,
    subject: str,
    detail: Mapping[str, str],
    digest: str,
) -> bytes:
    """Return the exact bytes that are hashed: one compact JSON array in UTF-8, the columns in this order."""
    columns = [
        sequence,
        moment_as_text(at),
        str(verb),
        actor.name,
        actor.account,
        actor.role,
        actor.acting_for,
        origin,
        subject,
        digest,
    ]
    return f"{_encode(columns)[:-1]},{words_as_text(detail)}]".encode()


def link(previous_hash: bytes, body: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 over the previous entry's hash and the entry's own bytes."""
    return hashlib.sha256(previous_hash + body).digest()


def seal(sequence: int, entry_hash: bytes) -> bytes:
    """Return the HMAC-SHA256 that binds the head to the newest key outside the database (`LEDGER_HEAD_KEYS`)."""
    return _seal(settings.LEDGER_HEAD_KEYS[0], sequence, entry_hash)


def is_sealed(sequence: int, entry_hash: bytes, mac: bytes) -> bool:
    """Say whether one of our keys made this seal: while they are changed there are two."""
    return any(hmac.compare_digest(mac, _seal(key, sequence, entry_hash)) for key in settings.LEDGER_HEAD_KEYS)


def _seal(key: bytes, sequence: int, entry_hash: bytes) -> bytes:
    return hmac.digest(key, sequence.to_bytes(8, "big") + entry_hash, "sha256")

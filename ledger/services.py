"""Appending to the ledger: lock head → insert → update head, three statements."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from ledger import origin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ledger.choices import Verb

GENESIS = bytes(32)
READ_HEAD = "SELECT sequence, hash FROM ledger_head WHERE id = 1"
LOCK_HEAD = READ_HEAD + " FOR UPDATE"
INSERT_ENTRY = (
    "INSERT INTO ledger_entry (sequence, at, verb, actor, account, role, acting_for, origin, subject, detail, digest,"
    " body, previous_hash, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
UPDATE_HEAD = "UPDATE ledger_head SET sequence = %s, hash = %s, mac = %s WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in words: the ledger keeps no key to a person."""

    name: str
    account: str = ""
    role: str = ""
    acting_for: str = ""


SYSTEM = Actor(name="系統")


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
    """Return the exact bytes that are hashed: compact JSON, keys in this order, UTF-8, time in UTC microseconds."""
    return json.dumps(
        [
            sequence,
            at.isoformat(timespec="microseconds"),
            str(verb),
            actor.name,
            actor.account,
            actor.role,
            actor.acting_for,
            origin,
            subject,
            dict(sorted(detail.items())),
            digest,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def seal(sequence: int, entry_hash: bytes) -> bytes:
    """Return the HMAC-SHA256 that binds the head to the key outside the database."""
    return hmac.digest(settings.LEDGER_HEAD_KEY, sequence.to_bytes(8, "big") + entry_hash, "sha256")


def append(
    *,
    verb: Verb,
    actor: Actor,
    subject: str,
    now: dt.datetime,
    detail: Mapping[str, str] | None = None,
    digest: str = "",
) -> int:
    """Record one act and return its number. Call inside the act's own transaction, last.

    `subject` names what was acted on (「案 115-0037」); `detail` holds the words its sentence needs, never a third
    party's personal data; `digest` is the hex SHA-256 of what the subject's live rows now say (see `witnesses`).
    """
    at = now.astimezone(UTC)
    words = dict(detail or {})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK_HEAD if connection.features.has_select_for_update else READ_HEAD)
        last, previous_hash = cursor.fetchone()
        previous_hash = bytes(previous_hash)
        sequence = last + 1
        body = canonical(
            sequence=sequence,
            at=at,
            verb=verb,
            actor=actor,
            origin=origin.current(),
            subject=subject,
            detail=words,
            digest=digest,
        )
        this_hash = hashlib.sha256(previous_hash + body).digest()
        cursor.execute(
            INSERT_ENTRY,
            [
                sequence,
                connection.ops.adapt_datetimefield_value(at),
                str(verb),
                actor.name,
                actor.account,
                actor.role,
                actor.acting_for,
                origin.current(),
                subject,
                json.dumps(words, ensure_ascii=False),
                digest,
                body,
                previous_hash,
                this_hash,
            ],
        )
        cursor.execute(UPDATE_HEAD, [sequence, this_hash, seal(sequence, this_hash)])
    return sequence

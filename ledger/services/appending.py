"""Appending to the ledger: lock head → insert → update head, three statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone

from ledger import origin
from ledger.choices import words_of
from ledger.models import Entry
from ledger.rules import Actor, canonical, is_sealed, link, seal, words_as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.db.backends.utils import CursorWrapper

    from ledger.choices import Verb

# No WHERE: the table holds one row by its constraint, and PostgreSQL plans a twentieth of the whole act less.
READ_HEAD = "SELECT sequence, hash, mac FROM ledger_head"
LOCK_HEAD = READ_HEAD + " FOR NO KEY UPDATE"  # the very lock UPDATE takes: writers wait for each other, nobody else
INSERT_ENTRY = (
    "INSERT INTO ledger_entry (sequence, at, verb, actor, account, role, acting_for, origin, subject, digest, detail,"
    " body, previous_hash, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
UPDATE_HEAD = "UPDATE ledger_head SET sequence = %s, hash = %s, mac = %s"
INSERT_AND_UPDATE = f"{INSERT_ENTRY}; {UPDATE_HEAD}"

LIMITS = {
    field.name: field.max_length or 0 for field in Entry._meta.concrete_fields if isinstance(field, models.CharField)
}
DIGEST = re.compile(r"[0-9a-f]{64}|")


class LedgerError(Exception):
    """An act could not be recorded; whoever acts must then not act."""


class HeadMissing(LedgerError):
    """The head row is gone: the database was never migrated, or somebody removed it."""

    def __init__(self) -> None:
        super().__init__("存取紀錄的鏈首不見了，無法記錄；請執行 verify_ledger 查明原因")


class HeadForged(LedgerError):
    """The head's seal is not ours: somebody without the key changed it, or the key is another one."""

    def __init__(self) -> None:
        super().__init__("存取紀錄的鏈首驗證碼不符，停止記錄；請執行 verify_ledger 查明原因，並確認金鑰檔未遺失或更換")


class WrongEntry(LedgerError, ValueError):
    """The caller's words don't make an entry: a mistake in code, found on its first run."""


def append(
    *,
    verb: Verb,
    actor: Actor,
    subject: str,
    now: dt.datetime,
    detail: Mapping[str, str] | None = None,
    digest: str = "",
) -> int:
    """Record one act and return its number. Call inside the act's own transaction, last: it locks the head.

    `subject` names what was acted on (「案 115-0037」); `detail` holds the words its sentence needs, never a third
    party's personal data; `digest` is the hex SHA-256 of what the subject's live rows now say (see `witnesses`).
    Raises WrongEntry when these are not well-formed, HeadMissing when there is nothing to append to, HeadForged when
    the head does not carry our seal.
    """
    words = dict(detail or {})
    place = origin.current()
    if timezone.is_naive(now):
        raise WrongEntry("時間須含時區")
    _check_words(verb, words)
    _check_texts(actor, place, subject, digest)
    # No savepoint: an act that can't be recorded takes its whole transaction with it.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        last, previous_hash = lock_head(cursor)
        sequence = last + 1
        body = canonical(
            sequence=sequence,
            at=now,
            verb=verb,
            actor=actor,
            origin=place,
            subject=subject,
            detail=words,
            digest=digest,
        )
        this_hash = link(previous_hash, body)
        moment = connection.ops.adapt_datetimefield_value(now)
        who = (actor.name, actor.account, actor.role, actor.acting_for)
        chain = (body, previous_hash, this_hash)
        entry = (sequence, moment, str(verb), *who, place, subject, digest, words_as_text(words), *chain)
        _write(cursor, entry, (sequence, this_hash, seal(sequence, this_hash)))
    return sequence


def lock_head(cursor: CursorWrapper) -> tuple[int, bytes]:
    """Lock the head and return its number and hash. On SQLite the transaction, IMMEDIATE, already is the lock.

    A head without our seal is not appended to: the next seal would make the forgery genuine.
    """
    cursor.execute(LOCK_HEAD if connection.features.has_select_for_update else READ_HEAD)
    row = cursor.fetchone()
    if row is None:
        raise HeadMissing
    sequence, entry_hash, mac = row[0], bytes(row[1]), bytes(row[2])
    if not is_sealed(sequence, entry_hash, mac):
        raise HeadForged
    return sequence, entry_hash


def _write(cursor: CursorWrapper, entry: tuple[Any, ...], head: tuple[Any, ...]) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(INSERT_AND_UPDATE, (*entry, *head))  # one journey to the server, not two
    else:
        cursor.execute(INSERT_ENTRY, entry)
        cursor.execute(UPDATE_HEAD, head)


def _check_words(verb: Verb, words: Mapping[str, str]) -> None:
    try:
        needed = words_of(verb)
    except KeyError:
        raise WrongEntry(f"沒有這個行為：{verb}") from None
    if words.keys() != needed:
        raise WrongEntry(f"{verb} 的內容須為{sorted(needed)}，不是{sorted(words)}")
    for word, text in words.items():
        if not isinstance(text, str) or "\0" in text:
            raise WrongEntry(f"{verb} 的「{word}」須為不含空字元的文字")


def _check_texts(actor: Actor, place: str, subject: str, digest: str) -> None:
    texts = {
        "actor": actor.name,
        "account": actor.account,
        "role": actor.role,
        "acting_for": actor.acting_for,
        "origin": place,
        "subject": subject,
    }
    for column, text in texts.items():
        if len(text) > LIMITS[column] or "\0" in text:
            raise WrongEntry(f"「{column}」須為 {LIMITS[column]} 字以內、不含空字元的文字")
    if not (actor.name and subject):
        raise WrongEntry("行為人與對象不可空白")
    if not DIGEST.fullmatch(digest):
        raise WrongEntry("對象摘要須為 64 個小寫十六進位字元")

"""The chain: bytes → hash → previous hash, no gap, and every column equals what the bytes say.

Twice: `_stride` lets the database rebuild each row's bytes from its columns and only hashes in Python (1,000,000 rows
in seconds); where it stops, `_search` reads row by row in Python and says what is wrong.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from itertools import chain as flatten
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

from ledger.models import Entry
from ledger.rules import GENESIS, link, words_as_text
from ledger.services.verification.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = "verb, actor, account, role, acting_for, origin, subject, digest"
COLUMNS = ("sequence", "at", *TEXTS.split(", "), "detail")
LABELS = {field.name: field.verbose_name for field in Entry._meta.concrete_fields}
SAME = {
    # json_array refuses a BLOB among the texts; elsewhere x'' tells: SQLite sorts every text below every BLOB.
    "sqlite": (
        "at < x'' AND detail < x'' AND body > x''"
        " AND rtrim(json_array(sequence, CASE length(at) WHEN 19 THEN at || '.000000+00:00' ELSE at || '+00:00' END,"
        f" {TEXTS}), ']') || ',' || detail || ']' = CAST(body AS TEXT)"
    ),
    "postgresql": (
        "convert_to('[' || sequence || ',' || rtrim(substr(array_to_json(ARRAY["
        f"to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00:00'), {TEXTS}"
        "])::text, 2), ']') || ',' || detail || ']', 'UTF8') = body"
    ),
}


@dataclass(frozen=True, slots=True)
class Tip:
    """The last entry up to which everything is in order."""

    sequence: int
    hash: bytes


def walk() -> tuple[Tip, Finding | None]:
    """Follow the chain from its beginning; return how far it is in order and what is wrong with the next row."""
    return _search(_stride())


def _stride() -> Tip:
    sequence, last_hash, sha256 = 0, GENESIS, hashlib.sha256
    same = SAME[connection.vendor]
    query = f"SELECT sequence, body, previous_hash, hash, {same} FROM ledger_entry ORDER BY sequence"  # noqa: S608
    try:
        with connection.chunked_cursor() as cursor:
            cursor.execute(query)
            # Hundreds at a time, and on SQLite, which gives bytes already, none touched twice: a tenth of all the time.
            sqlite = connection.vendor == "sqlite"
            rows = flatten.from_iterable(iter(lambda: cursor.fetchmany(100), [])) if sqlite else map(_plain_row, cursor)
            for number, body, previous_hash, this_hash, same in rows:
                if not same or number != sequence + 1 or previous_hash != last_hash:
                    break
                computed = sha256(last_hash + body).digest()
                if computed != this_hash:
                    break
                sequence, last_hash = number, computed
    except DatabaseError:
        pass  # on SQLite, a cell of a type that cannot be; the search names it
    return Tip(sequence, last_hash)


def _search(tip: Tip) -> tuple[Tip, Finding | None]:
    # COALESCE: as an expression the moment comes as it is stored; as a column SQLite's driver would parse it.
    query = (
        f"SELECT sequence, COALESCE(at, at), {TEXTS}, detail, body, previous_hash, hash FROM ledger_entry"  # noqa: S608
        " WHERE sequence NOT BETWEEN 1 AND %s ORDER BY sequence"
    )
    try:
        with connection.chunked_cursor() as cursor:
            cursor.execute(query, [tip.sequence])
            for row in cursor:
                *columns, body, previous_hash, this_hash = map(_plain, row)
                number = columns[0]
                reason = _number(number, tip) or _link(body, previous_hash, this_hash, tip) or _said(columns, body)
                if reason:
                    return tip, Finding("chain", min(number, tip.sequence + 1), "", reason)
                tip = Tip(number, this_hash)
    except DatabaseError as error:
        return tip, Finding("chain", tip.sequence + 1, "", f"讀不出來（{error}）")
    return tip, None


def _plain_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    number, body, previous_hash, this_hash, same = row
    return number, bytes(body), bytes(previous_hash), bytes(this_hash), same


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _number(number: int, tip: Tip) -> str:
    if number == tip.sequence + 1:
        return ""
    return "不見了" if number > tip.sequence else "序號從 1 起，不該有這一筆"


def _link(body: Any, previous_hash: Any, this_hash: Any, tip: Tip) -> str:
    if previous_hash != tip.hash:
        return "「前一筆雜湊」與前一筆不符"
    if not isinstance(body, bytes):
        return "「雜湊內容」不是位元組"
    return "" if link(tip.hash, body) == this_hash else "「雜湊」與「雜湊內容」不符"


def _said(columns: Sequence[object], body: bytes) -> str:
    """Compare each column with what the bytes say of it, in the form the database gives it back."""
    try:
        sequence, at, *texts, detail = json.loads(body)
        moment = connection.ops.adapt_datetimefield_value(dt.datetime.fromisoformat(at))
        said = list(zip(COLUMNS, columns, (sequence, moment, *texts, words_as_text(detail)), strict=True))
    except (ValueError, TypeError):
        return "「雜湊內容」不是一筆紀錄"
    return next((f"「{LABELS[name]}」與「雜湊內容」不符" for name, column, word in said if column != word), "")

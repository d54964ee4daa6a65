"""The head: it is sealed by the key outside the database, and the chain ends exactly where it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ledger.rules import is_sealed
from ledger.services.verification.findings import Finding

if TYPE_CHECKING:
    from ledger.services.verification.chain import Tip


def check_head(tip: Tip) -> Finding | None:
    """Say what is wrong with the head, or with the end of the chain that the (genuine) head proves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash, mac FROM ledger_head")
        row = cursor.fetchone()
    if row is None:
        return Finding("head", None, "", "鏈首不見了")
    sequence, last_hash, mac = row
    if not _sealed(sequence, last_hash, mac):
        return Finding("head", None, "", "鏈首的驗證碼不符：鏈首遭改寫，或金鑰不是本系統的")
    if sequence > tip.sequence:
        return Finding("chain", tip.sequence + 1, "", f"從這一筆起不見了，鏈首記到第 {sequence} 筆")
    if sequence < tip.sequence:
        return Finding("chain", sequence + 1, "", "不該有這一筆，鏈首沒有記到")
    if bytes(last_hash) != tip.hash:
        return Finding("chain", sequence, "", "「雜湊」與鏈首不符")
    return None


def _sealed(sequence: Any, last_hash: Any, mac: Any) -> bool:
    """Ask the key. On SQLite a cell may hold anything at all."""
    try:
        return is_sealed(sequence, bytes(last_hash), bytes(mac))
    except (TypeError, AttributeError, OverflowError):
        return False

"""Checkpoints, our own and those brought from outside: the ledger still begins with what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.models import Checkpoint, Entry
from ledger.rules import NoteRefused, foot_code, open_note, typed_code
from ledger.services.checkpoints import NoSuchEntry, our_public_keys, root_over
from ledger.services.verification.findings import Finding

if TYPE_CHECKING:
    from ledger.rules import CheckpointText
    from ledger.services.verification.chain import Tip

PART = "checkpoints"
FOOT = re.compile(r"\D*([\d,，]+)\D*?[\s筆]+([0-9A-Za-z][0-9A-Za-z\s-]*)\s*")
REWRITTEN = "存取紀錄與當時的查核點不符：查核點以前的紀錄被改寫過"


def check_checkpoints(tip: Tip) -> Finding | None:
    """Compare every checkpoint kept here with the chain: signed by us, no longer than it, ending in the same hash."""
    publics = our_public_keys()
    for checkpoint in Checkpoint.objects.order_by("size").iterator():
        try:
            said = open_note(checkpoint.note, *publics)
        except NoteRefused as refused:
            return Finding(PART, checkpoint.size, "", str(refused))
        if (said.size, said.root) != (checkpoint.size, bytes(checkpoint.root)):
            return Finding(PART, checkpoint.size, "", "查核點的欄位與簽章全文不符")
        if finding := _compare(said, tip.sequence):
            return finding
    return None


def check_note(note: str, tip: Tip, public: bytes | None = None) -> Finding | None:
    """Compare a checkpoint from outside with the ledger, root and all; `public` is the key it was signed with; without, ours count.

    A verified chain is taken for granted: call it after `walk` found nothing.
    """
    try:
        said = open_note(note, *((public,) if public else our_public_keys()))
    except NoteRefused as refused:
        return Finding(PART, None, "", str(refused))
    return _compare(said, tip.sequence) or (None if root_over(said.size) == said.root else _rewritten(said.size))


def check_foot(typed: str, entries: int) -> Finding | None:
    """Compare the foot of a printed page, as somebody typed it in, with the `entries` there are: a number and a code."""
    match = FOOT.fullmatch(typed.strip())
    if match is None:
        return Finding(PART, None, "", "請照頁尾輸入筆數及驗證碼，例如：1234 K7QX-2M9D-0AB1-CDEF-GHJK-MNPQ")
    size, code = int(re.sub(r"\D", "", match[1])), typed_code(match[2])
    try:
        root = root_over(min(size, entries + 1))  # a number no column holds is lost like the next one
    except NoSuchEntry:
        return _lost(size, entries)
    return (
        None
        if code == foot_code(root)
        else Finding(
            PART, size, "", "頁尾的驗證碼與存取紀錄不符：請核對抄寫；無誤時，該頁不是本系統所印，或紀錄被改寫過"
        )
    )


def _compare(said: CheckpointText, size: int) -> Finding | None:
    if said.size > size:
        return _lost(said.size, size)
    last = Entry.objects.filter(sequence=said.size).values_list("hash", flat=True).first()
    return None if said.size == 0 or (last is not None and bytes(last) == said.chain) else _rewritten(said.size)


def _lost(said: int, size: int) -> Finding:
    reason = f"查核點記到第 {said} 筆，存取紀錄只有 {size} 筆：較新的紀錄不見了，資料庫可能由較舊的備份還原"
    return Finding(PART, size + 1, "", reason)


def _rewritten(size: int) -> Finding:
    return Finding(PART, size, "", REWRITTEN)

"""An entry as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.choices import SENTENCES, Verb

if TYPE_CHECKING:
    from ledger.models import Entry
    from ledger.selectors import Shown

HAN = range(0x4E00, 0xA000)


def sentence(entry: Entry | Shown) -> str:
    """Return for instance 「教務主任 陳煒騏（代校長 蘇翊甯）核定案 115-0037：准予調閱」."""
    actor = f"{entry.actor}（代{entry.acting_for}）" if entry.acting_for else entry.actor
    said = SENTENCES[Verb(entry.verb)].format(actor=actor, subject=entry.subject, **entry.detail)
    return _set_off(entry.subject, said)


def _set_off(subject: str, said: str) -> str:
    """Return `said` with a space between the number `subject` ends with and a Chinese character: 案 115-0037 之迴避."""
    if not (subject[-1:].isascii() and subject[-1:].isalnum()):
        return said
    before, *after = said.split(subject)
    return before + "".join(f"{subject} {rest}" if _is_chinese(rest[:1]) else f"{subject}{rest}" for rest in after)


def _is_chinese(character: str) -> bool:
    """Say whether it is one of Unicode's CJK Unified Ideographs; nothing is none."""
    return character != "" and ord(character) in HAN

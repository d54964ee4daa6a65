"""The signed checkpoint: a signed note as tools of transparency logs read it (C2SP signed-note and tlog-checkpoint).

campus-cctv-ledger
1234
<root of RFC 6962, base64>
chain <hash of entry 1234, base64>
time 2026-11-27T01:00:00Z

— campus-cctv-ledger <key id and Ed25519 signature, base64>
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME = "campus-cctv-ledger"
ED25519 = b"\x01"
KEY_BYTES = 32
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as another one."""
_NOTE = re.compile(rf"^({NAME}\n.*?\n)\n(.*)", re.MULTILINE | re.DOTALL)
CODE_DIGITS = 24
"""120 bits: as many as people type without a mistake, and more than anybody searches."""


class NoteRefused(ValueError):
    """What was brought is no checkpoint of this ledger; the message says why."""


@dataclass(frozen=True, slots=True)
class CheckpointText:
    """What a checkpoint says: how many entries, the root over them, the hash of the last one, and when it was made."""

    size: int
    root: bytes
    chain: bytes
    at: dt.datetime


def checkpoint_text(said: CheckpointText) -> str:
    """Return the text that is signed."""
    moment = said.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{NAME}\n{said.size}\n{_b64(said.root)}\nchain {_b64(said.chain)}\ntime {moment}\n"


def public_key(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key that belongs to a private seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(public: bytes) -> bytes:
    """Return the four bytes by which a signature names its key."""
    return hashlib.sha256(NAME.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(public: bytes) -> str:
    """Return the public key as people keep it: name, key id, key."""
    return f"{NAME}+{key_id(public).hex()}+{_b64(ED25519 + public)}"


def read_verifier_key(text: str) -> bytes:
    """Return the public key that `verifier_key` wrote. Raises NoteRefused."""
    _, _, number_and_key = text.strip().partition("+")
    _, _, key = number_and_key.partition("+")
    with suppress(ValueError):
        public = _unb64(key)[1:]
        if len(public) == KEY_BYTES and verifier_key(public) == text.strip():
            return public
    raise NoteRefused("這不是存取紀錄查核點的公鑰")


def sign_note(text: str, *seeds: bytes) -> str:
    """Return `text` with a signature of each seed, newest first; the newest signs last, where readers look."""
    signatures = [(seed, Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())) for seed in reversed(seeds)]
    lines = [f"— {NAME} {_b64(key_id(public_key(seed)) + signature)}\n" for seed, signature in signatures]
    return f"{text}\n{''.join(lines)}"


def open_note(note: str, *publics: bytes) -> CheckpointText:
    """Return what a note says once a signature of one of `publics` was verified; words around it, as in a letter, are passed over.

    Raises NoteRefused.
    """
    found = _NOTE.search(note.replace("\r\n", "\n"))
    if found is None or not any(_is_signed(found[1], found[2], public) for public in publics):
        raise NoteRefused("查核點的簽章不符，不是本系統簽發，或內容被改過")
    try:
        _, size, root, chain, moment = found[1].splitlines()
        mark, _, last_hash = chain.partition(" ")
        if mark != "chain":
            raise ValueError
        at = dt.datetime.strptime(moment, "time %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        return CheckpointText(int(size), _unb64(root), _unb64(last_hash), at)
    except ValueError as error:
        raise NoteRefused("查核點的格式不符") from error


def _is_signed(text: str, signed: str, public: bytes) -> bool:
    for line in signed.splitlines():
        mark, _, signature = line.partition(f" {NAME} ")
        with suppress(ValueError, InvalidSignature):
            raw = _unb64(signature.strip())
            if mark == "—" and raw[:4] == key_id(public):
                Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
                return True
    return False


def foot_code(root: bytes) -> str:
    """Return the first 120 bits of a root as the foot of a paper prints them: six groups of four."""
    number = int.from_bytes(root[:15], "big")
    digits = "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(CODE_DIGITS)))
    return "-".join(digits[at : at + 4] for at in range(0, CODE_DIGITS, 4))


def typed_code(text: str) -> str:
    """Return a code as somebody typed it in the form of `foot_code`: O is 0, I and L are 1, case and dashes are nothing."""
    plain = text.upper().translate(str.maketrans("OIL", "011"))
    digits = "".join(digit for digit in plain if digit in DIGITS)
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)

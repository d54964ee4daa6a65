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
import binascii
import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME = "campus-cctv-ledger"
ED25519 = b"\x01"
KEY_BYTES = 32
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as another one."""
_BEGINS = re.compile(rf"^{NAME}\n.*", re.MULTILINE | re.DOTALL)
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
    name, _, rest = text.strip().partition("+")
    _, _, key = rest.partition("+")
    raw = _unb64(key)
    if name != NAME or len(raw) != 1 + KEY_BYTES or raw[:1] != ED25519 or verifier_key(raw[1:]) != text.strip():
        raise NoteRefused("這不是存取紀錄查核點的公鑰")
    return raw[1:]


def sign_note(text: str, *seeds: bytes) -> str:
    """Return `text` with a signature of each seed, newest first; the newest signs last, where readers look."""
    signatures = [(seed, Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())) for seed in reversed(seeds)]
    lines = [f"— {NAME} {_b64(key_id(public_key(seed)) + signature)}\n" for seed, signature in signatures]
    return f"{text}\n{''.join(lines)}"


def open_note(note: str, *publics: bytes) -> CheckpointText:
    """Return what a note says once a signature of one of `publics` was verified; words around it, as in a letter, are passed over.

    Raises NoteRefused.
    """
    begins = _BEGINS.search(note.replace("\r\n", "\n"))
    text, separator, signed = (begins[0] if begins else "").partition("\n\n")
    text += "\n"
    if not separator or not any(_is_signed(text, signed, public) for public in publics):
        raise NoteRefused("查核點的簽章不符，不是本系統簽發，或內容被改過")
    try:
        _, size, root, chain, moment = text.splitlines()
        if not chain.startswith("chain ") or not moment.startswith("time "):
            raise NoteRefused("查核點的格式不符")
        at = dt.datetime.strptime(moment[5:], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        return CheckpointText(int(size), _unb64(root), _unb64(chain[6:]), at)
    except ValueError as error:
        raise NoteRefused("查核點的格式不符") from error


def _is_signed(text: str, signed: str, public: bytes) -> bool:
    for line in signed.splitlines():
        mark, _, rest = line.partition(f" {NAME} ")
        raw = _unb64(rest.strip())
        if mark == "—" and raw[:4] == key_id(public):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
            except InvalidSignature:
                continue
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
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

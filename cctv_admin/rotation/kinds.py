"""The kinds of key that can be changed: which file, what a new one is, what is kept under it, and how a key is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.fields import EncryptedTextField
from cctv_admin.rotation.kept import Column, Head, Means, columns_of
from cctv_admin.settings import keys
from ledger.rules import public_key, verifier_key
from retention.fields import CopyKeyField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cctv_admin.rotation.kept import Kept


def _fingerprint(line: str) -> str:
    """Return what tells one key from another and gives nothing of it away."""
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def _verifier(line: str) -> str:
    """Return the public key: who keeps checkpoints outside must learn the new one from the book itself."""
    return verifier_key(public_key(bytes.fromhex(line)))


@dataclass(frozen=True, slots=True)
class Kind:
    """One file of keys: `what` as the ledger and people say it, `kept` everything that is written under its newest key."""

    name: str
    what: str
    file: str
    new: Callable[[], str]
    kept: Callable[[], Sequence[Kept]]
    named: Callable[[str], str] = _fingerprint
    signs: bool = False

    @property
    def path(self) -> Path:
        """Where its keys lie."""
        return Path(settings.KEYS_DIR) / self.file

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"金鑰「{self.what}」"

    def lines(self) -> list[str]:
        """Return its keys, newest first."""
        return self.path.read_text(encoding="ascii").split()


def _fields() -> list[Kept]:
    return [*(Column(*one) for one in columns_of(EncryptedTextField)), Means()]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("fields", "欄位加密", "field-encryption-keys", keys.new_fernet, _fields),
        Kind(
            "copies",
            "留存檔金鑰之包覆",
            "copy-wrapping-keys",
            keys.new_fernet,
            lambda: [Column(*one) for one in columns_of(CopyKeyField)],
        ),
        Kind("ledger-head", "存取紀錄鏈首", "ledger-head-key", keys.new_raw, lambda: [Head()]),
        Kind("ledger-signing", "查核點簽章", "ledger-signing-key", keys.new_raw, list, _verifier, signs=True),
    )
}

"""The kinds of key that can be changed: which file, what a new one is, what is kept under it, and how a key is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from pyrage import x25519

from accounts.fields import EncryptedTextField
from cctv_admin.backup.archive import opens
from cctv_admin.backup.keeping import archives_in
from cctv_admin.rotation.kept import Column, Head, Means, Sessions, columns_of
from cctv_admin.settings import keys
from ledger.rules import public_key, verifier_key
from retention.fields import CopyKeyField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cctv_admin.rotation.kept import Kept


def _nothing(lines: list[str]) -> str:
    return ""


def _fingerprint(line: str) -> str:
    """Return what tells one key from another and gives nothing of it away."""
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def _verifier(line: str) -> str:
    """Return the public key: who keeps checkpoints outside must learn the new one from the book itself."""
    return verifier_key(public_key(bytes.fromhex(line)))


def _recipient(line: str) -> str:
    """Return to whom archives are sealed."""
    return str(x25519.Identity.from_str(line).to_public())


def _archives(lines: list[str]) -> str:
    """Every archive can be opened until it goes by itself; one under the new key shows that the folder is there at all."""
    found = archives_in(Path(settings.BACKUP_DIR))
    under_old = [path for path in found if not opens(path, lines[0])]
    if len(under_old) == len(found):
        return "還沒有以新金鑰製作的備份，請先執行 manage.py backup"
    waiting = [path.name for path in under_old if any(opens(path, line) for line in lines[1:])]
    return f"仍有 {len(waiting)} 份備份須以舊金鑰開啟（最新為 {waiting[-1]}），屆期移除後再執行" if waiting else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One file of keys: `what` as the ledger and people say it, `kept` everything that is written under its newest key.

    `in_backups`: an older backup needs the older key. `still_needs` names what needs an older key and cannot be put under
    the newest, but goes in time; nothing when there is none.
    """

    name: str
    what: str
    file: str
    new: Callable[[], str]
    kept: Callable[[], Sequence[Kept]]
    named: Callable[[str], str] = _fingerprint
    signs: bool = False
    in_backups: bool = True
    still_needs: Callable[[list[str]], str] = _nothing

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
        Kind("secret-key", "登入與表單之簽章", "secret-key", keys.new_text, lambda: [Sessions()], in_backups=False),
        Kind("backup-identity", "備份", "backup-identity", keys.new_age, list, _recipient, still_needs=_archives),
    )
}

"""The keys, apart from what they open: one small file under a passphrase, to be kept in another place."""

from __future__ import annotations

import io
import os
import secrets
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage
from django.conf import settings

from cctv_admin.backup.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper."""
GROUPS, GROUP = 6, 4


def new_passphrase() -> str:
    """Return a passphrase nobody chose: 24 characters of 31, 118 bits, in groups that can be written down."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def write_keys(path: Path, passphrase: str) -> list[str]:
    """Write every key of this installation into a new file at `path` and return their names. Raises BackupError."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for key in _keys():
            tar.add(key, arcname=key.name, recursive=False)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise BackupError(f"無法寫入 {path}（{error.strerror}）；請指定一個尚不存在的檔名。") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(pyrage.passphrase.encrypt(plain.getvalue(), passphrase))
        file.flush()
        os.fsync(file.fileno())
    return [key.name for key in _keys()]


def put_keys_back(path: Path, passphrase: str) -> list[str]:
    """Put the keys of the file at `path` in place of this installation's own and return their names. Raises BackupError.

    Whoever calls has seen that nothing was ever kept under the keys that go. They count from the next process on.
    """
    try:
        plain = pyrage.passphrase.decrypt(path.read_bytes(), passphrase)
    except OSError as error:
        raise BackupError(f"無法讀取金鑰檔 {path}（{error.strerror}）。") from error
    except pyrage.DecryptError as error:
        raise BackupError("金鑰檔無法開啟：通行碼不符，或檔案不完整。") from error
    folder = Path(settings.KEYS_DIR)
    names = []
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or Path(member.name).name != member.name:
                continue
            _replace(folder / member.name, content.read())
            names.append(member.name)
    return names


def _keys() -> Iterator[Path]:
    for path in sorted(Path(settings.KEYS_DIR).iterdir()):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.restored")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)

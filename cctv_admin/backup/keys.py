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
    from collections.abc import Iterator, Sequence

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper."""
GROUPS, GROUP = 6, 4
ASIDE = "keys-before-restore-"


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

    Whoever calls has seen that this installation never kept anything under the keys that go; another one that reads the same
    folder may have, so they are set aside first. The keys count from the next process on.
    """
    try:
        plain = pyrage.passphrase.decrypt(path.read_bytes(), passphrase)
    except OSError as error:
        raise BackupError(f"無法讀取金鑰檔 {path}（{error.strerror}）。") from error
    except pyrage.DecryptError as error:
        raise BackupError("金鑰檔無法開啟：通行碼不符，或檔案不完整。") from error
    folder = Path(settings.KEYS_DIR)
    found = dict(_members(plain))
    _set_aside([folder / name for name, content in found.items() if _is_other(folder / name, content)])
    for name, content in found.items():
        _replace(folder / name, content)
    return list(found)


def keys_set_aside() -> list[Path]:
    """Return where the keys lie that a restore found in place of the ones it brought, the newest last."""
    return sorted(Path(settings.DATA_DIR).glob(f"{ASIDE}*"))


def _members(plain: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None and Path(member.name).name == member.name:
                yield member.name, content.read()


def _is_other(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _set_aside(paths: Sequence[Path]) -> None:
    """Keep a copy of each of these keys in a folder of its own."""
    if not paths:
        return
    place = Path(settings.DATA_DIR) / f"{ASIDE}{len(keys_set_aside()) + 1:03}"
    place.mkdir(mode=0o700)
    for path in paths:
        _replace(place / path.name, path.read_bytes())


def _keys() -> Iterator[Path]:
    for path in sorted(Path(settings.KEYS_DIR).iterdir()):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.restored")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)

"""Keys of one installation: files with strict modes outside the database, made on first use.

Who holds the database alone can neither read encrypted fields nor forge the ledger's head.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _read_or_make(folder: Path, name: str, make: Callable[[], str]) -> str:
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        value = make()
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    return value


def text(folder: Path, name: str) -> str:
    """Return the text key `name` in `folder`, made from 64 random bytes when it is not there yet."""
    return _read_or_make(folder, name, lambda: secrets.token_urlsafe(64))


def raw(folder: Path, name: str) -> bytes:
    """Return the 32-byte key `name` in `folder` (stored as hex), made when it is not there yet."""
    return bytes.fromhex(_read_or_make(folder, name, lambda: secrets.token_hex(32)))


def fernet(folder: Path, name: str) -> list[str]:
    """Return the Fernet keys in file `name`, newest first, one a line; one is made when there is none."""
    return _read_or_make(folder, name, lambda: Fernet.generate_key().decode("ascii")).split()

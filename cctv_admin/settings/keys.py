"""Keys of one installation: files with strict modes outside the database, made on first use.

Who holds the database alone can neither read encrypted fields nor forge the ledger's head.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet
from pyrage import x25519

if TYPE_CHECKING:
    from collections.abc import Callable


def _read_or_make(folder: Path, name: str, make: Callable[[], str]) -> str:
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make() + "\n")
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, content: str) -> None:
    """Write a file whole or not at all; of several processes that start together, the first one's stays."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


def text(folder: Path, name: str) -> str:
    """Return the text key `name` in `folder`, made from 64 random bytes when it is not there yet."""
    return _read_or_make(folder, name, lambda: secrets.token_urlsafe(64))


def raw(folder: Path, name: str) -> bytes:
    """Return the 32-byte key `name` in `folder` (stored as hex), made when it is not there yet."""
    return bytes.fromhex(_read_or_make(folder, name, lambda: secrets.token_hex(32)))


def fernet(folder: Path, name: str) -> list[str]:
    """Return the Fernet keys in file `name`, newest first, one a line; one is made when there is none."""
    return _read_or_make(folder, name, lambda: Fernet.generate_key().decode("ascii")).split()


def age(folder: Path, name: str) -> str:
    """Return the age identity `name` in `folder`, made when it is not there yet."""
    return _read_or_make(folder, name, lambda: str(x25519.Identity.generate()))

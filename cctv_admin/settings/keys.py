"""Keys of one installation: files with strict modes outside the database, made on first use.

Who holds the database alone can neither read encrypted fields nor forge the ledger's head. A file has one key a line, the
newest first: it counts for what is written, the others still open what was written before (`manage.py rotate_keys`).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from cryptography.fernet import Fernet
from pyrage import x25519

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Key = TypeVar("Key")


class KeyFile(Sequence[Key]):
    """The keys of one file, newest first, read anew when the file was replaced: a new key counts without a restart."""

    def __init__(self, path: Path, read: Callable[[str], Key]) -> None:
        self._path, self._read = path, read
        self._known: tuple[tuple[int, int], tuple[Key, ...]] = ((0, 0), ())

    def _keys(self) -> tuple[Key, ...]:
        try:
            found = self._path.stat()
        except OSError:  # the disk of the keys is away: what was known still counts
            return self._known[1]
        version = (found.st_ino, found.st_mtime_ns)
        if version != self._known[0]:
            self._known = (version, tuple(map(self._read, self._path.read_text(encoding="ascii").split())))
        return self._known[1]

    @overload
    def __getitem__(self, index: int) -> Key: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Key]: ...

    def __getitem__(self, index: int | slice) -> Key | Sequence[Key]:
        return self._keys()[index]

    def __len__(self) -> int:
        return len(self._keys())


def _made(folder: Path, name: str, make: Callable[[], str]) -> Path:
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make() + "\n")
    return path


def replace(path: Path, lines: Iterable[str]) -> None:
    """Let the key file at `path` hold these lines, whole or not at all, for whoever owned it. Raises OSError."""
    draft = _written(path, "\n".join(lines) + "\n")
    if path.exists() and os.geteuid() == 0:
        os.chown(draft, path.stat().st_uid, path.stat().st_gid)
    draft.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(path: Path, content: str) -> Path:
    """Write the content beside `path`, on the disk for certain, and return where."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(draft)


def _write_once(path: Path, content: str) -> None:
    """Write a file whole or not at all; of several processes that start together, the first one's stays."""
    draft = _written(path, content)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def new_text() -> str:
    """Return the line of a new text key: 64 random bytes."""
    return secrets.token_urlsafe(64)


def new_raw() -> str:
    """Return the line of a new 32-byte key: hex."""
    return secrets.token_hex(32)


def new_fernet() -> str:
    """Return the line of a new Fernet key."""
    return Fernet.generate_key().decode("ascii")


def new_age() -> str:
    """Return the line of a new age identity."""
    return str(x25519.Identity.generate())


def text(folder: Path, name: str) -> Sequence[str]:
    """Return the text keys in file `name`; one is made when there is none."""
    return KeyFile(_made(folder, name, new_text), str)


def raw(folder: Path, name: str) -> Sequence[bytes]:
    """Return the 32-byte keys in file `name` (stored as hex); one is made when there is none."""
    return KeyFile(_made(folder, name, new_raw), bytes.fromhex)


def former(folder: Path, name: str) -> Sequence[bytes]:
    """Return the public keys in file `name` (stored as hex) of private ones that are gone; none when there is no file."""
    return KeyFile(folder / name, bytes.fromhex)


def fernet(folder: Path, name: str) -> Sequence[str]:
    """Return the Fernet keys in file `name`; one is made when there is none."""
    return KeyFile(_made(folder, name, new_fernet), str)


def age(folder: Path, name: str) -> Sequence[str]:
    """Return the age identities in file `name`; one is made when there is none."""
    return KeyFile(_made(folder, name, new_age), str)

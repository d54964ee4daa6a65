"""A tar stream through age, written and read without ever holding more than a piece of it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import tarfile
import threading
from typing import IO, TYPE_CHECKING, Any

import pyrage
from pyrage import x25519

from cctv_admin.backup.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

PIECE = 2**20
RESERVE = 2**30
"""So many bytes stay free where a backup is written: on the same disk the ledger must never be without room."""
LOOK_EVERY = 64 * PIECE
UNREADABLE = "備份檔不完整，或不是以本校的金鑰加密，無法讀取。"
UNWRITABLE = "備份檔無法寫入，請確認磁碟空間與權限。"


class _Hashing(io.RawIOBase):
    """What is written is hashed and counted on its way to the file."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.sha256, self.size = target, hashlib.sha256(), 0
        self._require_room()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.sha256.update(data)
        self.target.write(data)
        if self.size // LOOK_EVERY != (self.size + len(data)) // LOOK_EVERY:
            self._require_room()
        self.size += len(data)
        return len(data)

    def _require_room(self) -> None:
        room = os.fstatvfs(self.target.fileno())
        if room.f_bavail * room.f_frsize < RESERVE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Writing:
    """An archive being written; `sha256` and `size` of the sealed file stand once it is closed."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar, self.sha256, self.size, self.members = tar, "", 0, 0

    def add_json(self, name: str, said: object) -> None:
        """Add a member of JSON."""
        self.add_bytes(name, json.dumps(said, ensure_ascii=False).encode())

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a member that is in memory."""
        self._add(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> bool:
        """Add a regular file as long as it is now; say whether it was still there. Links are not followed."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:  # destroyed since the folder was listed
            return False
        with os.fdopen(descriptor, "rb") as file:
            self._add(name, os.fstat(descriptor).st_size, file)
        return True

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, content)
        self.members += 1


@contextlib.contextmanager
def writing(path: Path, recipients: Sequence[str]) -> Iterator[Writing]:
    """Write a new archive at `path`, sealed for `recipients`, durable at the end. Raises OSError, BackupError."""
    receivers = [x25519.Recipient.from_str(one) for one in recipients]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        out = _Hashing(file)
        with (
            _other_end(lambda source: pyrage.encrypt_io(source, out, receivers), writes=False) as pipe,
            tarfile.open(fileobj=pipe, mode="w|", bufsize=PIECE, format=tarfile.PAX_FORMAT) as tar,
        ):
            archive = Writing(tar)
            yield archive
        file.flush()
        os.fsync(file.fileno())
        archive.sha256, archive.size = out.sha256.hexdigest(), out.size


@contextlib.contextmanager
def reading(path: Path, identities: Sequence[str]) -> Iterator[tarfile.TarFile]:
    """Read the archive at `path` from its beginning to its end. Raises BackupError when it is not whole or not ours."""
    keys = [x25519.Identity.from_str(one) for one in identities]
    with (
        path.open("rb") as file,
        _other_end(lambda target: pyrage.decrypt_io(file, target, keys), writes=True) as pipe,
    ):
        try:
            with tarfile.open(fileobj=pipe, mode="r|", bufsize=PIECE) as tar:
                yield tar
            while pipe.read(PIECE):  # to the last byte: only then has age vouched for all of it
                pass
        except tarfile.ReadError as error:
            raise BackupError(UNREADABLE) from error


class _Opened(Exception):
    """The first piece came out: no more of it is wanted."""


class _FirstPiece(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raise _Opened


def opens(path: Path, identity: str) -> bool:
    """Say whether `identity` alone opens the archive at `path`; only its beginning is read. Raises OSError."""
    with path.open("rb") as file:
        try:
            pyrage.decrypt_io(file, _FirstPiece(), [x25519.Identity.from_str(identity)])
        except _Opened:
            return True
        except pyrage.DecryptError:
            pass
    return False


@contextlib.contextmanager
def _other_end(work: Callable[[IO[bytes]], None], *, writes: bool) -> Iterator[IO[bytes]]:
    """Yield one end of a pipe at whose other end `work` runs. Raises BackupError when `work` failed."""
    read_end, write_end = os.pipe()
    theirs, ours = (write_end, read_end) if writes else (read_end, write_end)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(theirs, "wb" if writes else "rb", buffering=PIECE) as end:
                work(end)
        except BaseException as failure:  # handed over to the thread that waits
            failures.append(failure)

    thread = threading.Thread(target=run, name="backup")
    thread.start()
    stopped: BaseException | None = None
    try:
        with os.fdopen(ours, "rb" if writes else "wb", buffering=PIECE) as end:
            yield end
    except BaseException as error:
        stopped = error
        raise
    finally:
        thread.join()
        if failures and (stopped is None or isinstance(stopped, BrokenPipeError | tarfile.ReadError | BackupError)):
            raise BackupError(UNREADABLE if writes else UNWRITABLE) from failures[0]

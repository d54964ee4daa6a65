"""The folders a restore writes into: empty when it begins, marked as its own from then on until the database has everything.

The mark lies in each folder itself. A disk that was not mounted when the restore began has none, and nothing on it is ever
taken away.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from cctv_admin.backup.errors import BackupError
from cctv_admin.backup.making import folders

if TYPE_CHECKING:
    from pathlib import Path

MARK = ".restore-begun"
MOUNT_POINT = frozenset({"lost+found"})
"""What an empty disk has in it."""


def require_empty() -> None:
    """Refuse where there is any file a restore could overwrite. Raises BackupError naming the folder."""
    for root in folders(with_copies=True).values():
        if root.exists() and any(path.is_file() for path in root.rglob("*") if path.name not in MOUNT_POINT):
            raise BackupError(f"{root} 不是空的。還原只能在全新的安裝上進行，請另設資料夾。")


def take(*, with_copies: bool) -> None:
    """Make the folders an archive is brought back into, and mark them; they are empty."""
    for root in folders(with_copies=True).values():
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for root in folders(with_copies=with_copies).values():
        with (root / MARK).open("w", encoding="utf-8") as mark:
            mark.write("還原進行中：這個資料夾的內容都來自還原，失敗時會清空。\n")
            mark.flush()
            os.fsync(mark.fileno())


def keep() -> None:
    """Take the marks away: what is there stays."""
    for root in folders(with_copies=True).values():
        (root / MARK).unlink(missing_ok=True)


def give_back() -> None:
    """Take away what a restore that failed or was killed had written: everything in the folders that are marked."""
    for root in folders(with_copies=True).values():
        if (root / MARK).exists():
            _empty(root)


def _empty(root: Path) -> None:
    """The mark goes last: killed in between, the rest is still known to be ours."""
    for path in root.iterdir():
        if path.is_dir() and path.name not in MOUNT_POINT:
            shutil.rmtree(path)
        elif path.is_file() and path.name != MARK:
            path.unlink()
    (root / MARK).unlink()

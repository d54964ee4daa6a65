"""Is the folder of the nightly backups the one it was? The mount point of a disk that is away takes backups, too: on the data's own disk.

The first backup leaves a mark in the folder and notes it in the data folder. A folder of another name was chosen by somebody
and gets a mark of its own; one of the same name without the mark is another disk, or none.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from django.conf import settings

from cctv_admin.backup.errors import BackupError

MARK, NOTE = ".cctv-backups", "backup-folder.json"
ELSEWHERE = (
    "備份資料夾 {folder} 不是先前使用的那一個，可能是磁碟未掛載。請掛載後再試；"
    "確定要改用這個資料夾時，請執行 manage.py backup --accept-folder。"
)


def require_known(folder: Path) -> None:
    """Raise BackupError where the folder had a mark and has it no more, OSError where it cannot be read; others are not asked."""
    token = _noted().get(str(folder))
    if token and _mark_in(folder) != token:
        raise BackupError(ELSEWHERE.format(folder=folder))


def know(folder: Path) -> None:
    """Mark the folder of the nightly backups, unless that is done. Raises OSError."""
    if folder != Path(settings.BACKUP_DIR) or str(folder) in _noted():
        return
    token = _mark_in(folder)
    if not token:
        token = str(uuid.uuid4())
        _write(folder / MARK, f"{token}\n")
    _write(_note(), json.dumps({str(folder): token}) + "\n")


def forget() -> None:
    """Let the next backup take the folder as it is."""
    _note().unlink(missing_ok=True)


def _note() -> Path:
    return Path(settings.DATA_DIR) / NOTE


def _noted() -> dict[str, str]:
    try:
        said = json.loads(_note().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _mark_in(folder: Path) -> str:
    try:
        return (folder / MARK).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)

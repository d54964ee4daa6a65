"""Backup and restore of one school: database, files and copies in one sealed archive; its keys in another.

An archive is an age file (age-encryption.org/v1) of a tar stream. Its order is the order of restoring: `meta.json`, the
tables as lines of JSON (the same from SQLite and PostgreSQL), the folders, `end.json`. Nothing plain touches the disk.
"""

from __future__ import annotations

from cctv_admin.backup.errors import BackupBusy, BackupError, CopiesMissing
from cctv_admin.backup.keeping import Backup, backups_in, newest_good, remove_old
from cctv_admin.backup.keys import keys_set_aside, new_passphrase, put_keys_back, write_keys
from cctv_admin.backup.making import make_backup
from cctv_admin.backup.ownership import require_owner
from cctv_admin.backup.place import require_known
from cctv_admin.backup.restoring import Restored, restore
from cctv_admin.backup.schema import is_migration_waiting, is_of_a_later_version

__all__ = [
    "Backup",
    "BackupBusy",
    "BackupError",
    "CopiesMissing",
    "Restored",
    "backups_in",
    "is_migration_waiting",
    "is_of_a_later_version",
    "keys_set_aside",
    "make_backup",
    "new_passphrase",
    "newest_good",
    "put_keys_back",
    "remove_old",
    "require_known",
    "require_owner",
    "restore",
    "write_keys",
]

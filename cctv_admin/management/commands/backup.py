"""`backup [--to FOLDER] [--accept-folder] [--without-copies] [--before-migration] [--keys FILE] [--json]`: one verified, sealed archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cctv_admin.backup import BackupError, is_migration_waiting, make_backup, new_passphrase, place, write_keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import Actor, operator

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """As the operator of the shell, whom the ledger names."""

    help = (
        "製作一份加密、驗證過的備份（資料庫、附件、留存檔）。以 --keys 將金鑰另存一檔，與備份分開保管："
        "沒有金鑰檔與通行碼，備份無法還原。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to and what."""
        parser.add_argument("--to", type=Path, default=Path(settings.BACKUP_DIR), help="備份資料夾")
        parser.add_argument("--accept-folder", action="store_true", help="改以目前的備份資料夾為準（換了磁碟時）")
        parser.add_argument("--without-copies", action="store_true", help="不含留存檔（另行備份其資料夾時）")
        parser.add_argument("--before-migration", action="store_true", help="只在升級將變更資料庫時製作")
        parser.add_argument("--keys", type=Path, help="只將金鑰另存為這個檔案，並顯示通行碼")
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        actor, now = operator(), timezone.now()
        try:
            if options["keys"]:
                said, words = self._keys(options["keys"], actor)
            elif options["before_migration"] and not is_migration_waiting():
                said, words = {}, "資料庫不需升級，未製作備份。"
            else:
                if options["accept_folder"]:
                    place.forget()
                made = make_backup(options["to"], actor=actor, now=now, with_copies=not options["without_copies"])
                path = options["to"] / made.name
                said, words = (
                    made.as_dict() | {"path": str(path)},
                    f"已備份並驗證：{path}（{made.rows} 筆、{made.files} 檔）",
                )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else words)

    def _keys(self, path: Path, actor: Actor) -> tuple[dict[str, object], str]:
        given = settings.BACKUP_PASSPHRASE
        passphrase = given or new_passphrase()
        names = write_keys(path, passphrase)
        ledger.append(verb=Verb.KEYS_WRITTEN, actor=actor, subject=path.name, detail={}, now=timezone.now())
        told = "" if given else f"\n通行碼（只顯示這一次，請抄下並與檔案分開保管）：\n\n    {passphrase}\n"
        said: dict[str, object] = {"path": str(path), "keys": names}
        return said | ({} if given else {"passphrase": passphrase}), f"已將 {len(names)} 個金鑰另存為 {path}。{told}"

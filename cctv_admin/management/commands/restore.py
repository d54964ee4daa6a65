"""`restore ARCHIVE [--keys FILE] [--json]`: into an empty installation; then the checks. Exit 1 when one of them found something."""

from __future__ import annotations

import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cctv_admin.backup import BackupError, keys_set_aside, put_keys_back, require_owner, restore
from cctv_admin.backup.restoring import is_brought_back, require_room
from ledger.services import operator
from printing.rules import short_moment

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from cctv_admin.backup import Restored


KEPT = "金鑰資料夾裡原有的金鑰已另存於 {place}：確認沒有別的安裝使用後，請自行刪除。"


class Command(BaseCommand):
    """As the operator of the shell, whom the ledger names."""

    help = "將備份還原到全新的安裝，並查驗存取紀錄與留存檔；還原後，經人確認以前不銷毀任何影像。"
    requires_system_checks = ()  # the database may have no table yet

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive and, on another machine, the keys."""
        parser.add_argument("archive", type=Path, help="備份檔（.tar.age）")
        parser.add_argument("--keys", type=Path, help="製作備份時以 backup --keys 另存的金鑰檔")
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Put the keys back first: they count from the next process on, so this one is replaced by it."""
        try:
            require_owner()
            if options["keys"] and not is_brought_back():
                require_room()
                before = keys_set_aside()
                put_keys_back(options["keys"], _passphrase())
                for place in keys_set_aside()[len(before) :]:
                    self.stderr.write(KEPT.format(place=place))
                self._again(options)
            done = restore(options["archive"], actor=operator(), now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        except FileNotFoundError as error:
            raise CommandError(f"找不到 {error.filename}。") from error
        self.stdout.write(json.dumps(_said(done), ensure_ascii=False) if options["json"] else _in_words(done))
        if not done.ok:
            sys.exit(1)

    def _again(self, options: dict[str, Any]) -> None:
        manage = str(Path(sys.argv[0]).resolve())
        arguments = [sys.executable, manage, "restore", str(options["archive"])]
        self.stdout.flush()
        os.execv(sys.executable, arguments + (["--json"] if options["json"] else []))  # noqa: S606 ourselves


def _passphrase() -> str:
    return settings.BACKUP_PASSPHRASE or getpass.getpass("通行碼：")


def _said(done: Restored) -> dict[str, object]:
    return {
        "made_at": done.made_at.isoformat(),
        "rows": done.counted.rows,
        "files": done.counted.files,
        "entries": done.counted.entries,
        "ledger": done.report.as_dict(),
        "destroyed_again": done.destroyed_again,
        "problems": done.problems,
    }


def _in_words(done: Restored) -> str:
    lines = [
        f"已還原 {short_moment(done.made_at)} 的備份：{done.counted.rows} 筆、{done.counted.files} 檔。",
        str(done.report),
        f"依銷毀紀錄再次銷毀：{'、'.join(done.destroyed_again) or '無'}",
        *(f"請處理：{problem}" for problem in done.problems),
        f"{short_moment(done.made_at)} 以後銷毀的案件個資已隨還原回來：請由承辦人在「屆期申請單」重新提出個資銷毀（計畫伍、五）。",
        "還原後尚未銷毀任何影像：請由承辦人、處室主管或校長在「保存規則」核對後確認。",
    ]
    return "\n".join(lines)

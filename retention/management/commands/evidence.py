"""`evidence redo [--list FILE] [--json]`, `evidence adopt --reason …`: copies, at the shell of the machine."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.services import Actor
from retention.services import copy_destruction

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "留存檔。redo：還原備份後，依留存檔旁的銷毀紀錄再次銷毀（--list 指定另一份銷毀紀錄）；"
        "adopt：確認留存檔的資料夾屬於本系統。應做的都做到時結束碼為 0，有未完成者為 1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and with which list or for which reason."""
        acts = parser.add_subparsers(dest="act", required=True)
        redo = acts.add_parser("redo", help="依銷毀紀錄再次銷毀還原回來的留存檔")
        redo.add_argument("--list", default="", dest="path", help="另一份銷毀紀錄（destroyed.jsonl）")
        redo.add_argument("--json", action="store_true", help="以 JSON 輸出")
        adopt = acts.add_parser("adopt", help="確認留存檔的資料夾屬於本系統")
        adopt.add_argument("--reason", required=True, help="事由")

    def handle(self, **options: Any) -> None:
        """Do it; end with 1 when something that was to be done was not."""
        actor = Actor(name=f"主機操作人員 {getpass.getuser()}")
        try:
            if options["act"] == "adopt":
                copy_destruction.adopt_store(reason=options["reason"], actor=actor, now=timezone.now())
                self.stdout.write("已確認留存檔的資料夾屬於本系統。")
            else:
                self._redo(options["path"], actor, as_json=options["json"])
        except copy_destruction.ListError as error:
            raise CommandError(str(error)) from error

    def _redo(self, path: str, actor: Actor, *, as_json: bool) -> None:
        done = copy_destruction.redo_from(path, actor=actor, now=timezone.now())
        if as_json:
            said = {"destroyed": done.numbers, "failed": done.failed, "unreadable_lines": done.unreadable}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(f"再次銷毀 {len(done.numbers)} 件：{'、'.join(done.numbers) or '無'}")
            for number, why in done.failed.items():
                self.stdout.write(f"  {number}：{why}")
            if done.unreadable:
                self.stdout.write(f"  銷毀紀錄有 {done.unreadable} 行無法讀取")
        if done.failed or done.unreadable:
            sys.exit(1)

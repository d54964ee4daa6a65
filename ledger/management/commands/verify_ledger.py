"""`verify_ledger [--checkpoint FILE] [--foot TEXT] [--key KEY] [--json]`: exit 0 when all is in order, else 1 and the first bad row."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from ledger import services
from ledger.rules import NoteRefused, read_verifier_key

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "查驗存取紀錄：鏈、鏈首、查核點、見證；指出第一筆有誤的紀錄與原因。完好時結束碼為 0，有誤時為 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checkpoint", action="append", default=[], type=Path, help="外部保存的查核點檔案，可重複")
        parser.add_argument("--foot", action="append", default=[], help="紙本頁尾的筆數與驗證碼，可重複")
        parser.add_argument("--key", default="", help="簽發查核點的公鑰；未填時用本系統的")
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        try:
            notes = [path.read_text(encoding="utf-8") for path in options["checkpoint"]]
            public = read_verifier_key(options["key"]) if options["key"] else None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"查核點檔案無法讀取：{error}") from error
        except NoteRefused as error:
            raise CommandError(str(error)) from error
        report = services.verify(notes=notes, feet=options["foot"], public=public)
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) if options["json"] else str(report))
        if not report.ok:
            sys.exit(1)

"""`verify_ledger [--json]`: exit 0 when everything is in order, 1 with the first bad row otherwise."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand

from ledger import services

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "查驗存取紀錄：鏈、鏈首、見證；指出第一筆有誤的紀錄與原因。完好時結束碼為 0，有誤時為 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: object) -> None:
        report = services.verify()
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) if options["json"] else str(report))
        if not report.ok:
            sys.exit(1)

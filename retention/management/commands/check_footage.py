"""`check_footage [--json]`: scan every folder of recordings now. Exit 1 when one cannot be read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand
from django.utils import timezone

from retention import selectors, services

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "掃描所有影像資料夾並更新涵蓋情形。全部讀到時結束碼為 0，有資料夾無法讀取時為 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: object) -> None:
        """Scan, print what was seen, end with 1 when something could not be."""
        outcome = services.check_footage(timezone.now())
        sources = {source.name: source.problem for source in selectors.sources_in_use()}
        if options["json"]:
            self.stdout.write(json.dumps({"result": outcome.words, "problems": sources}, ensure_ascii=False))
        else:
            self.stdout.write(outcome.words)
            for name, problem in sources.items():
                self.stdout.write(f"{name}：{problem or '已掃描'}")
        if any(sources.values()):
            sys.exit(1)

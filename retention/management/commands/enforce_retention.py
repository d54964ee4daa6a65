"""`enforce_retention [--source NAME] [--dry-run] [--confirm] [--json]`: what the daily duty does, at the shell."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.services import Actor, operator
from printing.rules import local_date
from retention import services
from retention.choices import DeletedBy
from retention.selectors import sources_in_use

if TYPE_CHECKING:
    import datetime as dt
    from argparse import ArgumentParser

    from retention.models import FootageSource
    from retention.services import PassReport

WHY = "主機操作人員於命令列確認"


class Command(BaseCommand):
    help = (
        "銷毀由本系統刪除之資料夾中逾最高保存期限、且未受留存的影像（計畫肆、四）。"
        "--dry-run 只列出將銷毀者與不執行的原因；--confirm 表示操作人員已核對今天日期與數量。"
        "應做的都做到時結束碼為 0，有未執行或失敗者為 1，其餘仍照做。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which source, and whether only to look or to accept the ground."""
        parser.add_argument("--source", default="", help="只處理這個名稱的資料夾")
        parser.add_argument("--dry-run", action="store_true", help="試算，不刪除任何檔案")
        parser.add_argument("--confirm", action="store_true", help="確認今天日期無誤，並同意超過一次上限")
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Enforce, or look; print every source with its result; end with 1 when something stayed that was to go."""
        now, actor = timezone.now(), operator()
        only = self._named(options["source"])
        if options["dry_run"]:
            reports = [services.preview(source, now) for source in ([only] if only else sources_in_use())]
            is_complete = not any(report.doubts for report in reports if only or _is_ours(report.source))
        else:
            if options["confirm"]:
                _accept([only] if only else list(sources_in_use()), actor, now)
            done = services.enforce_ceiling(now, only=only, actor=actor)
            reports, is_complete = list(done.reports), done.is_complete and (only is None or bool(done.reports))
            if not options["json"]:
                self.stdout.write(done.outcome.words)
        self._print(reports, as_json=options["json"])
        if not is_complete:
            sys.exit(1)

    def _named(self, name: str) -> FootageSource | None:
        if not name:
            return None
        source = sources_in_use().filter(name=name).first()
        if source is None:
            raise CommandError(f"沒有名稱為「{name}」的影像資料夾")
        return source

    def _print(self, reports: list[PassReport], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"sources": [_as_dict(report) for report in reports]}, ensure_ascii=False))
            return
        for report in reports:
            self.stdout.write(f"{report.source.name}：{report.result.label}，應銷毀 {report.found.due_files} 檔")
            for doubt, said in report.doubts.items():
                self.stdout.write(f"  未執行：{doubt.label}（{said}）")
            for (unit, camera), files in sorted(report.found.due.items()):
                self.stdout.write(f"  屆期：{unit} {camera} {files} 檔")
            for (unit, camera, verdict), files in sorted(report.found.kept.items()):
                self.stdout.write(f"  保留：{unit} {camera} {files} 檔（{verdict.label}）")


def _is_ours(source: FootageSource) -> bool:
    return source.deleted_by == DeletedBy.PRODUCT


def _accept(sources: list[FootageSource], actor: Actor, now: dt.datetime) -> None:
    """Accept today's date and as many files as a pass would destroy now."""
    for source in filter(_is_ours, sources):
        files = services.preview(source, now).found.due_files
        services.accept_pass(
            source_id=source.pk, stated_day=local_date(now), files=files, reason=WHY, actor=actor, now=now
        )


def _as_dict(report: PassReport) -> dict[str, Any]:
    return {
        "name": report.source.name,
        "result": report.result.value,
        "doubts": {doubt.value: said for doubt, said in report.doubts.items()},
        "due_files": report.found.due_files,
        "due_bytes": report.found.due_size.total(),
        "due": [
            {"folder": unit, "camera": camera, "files": files} for (unit, camera), files in report.found.due.items()
        ],
        "kept": [
            {"folder": unit, "camera": camera, "why": verdict.value, "files": files}
            for (unit, camera, verdict), files in report.found.kept.items()
        ],
        "records": [row.pk for row in report.destructions],
        "destroyed_files": sum(row.destroyed_files for row in report.destructions),
        "failed_files": report.failed_files,
    }

"""`footage_source add | map | confirm`: folders of recordings, registered for reading; deletion ours after `confirm`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cameras.models import Camera, Recorder
from ledger.services import Actor, operator
from retention import services
from retention.choices import LayoutKind
from retention.selectors import sources_in_use
from retention.services import SourceError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from retention.models import FootageSource


class Command(BaseCommand):
    """Does what the pages do, as the operator of the shell, whom the ledger names."""

    help = "登錄影像資料夾（只讀取）、對照攝影機，或在印出第一次將銷毀的影像後，確認改由本系統刪除"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="登錄資料夾，只讀取")
        add.add_argument("--name", required=True, help="名稱")
        add.add_argument("--layout", required=True, choices=LayoutKind.values, help="檔名規則")
        add.add_argument("--path", required=True, help="資料夾完整路徑")
        add.add_argument("--timezone", default="", help="檔名所用時區，例如 UTC；未填時依檔名規則")
        add.add_argument("--pattern", default="", help="自訂樣式，例如 {camera}/%%Y-%%m-%%d/%%H-%%M-%%S.mp4")
        add.add_argument("--seconds", type=int, default=0, help="單檔最長秒數；未填時依檔名規則")
        add.add_argument("--recorder", default="", help="寫入這個資料夾的主機編號")
        mapping = acts.add_parser("map", help="指定資料夾名稱屬於哪支攝影機")
        mapping.add_argument("--name", required=True, help="影像資料夾名稱")
        mapping.add_argument("--folder", required=True, help="攝影機資料夾名稱")
        mapping.add_argument("--camera", required=True, help="攝影機編號")
        confirm = acts.add_parser("confirm", help="確認改由本系統刪除")
        confirm.add_argument("--name", required=True, help="影像資料夾名稱")
        confirm.add_argument("--reason", required=True, help="事由")
        for each in (add, mapping, confirm):
            each.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Do the act, or end with 1 and the reason."""
        actor = operator()
        try:
            said = getattr(self, f"_{options['act']}")(actor, options)
        except SourceError as error:
            raise CommandError(str(error)) from error
        words = said.pop("words")
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else words)

    def _add(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        recorder = None
        if options["recorder"]:
            recorder = Recorder.objects.filter(code=options["recorder"]).first()
            if recorder is None:
                raise CommandError(f"沒有編號 {options['recorder']} 的主機")
        source = services.register_source(
            name=options["name"],
            layout=options["layout"],
            path=options["path"],
            pattern=options["pattern"],
            zone=options["timezone"],
            longest_seconds=options["seconds"],
            recorder=recorder,
            actor=actor,
            now=timezone.now(),
        )
        return {"name": source.name, "path": source.path, "words": f"已登錄影像資料夾「{source.name}」，只讀取"}

    def _map(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        camera = Camera.objects.filter(code=options["camera"]).first()
        if camera is None:
            raise CommandError(f"沒有編號 {options['camera']} 的攝影機")
        source = self._named(options["name"])
        services.map_folder(
            source_id=source.pk, folder=options["folder"], camera=camera, actor=actor, now=timezone.now()
        )
        return {"folder": options["folder"], "camera": camera.code, "words": f"{options['folder']} → {camera.code}"}

    def _confirm(self, actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
        source, now = self._named(options["name"]), timezone.now()
        first = services.preview(source, now).found
        if not options["json"]:
            self.stdout.write(f"第一次執行將銷毀 {first.due_files} 檔：")
            for (unit, camera), files in sorted(first.due.items()):
                self.stdout.write(f"  {unit} {camera} {files} 檔")
        services.adopt_source(
            source_id=source.pk, files=first.due_files, reason=options["reason"], actor=actor, now=now
        )
        words = f"影像資料夾「{source.name}」改由本系統刪除"
        return {"name": source.name, "due_files": first.due_files, "words": words}

    def _named(self, name: str) -> FootageSource:
        source = sources_in_use().filter(name=name).first()
        if source is None:
            raise CommandError(f"沒有名稱為「{name}」的影像資料夾")
        return source

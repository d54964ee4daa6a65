"""`rotate_keys [KIND] [--remove-old [--keys-kept]] [--json]`: change a key while people work; without a kind, say how far."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cctv_admin.rotation import KINDS, RotationError, progress_of, remove_old, rotate
from ledger.services import operator
from printing.rules import long_moment

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from cctv_admin.rotation import Progress


class Command(BaseCommand):
    """As the operator of the shell, whom the ledger names."""

    help = (
        "更換金鑰：產生新金鑰，將舊資料分批改用新金鑰；可隨時中斷，再執行一次即接續完成。未指定種類時，只顯示各金鑰的情形。"
        "舊金鑰何時可以移除，本指令會說明；以 --remove-old 移除。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which key, and whether to begin or to end."""
        parser.add_argument("kind", nargs="?", choices=list(KINDS), help="要更換的金鑰")
        parser.add_argument("--remove-old", action="store_true", help="移除舊金鑰")
        parser.add_argument(
            "--keys-kept", action="store_true", help="已以 backup --keys 另存舊金鑰，不等舊備份屆期即可移除"
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Do it, or say in one sentence why not. Exit 1 when something is under no key at all; the rest is done then."""
        if options["kind"] is None and options["remove_old"]:
            raise CommandError("請指定要移除哪一種舊金鑰，例如 manage.py rotate_keys fields --remove-old。")
        try:
            found = self._done(options)
        except RotationError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps([_as_dict(one) for one in found], ensure_ascii=False))
        else:
            self.stdout.write("\n".join(map(_in_words, found)))
        if any(one.count.unreadable for one in found):
            sys.exit(1)

    def _done(self, options: dict[str, Any]) -> list[Progress]:
        if options["kind"] is None:
            return [progress_of(kind) for kind in KINDS.values()]
        kind, actor, now = KINDS[options["kind"]], operator(), timezone.now()
        if options["remove_old"]:
            return [remove_old(kind, actor=actor, now=now, are_kept=options["keys_kept"])]
        return [rotate(kind, actor=actor, now=now)]


def _as_dict(progress: Progress) -> dict[str, object]:
    removable_at = progress.removable_at(are_kept=False)
    return {
        "kind": progress.kind.name,
        "keys": progress.keys,
        "texts": progress.count.all,
        "under_old_keys": progress.count.old,
        "unreadable": progress.count.unreadable,
        "old_removable_at": removable_at.isoformat() if removable_at else None,
    }


def _in_words(progress: Progress) -> str:
    said = f"{progress.kind.name}　{progress.kind.subject}：{progress.keys[0]}"
    if progress.count.all:
        said += f"，共 {progress.count.all} 筆"
    if len(progress.keys) > 1:
        said += f"；舊金鑰 {'、'.join(progress.keys[1:])}，"
        removable_at = progress.removable_at(are_kept=False)
        said += (
            f"自{long_moment(removable_at)}起可以 --remove-old 移除（{'備份屆期' if progress.kind.in_backups else '開啟的頁面皆已到期'}）"
            if removable_at
            else f"尚有 {progress.count.old} 筆須用，請再執行一次"
        )
    if progress.count.unreadable:
        said += f"；無法開啟：{'、'.join(progress.count.unreadable)}"
    return f"{said}。"

"""`evidence add | make | check | redo | adopt`: take files in, finish what waits, hash what is kept, end what a restore brought back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.services import Actor, operator
from printing.rules import UnreadableError, parse_moment
from retention.choices import CopyState
from retention.models import EvidenceCopy, Hold
from retention.selectors import copies_on_their_way
from retention.services import HoldError, copies, copy_destruction

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

CHUNK = 2**20


class Command(BaseCommand):
    """Does what the pages do, as the operator of the shell, whom the ledger names."""

    help = (
        "將檔案製成留存檔（add），完成等待中的留存檔（make），重新驗證全部留存檔（check），"
        "還原備份後依銷毀紀錄再次銷毀（redo），確認留存檔的資料夾屬於本系統（adopt）"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one act and its files."""
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="將檔案加密存入，每個檔案一份留存檔")
        add.add_argument("path", nargs="+", type=Path, help="檔案")
        add.add_argument("--hold", type=int, required=True, help="留存號碼")
        add.add_argument("--camera", action="append", help="攝影機編號，可重複；未填時為這筆留存的全部攝影機")
        add.add_argument("--from", dest="since", help="影像起；未填時為留存的時段")
        add.add_argument("--until", help="影像迄")
        add.add_argument("--offset", type=int, default=0, help="主機時間誤差（秒），主機快為正、慢為負")
        add.add_argument("--witness", default="", help="會同人")
        make = acts.add_parser("make", help="完成等待中的留存檔")
        check = acts.add_parser("check", help="重新驗證全部留存檔")
        redo = acts.add_parser("redo", help="還原備份後，依留存檔旁的銷毀紀錄再次銷毀")
        redo.add_argument("--list", default="", dest="graves", help="另一份銷毀紀錄（destroyed.jsonl）")
        adopt = acts.add_parser("adopt", help="確認留存檔的資料夾屬於本系統，並寫入標記檔")
        adopt.add_argument("--reason", required=True, help="事由")
        for each in (add, make, check, redo, adopt):
            each.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Do the act; end with 1 when anything could not be done, and the reason, after the rest was."""
        acts = {"add": self._add, "make": self._make, "check": self._check, "redo": self._redo, "adopt": self._adopt}
        acts[options["act"]](options, timezone.now())

    def _redo(self, options: dict[str, Any], now: dt.datetime) -> None:
        try:
            done = copy_destruction.redo_from(options["graves"], actor=operator(), now=now)
        except copy_destruction.ListError as error:
            raise CommandError(str(error)) from error
        said = {"destroyed": done.numbers, "failed": done.failed, "unreadable_lines": done.unreadable}
        words = f"再次銷毀 {len(done.numbers)} 件：{'、'.join(done.numbers) or '無'}"
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else words)
        failed = [f"{number} {why}" for number, why in done.failed.items()]
        if done.unreadable:
            failed.append(f"銷毀紀錄有 {done.unreadable} 行無法讀取")
        if failed:
            raise CommandError("；".join(failed))

    def _adopt(self, options: dict[str, Any], now: dt.datetime) -> None:
        try:
            store = copy_destruction.adopt_store(reason=options["reason"], actor=operator(), now=now)
        except copy_destruction.ListError as error:
            raise CommandError(str(error)) from error
        said = json.dumps({"token": str(store.token), "passes": store.pass_number})
        self.stdout.write(said if options["json"] else "已確認留存檔的資料夾屬於本系統。")

    def _make(self, options: dict[str, Any], now: dt.datetime) -> None:
        words = copies.make_copies(now).words
        waiting = [
            {"number": copy.number, "state": copy.state, "problem": copy.problem} for copy in copies_on_their_way()
        ]
        said = json.dumps({"words": words, "waiting": waiting}, ensure_ascii=False)
        self.stdout.write(said if options["json"] else words)
        if failed := [f"{one['number']} {one['problem']}" for one in waiting if one["problem"]]:
            raise CommandError("；".join(failed))

    def _check(self, options: dict[str, Any], now: dt.datetime) -> None:
        try:
            looked_at, found = copies.check_every_copy(now)
        except copies.StoreAway as away:
            raise CommandError(str(away)) from away
        damaged = [f"{copy.number} {copy.problem}" for copy in found]
        said = json.dumps({"checked": looked_at, "damaged": damaged}, ensure_ascii=False)
        self.stdout.write(said if options["json"] else f"已驗證 {looked_at} 份留存檔")
        if damaged:
            raise CommandError("；".join(damaged))

    def _add(self, options: dict[str, Any], now: dt.datetime) -> None:
        actor = operator()
        try:
            content = _content(options)
        except (Hold.DoesNotExist, UnreadableError) as error:
            raise CommandError(
                f"沒有留存 {options['hold']}。" if isinstance(error, Hold.DoesNotExist) else str(error)
            ) from error
        said = [_take(path, options["hold"], content, actor, now) for path in options["path"]]
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else "\n".join(map(_in_words, said)))
        if failed := [one["path"] for one in said if one["problem"]]:
            raise CommandError(f"{len(failed)} 個檔案未能製成留存檔：{'、'.join(failed)}")


def _content(options: dict[str, Any]) -> copies.Content:
    hold = Hold.objects.get(pk=options["hold"])
    wanted = options["camera"]
    cameras = [camera for camera in hold.cameras.order_by("code") if wanted is None or camera.code in wanted]
    since = parse_moment(options["since"]) if options["since"] else hold.starts_at
    until = parse_moment(options["until"], ends=True) if options["until"] else hold.ends_at
    return copies.Content(cameras, since, until, clock_offset_seconds=options["offset"], witness=options["witness"])


def _take(path: Path, hold: int, content: copies.Content, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """Take one file in and finish it. A failure gives up what is not whole, and never stops the next file."""
    copy: EvidenceCopy | None = None
    problem = ""
    try:
        copy = copies.open_from_shell(
            hold_id=hold, content=content, name=path.name, size=path.stat().st_size, actor=actor, now=now
        )
        copies.take_stream(copy, _chunks(path))
        copy = copies.finish_copy(copy.pk, now)
        problem = "" if copy.state == CopyState.FINISHED else copy.problem
    except HoldError as error:
        problem = str(error)
    except OSError as error:
        problem = f"檔案無法讀取或儲存（{error.strerror}）"
    if copy and problem and not _is_whole(copy):
        copies.give_up_from_shell(copy_id=copy.pk, reason=problem, actor=actor, now=now)
    return {
        "path": str(path), "number": copy.number if copy else "", "sha256": "" if problem or not copy else copy.sha256,
        "size": 0 if problem or not copy else copy.size, "problem": problem,
    }  # fmt: skip


def _is_whole(copy: EvidenceCopy) -> bool:
    """Say whether everything was taken in: what could only not be read again is finished by `make`."""
    copy.refresh_from_db()
    return copy.state == CopyState.FINISHING


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _in_words(said: dict[str, Any]) -> str:
    if said["problem"]:
        return f"{said['path']}：{said['problem']}"
    return f"{said['path']} → {said['number']}，{said['size']} 位元組，SHA-256 {said['sha256']}"

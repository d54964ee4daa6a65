"""What the operator of script/install asked for."""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from script.lib import prepare
from script.lib.install import environment
from script.lib.install.machine import Failed
from script.lib.install.site import Site
from script.lib.options import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = re.compile(r"[a-z][a-z0-9]{1,19}")
DOES = {
    "install": "安裝（可重複執行）· install; again changes nothing",
    "upgrade": "升級，失敗時復原 · to TAG or the newest tag; goes back when anything fails",
    "manage": "執行 manage.py 指令 · a command of manage.py, as the school's own account",
}


@dataclass(frozen=True)
class Options:
    """What the operator asked for; empty texts are what is usual."""

    verb: str = "install"
    words: tuple[str, ...] = ()
    name: str = "cctv"
    url: str = "http://127.0.0.1:8000"
    port: int = 8000
    backups: str = ""
    postgres: str = ""
    redis: str = "redis://127.0.0.1:6379/0"
    source: str = ""
    recordings: tuple[str, ...] = ()
    caddy: bool = False
    internal_ca: bool = False
    for_restore: bool = False
    dry_run: bool = False
    root: Path = Path("/")
    account: str = ""

    @property
    def database_host(self) -> str:
        """The host and port of PostgreSQL."""
        return urlsplit(self.postgres).netloc.rpartition("@")[2] if self.postgres else "127.0.0.1:5432"


def parse(arguments: Sequence[str] | None) -> Options:
    """Read the command line; a wrong word exits 2 with the usage. Raises Failed for what no installation could be."""
    parser = argparse.ArgumentParser(
        prog="script/install",
        description="在 Debian／Ubuntu 伺服器安裝、升級監視錄影系統管理。Installs and upgrades the product on a server.",
        epilog="\n".join(f"  {verb:<9} {does}" for verb, does in DOES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "verb", nargs="?", default="install", choices=[*DOES, "units"], metavar="verb", help="預設 %(default)s"
    )
    parser.add_argument("words", nargs="*", help="upgrade 的標籤，或 manage 的指令 · the tag; the command")
    parser.add_argument(
        "--name",
        default=_own_name(),
        help="同一部主機的第幾套：帳號、資料夾、資料庫都用這個名稱，預設 %(default)s",
    )
    parser.add_argument(
        "--url", default="", help="使用者的網址，例如 https://cctv.example.edu.tw · how people reach it"
    )
    parser.add_argument("--port", type=int, default=8000, help="本機的連接埠，預設 %(default)s · on loopback")
    parser.add_argument("--backups", default="", help="備份資料夾：另一顆磁碟或 NAS · another disk")
    parser.add_argument(
        "--postgres", default="", help="可建立資料庫的網址；預設為本機 · who may create databases elsewhere"
    )
    parser.add_argument("--redis", default=Options.redis, help="預設 %(default)s")
    parser.add_argument("--source", default="", help="程式碼的 git 位置，升級時由此取得 · where upgrades come from")
    parser.add_argument(
        "--recordings", action="append", default=[], help="由本系統刪除的錄影資料夾 · recordings it may delete"
    )
    parser.add_argument("--caddy", action="store_true", help="安裝 Caddy 提供 HTTPS · HTTPS by Caddy")
    parser.add_argument(
        "--internal-ca", action="store_true", help="Caddy 自製憑證（校內網路）· its own certificate authority"
    )
    parser.add_argument(
        "--for-restore", action="store_true", help="只準備、不啟動，供還原 · do not start: a backup comes"
    )
    parser.add_argument("--dry-run", action="store_true", help="只說明會做什麼 · only say what would be done")
    given = list(sys.argv[1:] if arguments is None else arguments)
    ours = given[: given.index("manage") + 1] if "manage" in given else given
    _remember(parser, ours)
    asked = vars(parser.parse_args(ours))
    asked["words"] = (*asked["words"], *given[len(ours) :])  # what follows manage is not ours to read
    asked["recordings"] = tuple(asked["recordings"])
    asked["url"] = (asked["url"] or f"http://127.0.0.1:{asked['port']}").rstrip("/")
    return _checked(Options(**asked))


def _remember(parser: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """Take what was asked for when it was installed as what is usual here."""
    name = argparse.ArgumentParser(add_help=False)
    name.add_argument("--name", default=_own_name())
    site = Site(name.parse_known_args(given)[0].name)
    with contextlib.suppress(PermissionError):  # who is not root is refused with words of its own
        if site.asked.exists():
            parser.set_defaults(**json.loads(site.asked.read_text(encoding="utf-8")))
        if broker := environment.read(site.environment).get("CCTV_BROKER_URL"):
            parser.set_defaults(redis=broker)


def _own_name() -> str:
    """Return whose script this is: of the installation it lies in, else the usual one."""
    code = prepare.ROOT.parent.parent
    is_release = (Site(code.name).code / "releases").resolve() == prepare.ROOT.parent
    return code.name if is_release else Options.name


def _checked(options: Options) -> Options:
    if not NAME.fullmatch(options.name):
        raise Failed(
            "--name 請用 2 至 20 個小寫英文字母或數字，以字母開頭。\n--name takes 2 to 20 lower-case letters and digits."
        )
    asked = urlsplit(options.url)
    if not asked.hostname or (asked.scheme != "https" and asked.hostname not in LOOPBACK):
        raise Failed(
            "--url 必須是 https:// 開頭的網址（本機試用除外）。\n--url must begin with https://, except on this machine alone."
        )
    if options.caddy and asked.scheme != "https":
        raise Failed("--caddy 需要 --url https://…。\n--caddy needs --url https://...")
    if options.verb == "manage" and not options.words:
        raise Failed("請寫出指令，例如 script/install manage verify_ledger。\nName a command of manage.py.")
    for folder in (*options.recordings, *filter(None, [options.backups])):
        if not Path(folder).is_absolute():
            raise Failed(f"{folder} 請寫完整路徑。\n{folder}: an absolute path is needed.")
    return options

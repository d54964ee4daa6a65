"""script/server: prepares this machine, then runs web, worker and beat for one school until Ctrl-C."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from typing import TYPE_CHECKING

from script.lib import prepare
from script.lib.children import Children, wait_until_healthy
from script.lib.options import Options, environment, parse, refuse_unsafe
from script.lib.terminal import run, say, step, stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

DEMO_MARK = "DEMO"
DEMO_PASSWORD = "Ruifeng-108-demo"  # noqa: S105 public: it opens invented data on loopback only
DEMO_ACCOUNTS = (
    ("teacher", "教職員（導師）"),
    ("handler", "行政人員：承辦人（事務組長）"),
    ("supervisor", "行政人員：處室主管（總務主任）"),
    ("principal", "校長"),
    ("guard", "警衛"),
    ("administrator", "系統管理（資訊組長）"),
    ("auditor", "稽核"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server and return the exit code: 0 stopped as asked, 1 refused or a part ended by itself."""
    options = parse(arguments)
    refuse_unsafe(options)
    lock = _lock_folder(options)
    prepare.prepare(prepare.SERVER_PACKAGES, dev=False)
    env = environment(options)
    link = _prepare_data(options, env)
    with Children(env) as children:
        children.start("網站 · web", _web(options))
        children.start("背景與排程 · worker + beat", _worker(options))
        if wait_until_healthy(options.host, options.port, tls=options.tls, children=children):
            _welcome(options, env, link)
        elif not children.stopping():
            stop("網站一分鐘內沒有回應，請看上面的訊息。The site did not answer within a minute; see the lines above.")
        code = children.supervise()
    lock.close()
    return code


def _lock_folder(options: Options) -> TextIO:
    """Take the data folder for this server alone; it is either a demonstration's or a school's, never both."""
    mark = options.data_dir / DEMO_MARK
    if options.demo and (options.data_dir / "db.sqlite3").exists() and not mark.exists():
        stop(f"{options.data_dir} 是正式資料，不可放入示範資料。This folder holds real data; --demo refuses it.")
    if not options.demo and mark.exists():
        stop(
            f"{options.data_dir} 是示範資料，密碼是公開的：請加上 --demo，或以 CCTV_DATA_DIR 指定另一個資料夾。\n"
            "This folder holds the demonstration; add --demo or set another CCTV_DATA_DIR."
        )
    options.data_dir.mkdir(parents=True, exist_ok=True)
    if options.demo:
        mark.touch()
    lock = (options.data_dir / "server.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop(f"另一個 script/server 正在使用 {options.data_dir}。Another script/server uses this folder.")
    return lock


def _prepare_data(options: Options, env: dict[str, str]) -> str:
    """Migrate, collect, make what is missing; return the first administrator's link, empty when there is none."""
    if (options.data_dir / "db.sqlite3").exists() or "DATABASE_URL" in env:
        step("升級前備份 · Backup, when the database is to be migrated")
        say(_manage(env, "backup", "--before-migration").strip())
    step("整理資料庫 · Migrating the database")
    _manage(env, "migrate", "--noinput", "--verbosity=0")
    _collect_static(options, env)
    if options.makes_certificate:
        step("準備憑證 · Certificate")
        say(_manage(env, "make_certificate", *options.names).strip())
    if options.demo:
        step("準備示範資料 · Demonstration data")
        _manage(env, "seed_demo")
        return ""
    return _first_link(env)


def _collect_static(options: Options, env: dict[str, str]) -> None:
    """Collect only when a file of ours or a package has changed since: it is the slowest part of a second start."""
    folders = (prepare.ROOT / "static", prepare.ROOT / "docs" / "manual" / "pictures")
    sources = [prepare.ROOT / "uv.lock", *(file for folder in folders for file in sorted(folder.rglob("*")))]
    state = hashlib.sha256(b"".join(file.read_bytes() for file in sources if file.is_file())).hexdigest()
    mark = options.data_dir / "static-collected"
    if mark.exists() and mark.read_text(encoding="ascii") == state and "CCTV_STATIC_ROOT" not in env:
        return
    step("整理靜態檔案 · Collecting static files")
    _manage(env, "collectstatic", "--noinput", "--verbosity=0")
    mark.write_text(state, encoding="ascii")


def _first_link(env: dict[str, str]) -> str:
    """Return a one-time link while nobody administers this installation; empty afterwards."""
    said = _manage(env, "first_administrator", "--json", may_refuse=True)
    return str(json.loads(said.splitlines()[-1])["link"]) if said else ""


def _manage(env: dict[str, str], command: str, *arguments: str, may_refuse: bool = False) -> str:
    return run([str(prepare.VENV_PYTHON), "manage.py", command, *arguments], env=env, may_refuse=may_refuse)


def _web(options: Options) -> list[str]:
    host = f"[{options.host}]" if ":" in options.host else options.host
    command = [
        str(prepare.VENV_PYTHON),
        "-m",
        "gunicorn",
        "cctv_admin.wsgi:application",
        f"--bind={host}:{options.port}",
    ]
    command += ["--workers=2", "--threads=4", "--graceful-timeout=10", "--log-level=warning", "--no-control-socket"]
    if options.tls:
        folder = options.data_dir / "tls"
        certificate = os.environ.get("CCTV_TLS_CERT") or folder / "certificate.pem"
        command += [f"--certfile={certificate}", f"--keyfile={os.environ.get('CCTV_TLS_KEY') or folder / 'key.pem'}"]
    return command


def _worker(options: Options) -> list[str]:
    schedule = options.data_dir / "beat-schedule"
    quiet = ["-W", "ignore:You're running the worker with superuser"]  # said by ourselves, in one line
    command = [str(prepare.VENV_PYTHON), *quiet, "-m", "celery", "--quiet", "--app=cctv_admin", "worker", "--beat"]
    command += [f"--schedule={schedule}", "--pool=threads", "--concurrency=2", "--loglevel=WARNING"]
    return [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"]


def _welcome(options: Options, env: dict[str, str], link: str) -> None:
    rule = "─" * 72
    say(
        f"\n{rule}\n監視錄影系統管理 已啟動，請用瀏覽器開啟 · Running, open in a browser:\n\n    {env['CCTV_PUBLIC_URL']}/\n"
    )
    if options.demo:
        say(f"示範帳號，密碼皆為 · Demo accounts, password  {DEMO_PASSWORD}")
        for account, role in DEMO_ACCOUNTS:
            say(f"    {account:<14} {role}")
    if link:
        say(f"請在 30 分鐘內建立第一位系統管理人員 · First administrator, within 30 minutes:\n\n    {link}\n")
    if options.makes_certificate:
        say(f"各裝置安裝憑證 · Trust the certificate:  {env['CCTV_PUBLIC_URL']}/help/certificate/")
    if os.geteuid() == 0:
        say("目前以 root 執行，正式使用請改用一般帳號 · Running as root; use an ordinary account for real work.")
    say(f"資料 · Data: {options.data_dir}\n停止 · Stop: Ctrl-C\n{rule}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\n已取消 · Cancelled")
        sys.exit(130)

"""Installing: each step looks first, and changes only what is not as it should be; a second run finds nothing to change."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from script.lib import prepare
from script.lib.install import database, environment, proxy, releases
from script.lib.install.machine import Failed, is_account, run
from script.lib.install.services import wait_until_ready
from script.lib.terminal import say

if TYPE_CHECKING:
    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.services import Services
    from script.lib.install.site import Site

PACKAGES = (
    *(prepare.Package(one.name, one.program, one.library, required=True) for one in prepare.SERVER_PACKAGES),
    prepare.Package("git", program="git", required=True),
    prepare.Package("ca-certificates", required=True),
    prepare.Package("postgresql-client", program="pg_dump", required=True),
    prepare.VENV_PACKAGE,
)
POSTGRESQL = prepare.Package("postgresql", required=True)
REDIS = prepare.Package("redis-server", program="redis-server", required=True)
CADDY = prepare.Package("caddy", program="caddy", required=True)


def install(machine: Machine, site: Site, options: Options, services: Services) -> None:
    """Install this code here, or see that it is installed. Raises Failed."""
    commit = releases.wanted_here()
    running = releases.running(site)
    if running is not None and running != releases.folder_of(site, commit):
        raise Failed(
            f"已安裝另一個版本（{running.name}）。升級請執行 {site.script} upgrade。\n"
            "Another version is installed; to change it run the same."
        )
    _packages(machine, options)
    _account(machine, site)
    _folders(machine, site, options)
    release = _release(machine, site, options, commit)
    known = environment.complete(machine, site, options)
    remember(machine, site, options)
    database.prepare_database(machine, site, options, known)
    if running is None and machine.change("建立資料表與權限 · Tables and rights"):
        migrate(site, release)
        verify(site, release)
    machine.link(site.current, release.relative_to(site.code))
    services.apply(machine)
    if options.caddy:
        proxy.apply(machine, site, options)
    _begin(machine, site, options, services)


def migrate(site: Site, release: Path) -> None:
    """Bring the tables to this release as their owner, and say anew what the product's own account may do. Raises Failed."""
    owner = environment.of_processes(site, owner=True)
    manage(site, release, ["migrate", "--noinput", "--verbosity=0"], owner)
    manage(site, release, ["grant_rights", f"{site.name}_app"], owner)


def verify(site: Site, release: Path) -> None:
    """Verify the ledger as the product sees it. Raises Failed."""
    manage(site, release, ["verify_ledger"], environment.of_processes(site))


def manage(site: Site, release: Path, words: list[str], env: dict[str, str]) -> str:
    """Run a command of a release's manage.py as the school's account; it need not be the one that runs. Raises Failed."""
    env = env | {"CCTV_STATIC_ROOT": str(release / "staticfiles")}
    return run([site.python(release), "manage.py", *words], env=env, user=site.user, cwd=release)


def _packages(machine: Machine, options: Options) -> None:
    """Servers are installed where they are to be on this machine."""
    wanted = [*PACKAGES, *([] if options.postgres else [POSTGRESQL])]
    wanted += [REDIS] if "//127.0.0.1" in options.redis and not options.postgres else []
    wanted += [CADDY] if options.caddy else []
    missing = [package for package in wanted if not package.is_there()]
    if missing and machine.change(f"安裝系統套件 · Packages: {' '.join(one.name for one in missing)}"):
        prepare.install(missing, start_services=True)


def _account(machine: Machine, site: Site) -> None:
    if not is_account(site.user) and machine.change(f"建立系統帳號 · System account {site.user}"):
        run(["useradd", "--system", "--user-group", "--home-dir", str(site.data), "--no-create-home",
             "--shell", "/usr/sbin/nologin", site.user])  # fmt: skip


def _folders(machine: Machine, site: Site, options: Options) -> None:
    backups = Path(options.backups or site.backups)
    machine.folder(site.code, 0o755)
    machine.folder(site.etc, 0o755)
    for folder in (site.data, backups):
        machine.folder(folder, 0o700, site.user)
    if not machine.dry and backups.stat().st_dev == site.data.stat().st_dev:
        say(
            f"請注意：備份資料夾 {backups} 與資料在同一顆磁碟，磁碟損壞時會一起失去。請以 --backups 指定另一顆磁碟或 NAS。\n"
            "Backups lie on the same disk as the data: name another one with --backups."
        )


def _release(machine: Machine, site: Site, options: Options, commit: str) -> Path:
    release = releases.folder_of(site, commit)
    if not (release / releases.MARK).exists() and not machine.dry:
        here = str(prepare.ROOT)
        releases.fetch(site, here)
        releases.come_from(site, options.source or releases.origin_of(here) or here)
    return releases.make(machine, site, commit, releases.label_of(site, commit))


def remember(machine: Machine, site: Site, options: Options) -> None:
    """Note what an upgrade, and installing again, must know of what was asked for; no secret stands in it."""
    asked = {
        "url": options.url, "port": options.port, "backups": options.backups,
        "recordings": list(options.recordings), "caddy": options.caddy, "internal_ca": options.internal_ca,
        "postgres": f"postgres://{options.database_host}" if options.postgres else "",
    }  # fmt: skip
    machine.file(site.asked, json.dumps(asked, indent=1) + "\n")


def _begin(machine: Machine, site: Site, options: Options, services: Services) -> None:
    if machine.dry or options.for_restore or not (machine.changes or services.lasts):
        return
    if not services.is_running():
        machine.change("啟動並等待就緒 · Starting, and waiting until it is ready")
        services.start()
    wait_until_ready(services, options.port)
    services.leave()


def welcome(machine: Machine, site: Site, options: Options) -> None:
    """Say what there is now, and what a person does next."""
    if machine.dry:
        say(
            f"\n試行：會變更 {machine.changes} 項，尚未變更任何東西。\nDry run: {machine.changes} changes; nothing was changed."
        )
        return
    if not machine.changes:
        say("沒有任何變更，一切如舊。Nothing had to be changed.")
        return
    release = releases.running(site) or site.current
    if options.for_restore:
        say(
            f"已準備，尚未啟動。接著還原 · Ready, not started. Now restore:\n"
            f"    {site.script} manage restore ARCHIVE --keys KEYS\n    systemctl start {site.name}.target"
        )
        return
    say(f"\n監視錄影系統管理 已安裝 · Installed: {options.url}/")
    try:
        said = manage(site, release, ["first_administrator", "--json"], environment.of_processes(site))
        say(
            f"請在 30 分鐘內建立第一位系統管理人員 · First administrator, within 30 minutes:\n    {json.loads(said)['link']}"
        )
    except Failed:
        pass
    say(
        f"接著 · Next:\n    {site.script} manage backup --keys …   另存金鑰，抄下通行碼 · keep the keys elsewhere\n"
        f"    {site.environment}   郵件、警報等設定 · mail, alarms\n"
        f"    {site.current}/docs/operations.md   維運手冊 · how it is run"
    )


def require_a_server(site: Site) -> None:
    """Raise Failed where nothing of this can be done."""
    if os.geteuid() != 0:
        raise Failed("請以 root 執行：sudo script/install。\nRun it as root: sudo script/install.")
    if not shutil.which("apt-get") and site.root == Path("/"):
        raise Failed(
            "只支援 Debian 與 Ubuntu；其他系統請用 docker-compose.yml。\nOnly Debian and Ubuntu; elsewhere use docker-compose.yml."
        )

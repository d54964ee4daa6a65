"""What systemd is told: three services that may read the code and write the data, and one name for all of them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from script.lib.install import environment

if TYPE_CHECKING:
    from script.lib.install.options import Options
    from script.lib.install.site import Site

WEB, WORKER, BEAT = "web", "worker", "beat"
TITLES = {WEB: "網站", WORKER: "背景程式", BEAT: "排程"}

# KillMode=mixed: the first process alone is asked to end. The children of Celery die of that signal amid a duty, and the
# time they were given would be for nothing.
UNIT = """\
# Written by script/install; put changes of your own into {unit}.d/*.conf, they are kept.
[Unit]
Description=監視錄影系統管理（{name}）{title}
Wants=network-online.target
After=network-online.target postgresql.service redis-server.service remote-fs.target
PartOf={name}.target
ConditionPathExists=!{unfinished}

[Service]
Type={type}
User={user}
Group={user}
WorkingDirectory={current}
EnvironmentFile={environment}
ExecStart={command}
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec={stop}
MemoryMax={memory}
SyslogIdentifier={name}-{part}
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
ReadWritePaths={writes}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""
TARGET = """\
# Written by script/install: systemctl start, stop, restart and status {name}.target mean all of it.
[Unit]
Description=監視錄影系統管理（{name}）
Wants={parts}

[Install]
WantedBy=multi-user.target
"""


def command(site: Site, part: str, port: int) -> list[str]:
    """Return what a part of the installation runs; the same as in docker-compose.yml."""
    python = [site.python(site.current), "-m"]
    if part == WEB:
        bind = f"--bind=127.0.0.1:{port}"
        return [*python, "gunicorn", "cctv_admin.wsgi:application", bind, "--workers=2", "--threads=4",
                "--graceful-timeout=25", "--log-level=warning", "--no-control-socket"]  # fmt: skip
    celery = [*python, "celery", "--quiet", "--app=cctv_admin"]
    if part == WORKER:
        return [*celery, "worker", "--concurrency=2", "--loglevel=WARNING", f"--hostname=worker@{site.name}"]
    return [*celery, "beat", f"--schedule={site.data / 'beat-schedule'}", "--loglevel=WARNING"]


def texts(site: Site, options: Options) -> dict[str, str]:
    """Return the units by the names of their files."""
    found = {f"{site.name}-{part}.service": _service(site, options, part) for part in TITLES}
    return found | {f"{site.name}.target": TARGET.format(name=site.name, parts=" ".join(found))}


def _service(site: Site, options: Options, part: str) -> str:
    said = environment.read(site.environment)
    backups = said.get("CCTV_BACKUP_DIR") or options.backups or site.backups
    # A folder that is not there (a NAS that is away) stops no start: the product itself says what it misses.
    writes = [
        str(site.data),
        *(
            f"-{one}"
            for one in (backups, said.get("CCTV_COPIES_DIR"), said.get("CCTV_KEYS_DIR"), *options.recordings)
            if one
        ),
    ]
    return UNIT.format(
        unit=f"{site.name}-{part}.service", name=site.name, part=part, title=TITLES[part], user=site.user,
        type="notify" if part == WEB else "exec", current=site.current, environment=site.environment,
        command=shlex.join(command(site, part, options.port)), unfinished=site.unfinished, writes=" ".join(writes),
        stop=30 if part == WEB else 300, memory="1G",
    )  # fmt: skip

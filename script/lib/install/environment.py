"""/etc/NAME/environment: what the operator set stays, what is missing is filled in. systemd reads the same file."""

from __future__ import annotations

import os
import secrets
import shlex
from typing import TYPE_CHECKING

from script.lib.install.machine import Failed

if TYPE_CHECKING:
    from pathlib import Path

    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.site import Site

HEAD = "# Every variable is explained in README.md. After a change: systemctl restart {name}.target\n"
PLAIN = ("PATH", "TZ", "TMPDIR")
"""What a command of ours takes along from the operator's own shell."""


def read(path: Path) -> dict[str, str]:
    """Return the variables a file sets, empty when it is not there. Raises Failed for a line that sets none."""
    found = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        name, equals, value = line.partition("=")
        try:
            (word,) = shlex.split(value) or [""]
        except ValueError:
            equals = ""
        if not equals:
            raise Failed(
                f"{path} 有一行不是「名稱=值」：{line}\nThat line sets no variable; put values with spaces in quotes."
            )
        found[name.strip()] = word
    return found


def complete(machine: Machine, site: Site, options: Options) -> dict[str, str]:
    """Add what is missing to the environment file and to the owner's; return both together, as the owner sees them."""
    said = read(site.environment)
    owner = read(site.owner)
    passwords = [secrets.token_urlsafe(24) for _ in range(2)]
    place = f"{options.database_host}/{site.name}"
    wanted = _wanted(site, options) | {"DATABASE_URL": f"postgres://{site.name}_app:{passwords[0]}@{place}"}
    missing = {name: value for name, value in wanted.items() if name not in said}
    if missing:
        kept = (
            site.environment.read_text(encoding="utf-8") if site.environment.exists() else HEAD.format(name=site.name)
        )
        kept += "" if kept.endswith("\n") or not kept else "\n"  # the last line of a hand is not always ended
        text = kept + "".join(f"{name}={shlex.quote(value)}\n" for name, value in missing.items())
        machine.file(site.environment, text, 0o640, group=site.user if not machine.dry else "root")
    if "DATABASE_URL" not in owner:
        owner = {"DATABASE_URL": f"postgres://{site.name}:{passwords[1]}@{place}"}
        machine.file(site.owner, f"DATABASE_URL={owner['DATABASE_URL']}\n", 0o600)
    return {**said, **missing, "OWNER_URL": owner["DATABASE_URL"]}


def of_processes(site: Site, *, owner: bool = False) -> dict[str, str]:
    """Return the environment of a command for this school; with `owner` it may change the tables."""
    here = {name: os.environ[name] for name in PLAIN if name in os.environ}
    return here | {"LANG": "C.UTF-8"} | read(site.environment) | (read(site.owner) if owner else {})


def _wanted(site: Site, options: Options) -> dict[str, str]:
    """Return what an environment file must have."""
    return {
        "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod",
        "CCTV_INSTANCE": site.name,
        "CCTV_DATA_DIR": str(site.data),
        "CCTV_BACKUP_DIR": str(options.backups or site.backups),
        "CCTV_STATIC_ROOT": str(site.current / "staticfiles"),
        "CCTV_PUBLIC_URL": options.url,
        "CCTV_BEHIND_PROXY": str(int(options.url.startswith("https://"))),
        "CCTV_BROKER_URL": options.redis,
        "CCTV_LOG_FORMAT": "json",
    }

"""script/install: read what was asked, do it, and say in one sentence why not when it cannot be done."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from script.lib.install import environment, releases
from script.lib.install.installing import install, remember, require_a_server, welcome
from script.lib.install.machine import Failed, Machine
from script.lib.install.options import parse
from script.lib.install.services import services_of
from script.lib.install.site import Site
from script.lib.install.upgrading import upgrade
from script.lib.terminal import say, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from script.lib.install.options import Options

CHANGES_TABLES = ("migrate", "restore")
"""Only the owner of the tables can; afterwards the product's own account is given its rights anew."""
SAID_BY_PEOPLE = ("CCTV_BACKUP_PASSPHRASE",)
"""What whoever runs a command may say by a variable, where nobody sits at a terminal; it stands in no file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked and return the exit code: 0 done, 1 refused or failed and nothing half done is left."""
    os.umask(0o022)
    try:
        options = parse(arguments)
        site = Site(options.name, options.root, options.account)
        require_a_server(site)
        machine = Machine(dry=options.dry_run)
        if options.verb == "manage":
            return _manage(site, options)
        services = services_of(site, options)
        if options.verb == "units":
            remember(machine, site, options)  # anew: earlier versions noted the queue's password, too
            services.apply(machine)
        elif options.verb == "upgrade":
            upgrade(machine, site, options, services)
        else:
            install(machine, site, options, services)
            welcome(machine, site, options)
    except Failed as failed:
        stop(str(failed))
    return 0


def _manage(site: Site, options: Options) -> int:
    """Run a command of manage.py with the school's settings, as its account, at this terminal."""
    release = releases.running(site)
    if release is None:
        raise Failed("這裡還沒有安裝，請先執行 script/install。\nNothing is installed here yet: script/install.")
    changes_tables = options.words[0] in CHANGES_TABLES
    env = environment.of_processes(site, owner=changes_tables) | {"HOME": str(site.data)}
    env |= {name: os.environ[name] for name in SAID_BY_PEOPLE if name in os.environ}
    who = ["setpriv", f"--reuid={site.user}", f"--regid={site.user}", "--clear-groups"]
    words = [*who, site.python(release), "manage.py"]
    code = subprocess.run([*words, *options.words], env=env, cwd=release, check=False).returncode
    if changes_tables and code == 0:
        code = subprocess.run(
            [*words, "grant_rights", f"{site.name}_app"], env=env, cwd=release, check=False
        ).returncode
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\n已取消 · Cancelled")
        sys.exit(130)

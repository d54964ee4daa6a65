"""An upgrade in a process of its own that is killed: by the migration of the version it goes to, or as it starts it."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from script.lib.install.machine import Machine
from script.lib.install.options import Options
from script.lib.install.services import ByHand
from script.lib.install.site import Site
from script.lib.install.upgrading import upgrade


class Dark(ByHand):
    """The power is cut as soon as something is started: nothing of it survives."""

    def start(self) -> None:
        """End here and now."""
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Upgrade the site named on the command line to the tag that is named there."""
    tag, name, root, account, port = json.loads(sys.argv[1])
    site = Site(name, Path(root), account)
    options = Options(verb="upgrade", words=(tag,), name=name, root=Path(root), account=account, port=port)
    upgrade(Machine(), site, options, Dark(site, options))

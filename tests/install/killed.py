"""An upgrade in a process of its own, to a version whose migration kills it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from script.lib.install.machine import Machine
from script.lib.install.options import Options
from script.lib.install.services import ByHand
from script.lib.install.site import Site
from script.lib.install.upgrading import upgrade


def main() -> None:
    """Upgrade the site named on the command line."""
    name, root, account, port = json.loads(sys.argv[1])
    site = Site(name, Path(root), account)
    options = Options(verb="upgrade", words=("killed",), name=name, root=Path(root), account=account, port=port)
    upgrade(Machine(), site, options, ByHand(site, options))

"""Who acts at the shell: no account of the product, but somebody the machine knows."""

from __future__ import annotations

import getpass

from ledger.choices import OPERATOR
from ledger.rules import Actor


def operator() -> Actor:
    """Return the operator of the shell as the ledger names him."""
    return Actor(name=f"{OPERATOR} {getpass.getuser()}")

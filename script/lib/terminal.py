"""What script/* says: one understandable line a step."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BEGAN = time.monotonic()


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def step(text: str) -> None:
    """Announce a step with the seconds since the start."""
    say(f"[{time.monotonic() - _BEGAN:5.1f} s] {text}")


def stop(text: str) -> NoReturn:
    """Say why it cannot go on, and what to do; exit 1."""
    print(f"\n無法繼續 · Cannot go on\n{text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(
    arguments: Sequence[str], *, env: Mapping[str, str] | None = None, advice: str = "", may_refuse: bool = False
) -> str:
    """Run a command quietly and return what it printed; when it fails, show its last lines with `advice` and exit 1.

    With `may_refuse` a Django command that says CommandError is no failure: it had nothing to do, and "" is returned.
    """
    done = subprocess.run(
        arguments,
        env=env,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if may_refuse and "CommandError" in done.stdout:
        return ""
    if done.returncode:
        lines = done.stdout.strip().splitlines()[-25:]
        stop("\n".join([" ".join(arguments), *lines, advice]).strip())
    return done.stdout

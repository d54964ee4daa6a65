"""script/bench: runs bench/NAME.py, all that measure without a name, and lends them a throw-away PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from script.lib import prepare, servers
from script.lib.terminal import say, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

BENCH = prepare.ROOT / "bench"
BY_NAME_ONLY = {"mutation", "scan"}
"""What measures no speed and takes hours."""
PAGE = "benchmarks"
"""What puts all there is on one page, after whatever ran."""


def main(names: Sequence[str]) -> int:
    """Run the named benches one after another; return 0 when each did. `BENCH_POSTGRES_URL` is theirs to use."""
    known = sorted(path.stem for path in BENCH.glob("*.py") if "__main__" in path.read_text(encoding="utf-8"))
    if unknown := set(names) - set(known):
        stop(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.")
    prepare.prepare(prepare.TEST_PACKAGES, dev=True)
    with contextlib.ExitStack() as stack:
        env = dict(os.environ)
        try:
            env["BENCH_POSTGRES_URL"] = stack.enter_context(servers.postgresql())
        except servers.ServerMissing as missing:
            say(f"Without PostgreSQL: {missing}")
        wanted = [name for name in names or sorted(set(known) - BY_NAME_ONLY) if name != PAGE]
        return max(_bench(name, env) for name in [*wanted, PAGE])


def _bench(name: str, env: dict[str, str]) -> int:
    say(f"\n── bench {name} " + "─" * max(4, 68 - len(name)))
    module = [str(prepare.VENV_PYTHON), "-m", f"bench.{name}"]
    return subprocess.run(module, cwd=prepare.ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The ledger against its peers: `uv run python -m bench.ledger [--rows 1000000]`.

append   save + ledger entry in one transaction, against django-simple-history's create of the same model in one.
proof    the root over 100,000 entries and the path that proves one of them, with no tree stored.
verify   the whole of `verify_ledger`, against a bare hashlib chain over the same bodies in memory.

SQLite always; PostgreSQL too when BENCH_POSTGRES_URL names a server on which a throw-away database may be made. The
SQLite file lies in memory (/dev/shm) where there is such a place, so that the work is compared and not the disk, which
costs both sides the same; `--folder` puts it elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.report import Line, publish

TARGETS = {"sqlite": ("≤ 0.65", "≥ 0.15"), "postgresql": ("≤ 0.80", "≥ 0.05")}


def main() -> None:
    """Run the measurements once per database, each in a process of its own, and publish them together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="entries to verify")
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
    parser.add_argument("--folder", default=memory, help="where the throw-away data lies (default: %(default)s)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        json.dump([asdict(line) for line in _measure(options.rows)], sys.stdout)
        return
    urls = ["", os.environ["BENCH_POSTGRES_URL"]] if "BENCH_POSTGRES_URL" in os.environ else [""]
    lines = [line for url in urls for line in _measure_apart(url, options.rows, options.folder)]
    publish("ledger", lines)


def _measure_apart(url: str, rows: int, place: str | None) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="cctv-bench-", dir=place) as folder:
        environment = os.environ | {"CCTV_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        command = [sys.executable, "-m", "bench.ledger", "--here", "--rows", str(rows)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return [Line(**line) for line in json.loads(done.stdout)]


def _measure(rows: int) -> list[Line]:
    import django  # noqa: PLC0415 - the settings stand in this process's environment only

    django.setup()
    from django.db import connection  # noqa: PLC0415

    from bench import ledger_runs  # noqa: PLC0415

    append_target, verify_target = TARGETS[connection.vendor]
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return [
            ledger_runs.appending(append_target), ledger_runs.verifying(rows, verify_target),
            ledger_runs.proving(min(rows, 100_000)),
        ]  # fmt: skip
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()

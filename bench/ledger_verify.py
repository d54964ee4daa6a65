"""One timed `verify` in a process of its own: prints seconds, peak KiB before it, peak KiB after it."""

from __future__ import annotations

import os
import sys
import time

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
    django.setup()
    from bench.ledger_runs import live_cases, peak_memory  # noqa: PLC0415 - needs the settings
    from ledger import services, witnesses  # noqa: PLC0415

    rows = int(sys.argv[1])
    witnesses.register("調閱案件", lambda: live_cases(rows))
    before, begun = peak_memory(), time.perf_counter()
    report = services.verify()
    seconds = time.perf_counter() - begun
    assert report.ok, report
    assert report.tip.sequence == rows
    print(seconds, before, peak_memory())


main()

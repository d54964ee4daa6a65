"""kill -9 at two hundred random instants of a pass over 5,000 files."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import ENFORCE, KILLED, Station, warm
from tests.retention.recordings import left

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200


@pytest.mark.long
@pytest.mark.parametrize("part", range(2))
def test_killed_at_any_instant_it_completes_with_one_record(tmp_path: Path, part: int) -> None:
    station = Station(tmp_path / "station", hours=10, every=25)
    assert len(station.files) > 4500
    chance = random.Random(part)  # noqa: S311
    kills = resumed = 0
    with warm(station) as started:
        station.restore()
        began = time.monotonic()
        assert started.run(*ENFORCE).code == 0
        lasts = time.monotonic() - began
        while kills < KILLS // 2:
            station.restore()
            pid = started.start(*ENFORCE)
            started.let_go()
            time.sleep(chance.uniform(0, lasts))
            os.kill(pid, signal.SIGKILL)
            if started.ended().code != KILLED:
                continue
            kills += 1
            assert station.expected <= left(station.root)
            resumed += len(left(station.root)) < len(station.files)
            assert started.run(*ENFORCE).code == 0
            station.assert_truthful()
            assert started.run(*ENFORCE).sources[0]["result"] == "nothing"
            assert started.run("verify_ledger").code == 0
    shutil.rmtree(tmp_path / "station")
    assert resumed > KILLS // 20, "many were killed while they unlinked"

"""kill -9 at every call of a pass that changes anything: started again, the work is completed with one truthful record."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import ENFORCE, KILLED
from tests.retention.recordings import left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.retention.faults.station import Station, Warm

pytestmark = [
    pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine"),
    pytest.mark.counted_elsewhere,
]
CALLS = (
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "write", "pwrite64", "fsync", "fdatasync", "ftruncate",
    "rmdir", "mkdir",
)  # fmt: skip
STRIPES = {"pwrite64": 4, "unlinkat": 2}
"""The calls made most are shared between several tests, so that both processors have work."""
PARTS = [(call, part) for call in CALLS for part in range(STRIPES.get(call, 1))]


def killed(station: Station, started: Warm, call: str, number: int) -> bool:
    """Kill a pass as it enters this call for the n-th time; say whether it came to it."""
    station.restore()
    inject = f"inject={call}:signal=SIGKILL:when={number}"
    done, _ = started.traced("-e", f"trace={call}", "-e", inject)
    assert done.code in {KILLED, 0}, done.output
    return done.code == KILLED


def assert_completes(station: Station, started: Warm) -> None:
    """Started again it ends well; nothing is left to do; the disk, the records and the ledger agree."""
    untouched = left(station.root)
    assert station.expected <= untouched
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
    records = station.records()
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
    assert station.records() == records
    assert not list((station.data / "retention" / "manifests").glob("*.part"))
    verified = started.run("verify_ledger")
    assert verified.code == 0, verified.output


def exhaust(station: Station, started: Warm, call: str, numbers: Iterable[int]) -> int:
    """Try the numbers until a pass ends before it comes to the call; return how often one was killed."""
    kills = 0
    for number in numbers:
        if not killed(station, started, call, number):
            return kills
        kills += 1
        assert_completes(station, started)
    return kills


@pytest.mark.long
@pytest.mark.parametrize(("call", "part"), PARTS)
def test_killed_at_every_call_it_completes_with_one_record(
    station: Station, started: Warm, call: str, part: int
) -> None:
    stripes = STRIPES.get(call, 1)
    _, trace = started.traced("-e", f"trace={call}")
    made = sum(f" {call}(" in line for line in trace)
    kills = exhaust(station, started, call, itertools.count(part + 1, stripes))
    assert kills >= made // stripes * 9 // 10


@pytest.mark.parametrize(
    ("call", "numbers"),
    [("unlinkat", (1, 40, 79)), ("rename", (1,)), ("renameat", (1, 2)), ("fsync", (2,)), ("fdatasync", (5,))],
)
def test_killed_at_a_few_calls_it_completes_with_one_record(
    station: Station, started: Warm, call: str, numbers: tuple[int, ...]
) -> None:
    assert exhaust(station, started, call, numbers) == len(numbers)


def test_killed_in_a_new_process_it_completes_with_one_record(station: Station, started: Warm) -> None:
    kill = ("-e", "trace=unlinkat", "-e", "inject=unlinkat:signal=SIGKILL:when=30")
    done = station.command(*ENFORCE, before=("strace", "-f", "-qq", "-o", "/dev/null", *kill))
    assert done.code == KILLED
    assert station.expected < left(station.root) < station.files
    assert_completes(station, started)

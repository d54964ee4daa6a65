"""kill -9 at every call of an intake: no half copy is ever 已備份, no key outlives its copy, and the work can go on."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import KILLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.retention.faults.station import Station, Warm

pytestmark = [
    pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine"),
    pytest.mark.counted_elsewhere,
]
CALLS = ("mkdir", "openat", "write", "fsync", "rename", "renameat", "pwrite64", "fdatasync", "ftruncate", "unlink")
WAYS = ("upload", "shell", "folder", "finish")
EVERY = {"openat": 7, "pwrite64": 3}
"""Of the calls that every statement of SQLite makes, so many are passed over."""


def words(way: str, file: Path) -> Sequence[str]:
    """Return the command that takes a file in, in one of the ways it can come."""
    if way == "upload":
        return ("-m", "tests.copies.faults.acts", "upload", str(file))
    if way == "shell":
        return ("evidence", "add", str(file), "--hold", "2", "--json")
    return ("evidence", "make", "--json")


def begin(station: Station, process: Warm, way: str, file: Path) -> None:
    """Put the school back to where the killed step begins."""
    station.restore()
    if way in {"shell", "finish"}:  # these have nothing to do with the folder job
        station.change("UPDATE retention_evidencecopy SET not_before = '2099-01-01' WHERE way = 'folder'")
    if way == "finish":
        assert process.run(*words("upload", file)).code == 0


def assert_truthful(station: Station, process: Warm, plain: bytes) -> None:
    """Whatever happened: what is called finished is whole, what was given up has no key, the ledger agrees."""
    digest = hashlib.sha256(plain).hexdigest()
    for copy in station.rows("SELECT * FROM retention_evidencecopy"):
        if copy["state"] == "finished" and copy["way"] != "folder":
            assert (copy["sha256"], copy["size"]) == (digest, len(plain))
        assert (copy["identity"] == "") == (copy["state"] in {"abandoned", "destroying", "destroyed"})
    assert process.run("evidence", "check").code == 0
    (task,) = station.rows("SELECT * FROM retention_backuptask")
    finished = station.rows("SELECT number FROM retention_evidencecopy WHERE state = 'finished'")
    assert (task["closed_at"] is not None) == bool(finished)
    verified = process.run("verify_ledger")
    assert verified.code == 0, verified.output


def assert_goes_on(station: Station, process: Warm, way: str, file: Path, plain: bytes) -> None:
    """Done again, the copy is made, once."""
    assert_truthful(station, process, plain)
    for _ in range(2):
        done = process.run(*words(way, file))
        assert done.code == 0, done.output
        if way == "shell":
            break
    made = process.run("evidence", "make")
    assert made.code == 0, made.output
    kind = "folder" if way == "folder" else "shell" if way == "shell" else "upload"
    finished = station.rows(f"SELECT * FROM retention_evidencecopy WHERE way = '{kind}' AND state = 'finished'")
    assert len(finished) == 1 or (kind == "shell" and len(finished) == 2)
    assert_truthful(station, process, plain)


def exhaust(
    station: Station, process: Warm, way: str, call: str, file: Path, plain: bytes, numbers: Iterable[int]
) -> int:
    """Kill at these calls until a run ends before it comes to one; return how often one was killed."""
    kills = 0
    for number in numbers:
        begin(station, process, way, file)
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        done, _ = process.traced("-e", f"trace={call}", "-e", inject, args=words(way, file))
        assert done.code in {KILLED, 0}, done.output
        if done.code == 0:
            return kills
        kills += 1
        assert_goes_on(station, process, way, file, plain)
    return kills


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("way", WAYS)
def test_killed_at_every_call_no_half_copy_is_a_copy(
    school_folder: Station, process: Warm, file: Path, plain: bytes, way: str, call: str
) -> None:
    begin(school_folder, process, way, file)
    _, trace = process.traced("-e", f"trace={call}", args=words(way, file))
    made = sum(f" {call}(" in line for line in trace)
    numbers = itertools.count(1, EVERY.get(call, 1))
    kills = exhaust(school_folder, process, way, call, file, plain, numbers)
    assert kills >= made // EVERY.get(call, 1) // 2  # two threads write, and strace counts for each of them


@pytest.mark.parametrize(
    ("way", "call", "numbers"),
    [
        ("upload", "renameat", (1, 2)),
        ("shell", "fsync", (3,)),
        ("folder", "fsync", (2,)),
        ("finish", "fdatasync", (1,)),
    ],
)
def test_killed_at_a_few_calls_no_half_copy_is_a_copy(
    school_folder: Station, process: Warm, file: Path, plain: bytes, way: str, call: str, numbers: tuple[int, ...]
) -> None:
    assert exhaust(school_folder, process, way, call, file, plain, numbers) == len(numbers)


def test_the_calls_that_matter_are_made(school_folder: Station, process: Warm, file: Path) -> None:
    """A matrix over calls nobody makes would prove nothing."""
    begin(school_folder, process, "upload", file)
    _, trace = process.traced("-e", f"trace={','.join(CALLS)}", args=words("upload", file))
    for call in ("mkdir", "write", "fsync", "renameat", "pwrite64", "fdatasync"):
        assert any(f" {call}(" in line for line in trace), call

"""kill -9 and failing calls anywhere in a destruction of three copies: no key outlives its copy, one record each, nothing half."""

from __future__ import annotations

import itertools
import shutil
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.retention.faults.station import KILLED, Station, Warm, warm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = [
    pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine"),
    pytest.mark.counted_elsewhere,
]
CALLS = (
    "write", "fsync", "rename", "renameat", "unlink", "unlinkat", "rmdir", "pwrite64", "fdatasync", "ftruncate", "mkdir",
)  # fmt: skip
STRIPES = {"pwrite64": 4}
"""The call made most is shared between several tests, so that both processors have work."""
PARTS = [(call, part) for call in CALLS for part in range(STRIPES.get(call, 1))]
FAILING = {
    "write": 1,
    "fsync": 1,
    "unlinkat": 1,
    "rmdir": 1,
    "openat": 9,
    "pwrite64": 7,
    "fdatasync": 2,
    "getdents64": 1,
}
"""The calls that are let fail, and how far apart."""
DESTROY = ("-m", "tests.copies.faults.ends", "destroy")
NO_MORE = {"destroying", "destroyed"}


@pytest.fixture(scope="module")
def made_end(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A school with three copies past their day."""
    folder = tmp_path_factory.mktemp("end")
    station = Station(folder)
    with warm(station) as process:
        done = process.run("-m", "tests.copies.faults.ends", "prepare")
        assert done.code == 0, done.output
    station.keep()
    yield station
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def school(made_end: Station) -> Station:
    """The same, put back."""
    made_end.restore()
    return made_end


@pytest.fixture(scope="module")
def started(made_end: Station) -> Iterator[Warm]:
    """Its started interpreter."""
    with warm(made_end) as process:
        yield process


def copies(station: Station) -> list[dict[str, Any]]:
    return station.rows("SELECT * FROM retention_evidencecopy WHERE way = 'shell' ORDER BY id")


def bytes_of(station: Station, copy: dict[str, Any]) -> set[str]:
    folder = station.data / "copies" / uuid.UUID(str(copy["key"])).hex
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def lines(station: Station) -> str:
    path = station.data / "copies" / "destroyed.jsonl"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def records(station: Station) -> Counter[str]:
    verb = "retention.copy_destroyed"
    return Counter(row["subject"] for row in station.rows(f"SELECT subject FROM ledger_entry WHERE verb = '{verb}'"))


def assert_nothing_half(station: Station) -> None:
    """At any instant: a key is there or the copy is on its end; bytes go after the key; a record only of what is gone."""
    written = lines(station)
    for copy in copies(station):
        has_key, state = copy["identity"] != "", copy["state"]
        assert has_key == (state not in NO_MORE)
        if has_key:
            assert bytes_of(station, copy) == {"00000001.age"}
        else:
            assert str(uuid.UUID(str(copy["key"]))) in written, "known outside the database before the key goes"
        assert records(station)[f"留存檔 {copy['number']}"] == (state == "destroyed")


def assert_completes(station: Station, started: Warm, *, runs: int = 1) -> None:
    """Started again all of it is gone, with one record each; another run changes nothing."""
    assert_nothing_half(station)
    for _ in range(runs):
        done = started.run(*DESTROY)
    assert done.code == 0, done.output
    assert_nothing_half(station)
    made = copies(station)
    assert [copy["state"] for copy in made] == ["destroyed"] * 3
    assert not any(bytes_of(station, copy) for copy in made)
    items = station.rows("SELECT copy_id FROM retention_destructionitem WHERE destroyed_at IS NOT NULL")
    assert Counter(row["copy_id"] for row in items) == Counter(copy["id"] for copy in made)
    assert not station.rows("SELECT * FROM retention_destructionitem WHERE ended_at IS NULL")
    gone = [line for line in lines(station).splitlines() if '"step": "gone"' in line and line.endswith("}")]
    assert {copy["number"] for copy in made} == set(_numbers(gone))
    before = records(station)
    assert started.run(*DESTROY).code == 0
    assert records(station) == before
    verified = started.run("verify_ledger")
    assert verified.code == 0, verified.output


def _numbers(gone: Iterable[str]) -> Iterator[str]:
    for line in gone:
        yield line.split('"number": "')[1].split('"')[0]


def exhaust(station: Station, started: Warm, call: str, numbers: Iterable[int]) -> int:
    """Kill at these calls until a run ends before it comes to one; return how often one was killed."""
    kills = 0
    for number in numbers:
        station.restore()
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        done, _ = started.traced("-e", f"trace={call}", "-e", inject, args=DESTROY)
        assert done.code in {KILLED, 0}, done.output
        if done.code == 0:
            return kills
        kills += 1
        assert_completes(station, started)
    return kills


@pytest.mark.long
@pytest.mark.parametrize(("call", "part"), PARTS)
def test_killed_at_every_call_it_completes_with_one_record_each(
    school: Station, started: Warm, call: str, part: int
) -> None:
    stripes = STRIPES.get(call, 1)
    _, trace = started.traced("-e", f"trace={call}", args=DESTROY)
    made = sum(f" {call}(" in line for line in trace)
    assert exhaust(school, started, call, itertools.count(part + 1, stripes)) >= made // stripes * 8 // 10


@pytest.mark.parametrize(
    ("call", "numbers"),
    [("write", (2, 3)), ("fsync", (3, 6)), ("unlinkat", (2,)), ("rmdir", (2,)), ("fdatasync", (9,))],
)
def test_killed_at_a_few_calls_it_completes_with_one_record_each(
    school: Station, started: Warm, call: str, numbers: tuple[int, ...]
) -> None:
    assert exhaust(school, started, call, numbers) == len(numbers)


def failing(station: Station, started: Warm, call: str, error: str, number: int) -> bool:
    """Let one call fail; say whether it was met."""
    station.restore()
    inject = f"inject={call}:error={error}:when={number}"
    done, trace = started.traced("-e", f"trace={call}", "-e", inject, args=DESTROY)
    assert done.code in {0, 1}, done.output
    return any("(INJECTED)" in line for line in trace)


@pytest.mark.long
@pytest.mark.parametrize("call", FAILING)
@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EACCES"])
def test_whatever_call_fails_the_next_runs_put_it_right(school: Station, started: Warm, call: str, error: str) -> None:
    tried = 0
    for number in itertools.count(1, FAILING[call]):
        if not failing(school, started, call, error, number):
            break
        tried += 1
        assert_completes(school, started, runs=2)
    assert tried


@pytest.mark.parametrize(("call", "number"), [("unlinkat", 2), ("write", 2), ("rmdir", 1)])
def test_a_call_that_fails_is_put_right_by_the_next_runs(
    school: Station, started: Warm, call: str, number: int
) -> None:
    assert failing(school, started, call, "EIO", number)
    assert_completes(school, started, runs=2)


def test_the_calls_that_matter_are_made(school: Station, started: Warm) -> None:
    """A matrix over calls nobody makes would prove nothing."""
    _, trace = started.traced("-e", f"trace={','.join(CALLS)}", args=DESTROY)
    for call in ("write", "fsync", "renameat", "unlinkat", "rmdir", "pwrite64", "fdatasync"):
        assert any(f" {call}(" in line for line in trace), call

"""kill -9 at every call of a restore: nothing came, or the target says that it is half-way; done again, all is there."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.backup.faults.on_postgresql import PostgresStation
from tests.retention.faults.station import KILLED, Station, Warm, warm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine"),
    pytest.mark.counted_elsewhere,
]
SERVER = os.environ.get("DATABASE_URL", "")
IN_FOLDERS = {"openat": 40, "write": 3, "fsync": 1, "mkdir": 1, "rename": 1, "unlink": 2}
EVERY = IN_FOLDERS | ({"sendto": 10} if SERVER else {"pwrite64": 60, "fdatasync": 1})
"""At which calls it is killed; of those it makes by the hundred, so many are passed over. PostgreSQL is told by `sendto`."""
TABLES = ("accounts_user", "retention_hold", "retention_evidencecopy", "retention_copypart", "files_storedfile")


@dataclass(frozen=True)
class Target:
    """An empty installation with the keys of the school whose backup it gets, and what must be there in the end."""

    station: Station
    process: Warm
    archive: Path
    rows: dict[str, list[dict[str, Any]]]
    copies: dict[str, bytes]

    def restore(self) -> tuple[str, ...]:
        """Return the words of the command."""
        return ("restore", str(self.archive), "--json")

    @property
    def note(self) -> Path:
        """What says that it is half-way."""
        return self.station.data / "restore-begun.json"

    @property
    def length(self) -> int:
        """How long the ledger is."""
        return len(self.station.rows("SELECT sequence FROM ledger_entry"))

    def assert_nothing_came(self) -> None:
        """Nobody, no entry, no file."""
        assert [len(self.station.rows(f"SELECT * FROM {table}")) for table in TABLES] == [0] * len(TABLES)
        assert copies_in(self.station) == {}

    def assert_all_is_there(self) -> None:
        """Every row and part; the ledger agrees; destruction waits for a person; it is an entry, once."""
        assert {table: known(self.station, table) for table in TABLES} == self.rows
        assert copies_in(self.station) == self.copies
        verified = self.process.run("verify_ledger")
        assert verified.code == 0, verified.output
        waiting = (
            "SELECT restored_at FROM retention_footagesource UNION ALL SELECT restored_at FROM retention_copystore"
        )
        assert all(row["restored_at"] for row in self.station.rows(waiting))
        assert len(self.station.rows("SELECT * FROM ledger_entry WHERE verb = 'work.backup_restored'")) == 1


def known(station: Station, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table, but for what a check writes."""
    rows = station.rows(f"SELECT * FROM {table} ORDER BY 1")
    return [{name: value for name, value in row.items() if name != "checked_at"} for row in rows]


def copies_in(station: Station) -> dict[str, bytes]:
    """Return every part of every copy."""
    place = station.data / "copies"
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*.age")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A school with a finished copy, its backup, and beside nothing but its keys an empty database."""
    folder = tmp_path_factory.mktemp("restored")
    station = PostgresStation(folder, SERVER) if SERVER else Station(folder)
    file, backups = folder / "file.mp4", folder / "backups"
    with warm(station) as process:
        for words in (
            ("-m", "tests.copies.faults.acts", "prepare", "10", str(file)),
            ("-m", "tests.copies.faults.acts", "upload", str(file)),
            ("evidence", "make", "--json"),
            ("backup", "--to", str(backups), "--json"),
        ):
            done = process.run(*words)
            assert done.code == 0, done.output
    archive = backups / json.loads(done.output.splitlines()[-1])["name"]
    rows, copies = {table: known(station, table) for table in TABLES}, copies_in(station)
    assert copies
    keys = folder / "keys"
    shutil.copytree(station.data / "keys", keys)
    shutil.rmtree(station.data)
    station.data.mkdir()
    if isinstance(station, PostgresStation):
        station.start_empty()
    shutil.copytree(keys, station.data / "keys")
    assert station.command("migrate", "--verbosity=0").code == 0
    station.keep()
    with warm(station) as process:
        yield Target(station, process, archive, rows, copies)
    if isinstance(station, PostgresStation):
        station.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def target(made: Target) -> Target:
    """The same, put back."""
    made.station.restore()
    return made


def exhaust(target: Target, call: str, numbers: Iterable[int]) -> int:
    """Kill at these calls until a run ends before it comes to one; return how often one was killed."""
    kills = 0
    for number in numbers:
        target.station.restore()
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        done, _ = target.process.traced("-e", f"trace={call}", "-e", inject, args=target.restore())
        assert done.code in {KILLED, 0}, done.output
        if done.code == KILLED:
            kills += 1
            goes_on(target)
        target.assert_all_is_there()
        if done.code == 0:
            break
    return kills


def goes_on(target: Target) -> None:
    """What the kill left is nothing, or says so; done again it comes to its end."""
    if target.note.exists():
        health = target.process.run("check")
        assert "還原沒有做完" in health.output
        assert health.code != 0
    elif target.length:
        return  # killed after its last write
    else:
        target.assert_nothing_came()
    done = target.process.run(*target.restore())
    assert done.code == 0, done.output
    assert not target.note.exists()


@pytest.mark.parametrize("call", EVERY)
def test_killed_at_every_call_it_can_be_done_again(target: Target, call: str) -> None:
    _, trace = target.process.traced("-e", f"trace={call}", args=target.restore())
    made = sum(f" {call}(" in line for line in trace)
    kills = exhaust(target, call, itertools.count(1, EVERY[call]))
    assert kills >= made // EVERY[call] // 2


def test_another_backup_is_refused_where_one_was_brought_back_and_not_checked(target: Target) -> None:
    done = target.process.run(*target.restore())
    assert done.code == 0, done.output
    target.note.write_text(json.dumps({"archive": target.archive.name, "rows": 1, "files": 1}))
    other = target.archive.with_name("other.tar.age")
    shutil.copy(target.archive, other)
    refused = target.process.run("restore", str(other))
    assert target.archive.name in refused.output
    assert refused.code != 0
    assert target.process.run(*target.restore()).code == 0
    target.assert_all_is_there()

"""One school a worker, with a hold whose copy is on its way; put back before each run."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.copies.faults.acts import PLAIN
from tests.copies.making import file_of
from tests.retention.faults.station import Station, Warm, warm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A folder of recordings of ten days ago of C02, a hold on that hour, an upload begun."""
    folder = tmp_path_factory.mktemp("school")
    station = Station(folder)
    with warm(station) as process:
        done = process.run("-m", "tests.copies.faults.acts", "prepare", "10", str(folder / "file.mp4"))
        assert done.code == 0, done.output
    station.keep()
    yield station
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def school_folder(made_school: Station) -> Station:
    """The same, put back."""
    made_school.restore()
    return made_school


@pytest.fixture(scope="session")
def process(made_school: Station) -> Iterator[Warm]:
    """Its started interpreter."""
    with warm(made_school) as started:
        yield started


@pytest.fixture(scope="session")
def plain() -> bytes:
    """The file that is taken in: a part and a quarter."""
    return file_of(PLAIN)


@pytest.fixture
def file(made_school: Station) -> Path:
    """Where it lies."""
    return made_school.folder / "file.mp4"


@pytest.fixture(scope="session", autouse=True)
def runs_once() -> None:
    """Processes of their own on SQLite: the run on PostgreSQL need not repeat them."""
    if "DATABASE_URL" in os.environ:
        pytest.skip("starts processes of its own: runs once, on SQLite")

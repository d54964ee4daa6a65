"""One school a worker, made once and put back before each run."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import Station, Warm, warm

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def made_station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """About 200 files."""
    folder = tmp_path_factory.mktemp("station")
    yield Station(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def station(made_station: Station) -> Station:
    """The same, put back."""
    made_station.restore()
    return made_station


@pytest.fixture(scope="session")
def started(made_station: Station) -> Iterator[Warm]:
    """Its started interpreter."""
    with warm(made_station) as process:
        yield process


@pytest.fixture(scope="session", autouse=True)
def runs_once() -> None:
    """Processes of their own on SQLite: the run on PostgreSQL need not repeat them."""
    if "DATABASE_URL" in os.environ:
        pytest.skip("starts processes of its own: runs once, on SQLite")

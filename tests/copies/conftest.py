"""A folder of copies of one's own, and a clock that is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.copies.making import sure

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast


@pytest.fixture(autouse=True)
def copies_dir(settings: Any, tmp_path: Path) -> Path:
    """Where the copies lie."""
    settings.COPIES_DIR = tmp_path / "copies"
    return tmp_path / "copies"


@pytest.fixture
def believed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """Somebody read the recorder's clock today."""
    sure(cameras, now)

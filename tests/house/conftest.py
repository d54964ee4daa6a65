"""The world for the tables over all addresses, at the fixed moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.house.world import World, build_world

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


@pytest.fixture
def world(cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None) -> World:
    """A case at each place of the chain, a viewing, a fault, an inspection, a check, a deputy, copies and their end."""
    return build_world(cast, cameras, now)


@pytest.fixture
def only_answers(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    """Neither print the papers nor count what waits for thousands of pages: who gets which answer is asked. --long does."""
    if pytestconfig.getoption("--long"):
        return
    monkeypatch.setattr("printing.documents.renderer.HTML.write_pdf", lambda *_, **__: b"%PDF-1.7")
    monkeypatch.setattr("cctv_admin.context_processors._numbers", lambda *_: (0, 0))

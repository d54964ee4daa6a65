"""The world for the tables over all addresses, at the fixed moment."""

from __future__ import annotations

import pytest


@pytest.fixture
def only_answers(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    """Neither print the papers nor count what waits for thousands of pages: who gets which answer is asked. --long does."""
    if pytestconfig.getoption("--long"):
        return
    monkeypatch.setattr("printing.documents.renderer.HTML.write_pdf", lambda *_, **__: b"%PDF-1.7")
    monkeypatch.setattr("cctv_admin.context_processors._numbers", lambda *_: (0, 0))

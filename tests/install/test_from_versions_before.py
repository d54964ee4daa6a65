"""A school that installed an earlier version, and has worked with it, comes to this one with everything it had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from script.lib import prepare
from script.lib.install import releases
from tests.house.source import ROOT
from tests.install.conftest import Server, clone, git, server_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.install.conftest import Engines

pytestmark = pytest.mark.long
BEFORE = {
    "the first that could be installed": "5c5ed7402ad73bc23ff7d38f211abd885399a60f",
    "accounts with lives of their own": "4ff9cc9",
}
"""Commits of this history; what a school may have installed. One is added with every version that is published."""
TABLES = (
    "requests_reviewrequest", "requests_viewingsession", "retention_evidencecopy", "retention_hold", "maintenance_fault",
    "maintenance_inspection", "cameras_camera", "accounts_appointment",
)  # fmt: skip


@pytest.fixture(scope="module", params=list(BEFORE.values()), ids=list(BEFORE))
def school(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, engines: Engines
) -> Iterator[Server]:
    """A school on an earlier version, with the sample school's years in it."""
    commit = request.param
    if git(ROOT, "rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("this clone has no history")
    old = clone(tmp_path_factory.mktemp("old") / "code")
    git(old, "checkout", "--quiet", commit)
    server = server_at(tmp_path_factory.mktemp("school"), f"from_{commit[:7]}", engines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "ROOT", old)
        server.install()
    server.manage("seed_demo", CCTV_DEMO="1")
    yield server
    server.services.stop()


def rows(server: Server) -> dict[str, int]:
    """Return how many rows each table of evidence has."""
    return {table: int(server.ask(f"SELECT count(*) FROM {table}")) for table in TABLES}


def test_everything_is_there_the_ledger_verifies_and_it_answers(school: Server, tmp_path: Path) -> None:
    before = rows(school)
    assert all(before.values())
    entries = int(school.ask("SELECT count(*) FROM ledger_entry"))
    source = clone(tmp_path / "code")
    git(source, "tag", "--force", "v99.0")
    releases.fetch(school.site, str(source))
    releases.come_from(school.site, str(source))
    school.upgrade("v99.0")
    assert rows(school) == before
    assert school.services.release == releases.running(school.site)
    told = json.loads(school.manage("verify_ledger", "--json"))
    assert told["ok"], told
    assert int(school.ask("SELECT count(*) FROM ledger_entry")) >= entries
    assert "[ ]" not in school.manage("showmigrations", owner=True)

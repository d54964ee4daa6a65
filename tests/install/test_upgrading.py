"""From one version to the next with everything there; and back, when anything fails, to what ran before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cctv_admin.settings.safety import LOOPBACK_HOSTS
from script.lib.install import releases
from script.lib.install.machine import Failed
from tests.house.source import ROOT
from tests.install.conftest import Server, clone, commit, git, server_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.install.conftest import Engines

pytestmark = pytest.mark.long
MIGRATION = """
from django.db import migrations

def last(apps, schema_editor):
    {last}

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("work", "{before}")]
    operations = [
        migrations.RunSQL("ALTER TABLE work_attempt ADD COLUMN {column} text NOT NULL DEFAULT 'new'"),
        migrations.RunPython(last),
    ]
"""


def migration(before: str, column: str, last: str = "pass") -> str:
    """Return a migration that adds a column, and then does something else."""
    return MIGRATION.format(before=before, column=column, last=last)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where versions come from: a good one, and three on top of it that cannot be had."""
    folder = clone(tmp_path_factory.mktemp("source") / "code")
    newest = max(path.stem for path in (folder / "work/migrations").glob("0*.py"))
    git(folder, "checkout", "--quiet", "-B", "main")
    git(folder, "tag", "v1.0")
    commit(folder, "v1.1", {"work/migrations/0100_good.py": migration(newest, "good")})
    for tag, files in (
        ("fails", {"work/migrations/0101_bad.py": migration("0100_good", "half", "raise ValueError('半途')")}),
        (
            "killed",
            {"work/migrations/0101_bad.py": migration("0100_good", "half", "import os; os.kill(os.getppid(), 9)")},
        ),
        ("never-ready", {"cctv_admin/wsgi.py": "raise RuntimeError('不啟動')\n"}),
    ):
        git(folder, "checkout", "--quiet", "v1.1")
        commit(folder, tag, files)
    git(folder, "checkout", "--quiet", "v1.0")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, engines: Engines, source: Path) -> Iterator[Server]:
    """A school at this version, in use."""
    server = server_at(tmp_path_factory.mktemp("server"), "alpha", engines)
    server.install()
    releases.fetch(server.site, str(source))
    releases.come_from(server.site, str(source))
    server.manage("first_administrator")
    yield server
    server.services.stop()


def state(server: Server) -> tuple[object, ...]:
    """Return what must be as before: code, columns, migrations, how the ledger stands, and that it answers."""
    ledger = json.loads(server.manage("verify_ledger", "--json"))
    columns = server.ask(
        "SELECT string_agg(column_name, ',' ORDER BY 1) FROM information_schema.columns WHERE table_name = 'work_attempt'"
    )
    applied = server.ask("SELECT count(*) FROM django_migrations")
    assert server.services.release == releases.running(server.site)
    return releases.running(server.site), columns, applied, ledger["ok"]


def entries(server: Server) -> int:
    """Return how long the ledger is."""
    return int(server.ask("SELECT count(*) FROM ledger_entry"))


def test_what_was_there_is_there_afterwards_and_the_new_version_answers(server: Server) -> None:
    before = entries(server)
    server.upgrade("v1.1")
    assert entries(server) >= before
    assert "good" in str(state(server)[1])
    assert (server.site.current / "work/migrations/0100_good.py").exists()
    assert not server.site.unfinished.exists()
    assert not server.site.dump.exists()
    rights = server.ask("SELECT has_table_privilege('alpha_app', 'ledger_entry', 'DELETE')")
    assert rights == "f"
    server.upgrade("v1.1")


@pytest.mark.parametrize(
    ("tag", "why"), [("fails", "半途"), ("never-ready", "ended by itself"), ("no-such-tag", "no-such-tag")]
)
def test_when_a_step_fails_the_version_before_runs_again_on_the_database_as_it_was(
    server: Server, tag: str, why: str
) -> None:
    before, length = state(server), entries(server)
    with pytest.raises(Failed, match=why):
        server.upgrade(tag)
    assert state(server) == before
    assert entries(server) - length in (0, 1)  # the backup made before is an entry
    assert not server.site.unfinished.exists()


def test_killed_amid_its_migration_the_next_one_goes_back_first(server: Server) -> None:
    before = state(server)
    server.services.stop()
    words = "from tests.install.killed import main; main()"
    told = json.dumps([server.site.name, str(server.site.root), server.site.account, server.options.port])
    done = subprocess.run([sys.executable, "-c", words, told], cwd=ROOT, env=dict(os.environ), check=False)
    assert done.returncode == -9
    assert server.site.unfinished.exists()
    assert "half" in server.ask(
        "SELECT string_agg(column_name, ',') FROM information_schema.columns WHERE table_name = 'work_attempt'"
    )
    assert before[0] is not None
    server.upgrade(str(before[0]).rpartition("/")[2])
    assert state(server) == before
    assert not server.site.unfinished.exists()


def test_only_loopback_is_listened_to(server: Server) -> None:
    assert server.options.url.partition("//")[2].partition(":")[0] in LOOPBACK_HOSTS

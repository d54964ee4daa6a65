"""From one version to the next with everything there; and back, when anything fails, to what ran before."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from cctv_admin.settings.safety import LOOPBACK_HOSTS
from script.lib.install import notes, releases
from script.lib.install.machine import Failed, run
from script.lib.install.services import wait_until_ready
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


NEVER_READY = {"cctv_admin/wsgi.py": "raise RuntimeError('不啟動')\n"}
SERVES_AND_ENDS = {
    "cctv_admin/wsgi.py": """
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.prod")
from django.core.wsgi import get_wsgi_application

get_wsgi_application()
from django.db import transaction
from django.utils import timezone

from ledger.choices import Verb
from ledger.services import SYSTEM, append

with transaction.atomic():
    append(verb=Verb.MAIL_TESTED, actor=SYSTEM, subject="new-version-said-so", now=timezone.now())
raise RuntimeError("不啟動")
"""
}
FAILS = "raise ValueError('半途')"
KILLS = "import os; os.kill(os.getppid(), 9)"


@dataclass(frozen=True)
class Author:
    """Who publishes versions, each on top of the one that runs at the school: the tests come in any order."""

    folder: Path
    server: Server

    def publish(self, tag: str, files: dict[str, str] | None = None) -> str:
        """Publish a version."""
        self._check_out()
        commit(self.folder, tag, files or {})
        return tag

    def publish_a_migration(self, tag: str, column: str, last: str = "pass") -> str:
        """Publish a version whose migration adds a column, and then does something else."""
        self._check_out()
        newest = max(path.stem for path in (self.folder / "work/migrations").glob("0*.py"))
        name = f"{int(newest[:4]) + 1:04}_{column}"
        text = MIGRATION.format(before=newest, column=column, last=last)
        commit(self.folder, tag, {f"work/migrations/{name}.py": text})
        return tag

    def _check_out(self) -> None:
        mark = (self.server.site.current / releases.MARK).read_text(encoding="utf-8")
        git(self.folder, "checkout", "--quiet", mark.split()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, engines: Engines) -> Iterator[Server]:
    """A school at this version, in use."""
    server = server_at(tmp_path_factory.mktemp("server"), "alpha", engines)
    server.install()
    server.manage("first_administrator")
    yield server
    server.services.stop()


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Author:
    """Where the school's versions come from."""
    folder = clone(tmp_path_factory.mktemp("source") / "code")
    releases.come_from(server.site, str(folder))
    return Author(folder, server)


def state(server: Server) -> tuple[object, ...]:
    """Return what must be as before: code, columns, migrations, how the ledger stands, and that it answers."""
    ledger = json.loads(server.manage("verify_ledger", "--json"))
    applied = server.ask("SELECT count(*) FROM django_migrations")
    assert server.services.release == releases.running(server.site)
    return releases.running(server.site), columns(server), applied, ledger["ok"]


def columns(server: Server) -> str:
    """Return the columns of the table that the migrations here change."""
    return server.ask(
        "SELECT string_agg(column_name, ',' ORDER BY 1) FROM information_schema.columns WHERE table_name = 'work_attempt'"
    )


def name_of(before: tuple[object, ...]) -> str:
    """Return what names the version of a state."""
    return str(before[0]).rpartition("/")[2]


def left_over(server: Server) -> list[str]:
    """Return what an upgrade that has ended leaves nothing of: notes and dumps."""
    return [path.name for path in server.site.code.glob("*upgrade*") if path.name != "upgrade.lock"]


def entries(server: Server) -> int:
    """Return how long the ledger is."""
    return int(server.ask("SELECT count(*) FROM ledger_entry"))


def test_what_was_there_is_there_afterwards_and_the_new_version_answers(server: Server, author: Author) -> None:
    before = entries(server)
    server.upgrade(author.publish_a_migration("v1.1", "good"))
    assert entries(server) >= before
    assert "good" in str(state(server)[1])
    assert list((server.site.current / "work/migrations").glob("*_good.py"))
    assert left_over(server) == []
    rights = server.ask("SELECT has_table_privilege('alpha_app', 'ledger_entry', 'DELETE')")
    assert rights == "f"
    server.upgrade("v1.1")


def test_when_a_migration_fails_the_version_before_runs_again_on_the_database_as_it_was(
    server: Server, author: Author
) -> None:
    refused(server, author.publish_a_migration("fails", "half", FAILS), "半途")


def test_when_it_is_never_ready_the_version_before_runs_again_on_the_database_as_it_was(
    server: Server, author: Author
) -> None:
    refused(server, author.publish("never-ready", NEVER_READY), "ended by itself")


def test_what_was_written_since_it_began_to_serve_is_kept_aside_and_named(server: Server, author: Author) -> None:
    before, length = state(server), entries(server)
    with pytest.raises(Failed, match="沒有升級") as failed:
        server.upgrade(author.publish("serves-and-ends", SERVES_AND_ENDS))
    assert state(server) == before
    assert entries(server) - length in (0, 1)  # the backup made before is an entry
    assert left_over(server) == []
    (kept,) = server.site.code.glob("taken-back-*.dump")
    assert re.search(rf"新增 [12] 筆存取紀錄，隨復原收回；當時的資料庫留在 {kept}", str(failed.value))
    assert kept.stat().st_mode & 0o077 == 0
    assert "new-version-said-so" in run(["pg_restore", "--data-only", "--table=ledger_entry", "--file=-", str(kept)])
    kept.unlink()


def test_what_the_source_does_not_have_changes_nothing(server: Server) -> None:
    refused(server, "no-such-tag", "no-such-tag")


def refused(server: Server, tag: str, why: str) -> None:
    """See that an upgrade fails, and that nothing of it is left."""
    before, length = state(server), entries(server)
    with pytest.raises(Failed, match=why):
        server.upgrade(tag)
    assert state(server) == before
    assert entries(server) - length in (0, 1)  # the backup made before is an entry
    assert left_over(server) == []


def kill_upgrading(server: Server, tag: str) -> None:
    """Begin to upgrade, and be killed half-way."""
    server.services.stop()
    words = "from tests.install.killed import main; main()"
    told = json.dumps([tag, server.site.name, str(server.site.root), server.site.account, server.options.port])
    done = subprocess.run([sys.executable, "-c", words, told], cwd=ROOT, env=dict(os.environ), check=False)
    assert done.returncode == -9


def test_killed_amid_its_migration_the_next_one_goes_back_first(server: Server, author: Author) -> None:
    before = state(server)
    kill_upgrading(server, author.publish_a_migration("killed", "half", KILLS))
    assert server.site.unfinished.exists()
    assert "half" in columns(server)
    assert before[0] is not None
    server.upgrade(name_of(before))
    assert state(server) == before
    assert left_over(server) == []


def test_without_the_dump_of_that_very_upgrade_nothing_is_put_back(server: Server, author: Author) -> None:
    before = state(server)
    kill_upgrading(server, author.publish_a_migration("killed-without-dump", "half", KILLS))
    (dump,) = server.site.code.glob(notes.DUMPS)
    elsewhere = dump.rename(server.site.code / "before-upgrade-of-long-ago.dump")
    with pytest.raises(Failed, match=dump.name):
        server.upgrade(name_of(before))
    assert "half" in columns(server)
    assert not server.services.is_running()
    elsewhere.rename(dump)
    server.upgrade(name_of(before))
    assert state(server) == before


def test_when_nothing_starts_the_next_one_goes_back_first_and_takes_nothing_back_twice(
    server: Server, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(server)
    with monkeypatch.context() as patch:
        patch.setattr(server.services, "start", nothing_starts)
        with pytest.raises(Failed, match=r"復原也失敗：網站停止中。資料庫是升級前的樣子(.|\n)*沒有電"):
            server.upgrade(author.publish("cannot-start"))
    assert server.site.unfinished.exists()  # systemd starts nothing
    assert not server.services.is_running()
    server.manage("backup", "--without-copies")
    length = entries(server)
    server.upgrade(name_of(before))
    assert state(server) == before
    assert entries(server) >= length
    assert left_over(server) == []


def nothing_starts() -> None:
    """As where something of the machine is missing."""
    raise Failed("沒有電")


def test_cut_off_as_it_starts_what_is_never_ready_leads_back(server: Server, author: Author) -> None:
    before = state(server)
    kill_upgrading(server, author.publish("cut-never-ready", NEVER_READY))
    assert server.site.starting.exists()
    server.upgrade(name_of(before))
    assert state(server) == before
    assert left_over(server) == []


def test_cut_off_as_it_starts_the_next_one_starts_it_again_and_it_counts(server: Server, author: Author) -> None:
    kill_upgrading(server, author.publish_a_migration("cut", "better"))
    assert not server.site.unfinished.exists()  # systemd starts it when the power is back
    length = entries(server)
    server.upgrade("cut")
    assert "better" in columns(server)
    assert entries(server) >= length
    assert left_over(server) == []


def test_cut_off_as_it_starts_what_people_did_since_outlives_a_later_upgrade_that_fails(
    server: Server, author: Author
) -> None:
    kill_upgrading(server, author.publish("cut-and-used"))
    server.services.start()
    wait_until_ready(server.services, server.options.port)
    server.manage("backup", "--without-copies")
    before, length = state(server), entries(server)
    kept = server.site.backups.rename(server.site.backups.with_name("kept"))
    server.site.backups.write_text("在這裡不能備份")
    with pytest.raises(Failed, match="沒有升級"):
        server.upgrade(author.publish("later"))
    server.site.backups.unlink()
    kept.rename(server.site.backups)
    assert state(server) == before
    assert entries(server) >= length
    assert left_over(server) == []


def test_only_loopback_is_listened_to(server: Server) -> None:
    assert server.options.url.partition("//")[2].partition(":")[0] in LOOPBACK_HOSTS

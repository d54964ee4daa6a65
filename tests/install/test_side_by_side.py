"""Two schools on one PostgreSQL and one Redis, as a county has them: what is one's never reaches the other."""

from __future__ import annotations

import http.cookiejar
import json
import subprocess
import time
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from script.lib import servers
from script.lib.install import __main__ as entrance
from script.lib.install import environment, options, releases, units
from script.lib.install.machine import Failed, run
from tests.install.conftest import Server, server_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.install.conftest import Engines

pytestmark = pytest.mark.long
DUTY = "work.tasks.seed_holidays"
RING = "from work.services import ring; ring('work.tasks.seed_holidays')"
SESSION = """
import datetime as dt
from accounts.models import User
from accounts.services import found_school
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from ledger.services import SYSTEM
found_school(name="{name}", short_name="{name}", effective_from=dt.date(2019, 6, 17), actor=SYSTEM, now=timezone.now())
user = User.objects.create_user("it", "{name}", "x", phone="03-0000000")
store = SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "accounts.adapters.account.Backend"
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.create()
print(store.session_key)
"""


@pytest.fixture(scope="module")
def engines(engines: Engines) -> Iterator[Engines]:
    """The same PostgreSQL, and a Redis of these two alone: whose keys are in it is asked here."""
    with servers.redis() as redis:
        yield replace(engines, redis=redis)


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory, engines: Engines) -> Iterator[tuple[Server, Server]]:
    """Two schools, both in use."""
    one, other = (server_at(tmp_path_factory.mktemp(name), name, engines) for name in ("alpha2", "beta2"))
    for server in (one, other):
        server.install()
    yield one, other
    for server in (one, other):
        server.services.stop()


def last_run(server: Server) -> str:
    """Return when the duty last began at a school."""
    return server.ask(f"SELECT coalesce(last_started_at::text, '') FROM work_duty WHERE name = '{DUTY}'")


def keys(engines: Engines) -> set[str]:
    """Return whose keys are in Redis."""
    found = run(["redis-cli", "-u", engines.redis, "keys", "*"]).split()
    return {key.partition(":")[0] for key in found}


def test_a_task_of_one_never_runs_in_the_other(schools: tuple[Server, Server], engines: Engines) -> None:
    one, other = schools
    before = last_run(other)
    other.manage("shell", "--command", RING)  # waits: nobody works there yet
    worker = subprocess.Popen(
        units.command(one.site, units.WORKER, 0), cwd=one.site.current, env=environment.of_processes(one.site),
        start_new_session=True,
    )  # fmt: skip
    try:
        was = last_run(one)
        one.manage("shell", "--command", RING)
        deadline = time.monotonic() + 60
        while last_run(one) == was and time.monotonic() < deadline:
            time.sleep(0.2)
        assert last_run(one) != was
    finally:
        worker.terminate()
        worker.wait(60)
    assert last_run(other) == before
    assert run(["redis-cli", "-u", engines.redis, "llen", "beta2:celery"]).strip() == "1"
    assert keys(engines) <= {"alpha2", "beta2"}


def test_a_session_of_one_opens_nothing_in_the_other_and_both_may_be_signed_in(schools: tuple[Server, Server]) -> None:
    one, other = schools
    held = {
        server.site.name: server.manage("shell", "--command", SESSION.format(name=server.site.name)).split()[-1]
        for server in schools
    }
    both = "; ".join(f"sessionid_{name}={key}" for name, key in held.items())
    for server in schools:
        assert who_is_in(server, both)
        assert who_is_in(server, f"sessionid_{server.site.name}={held[server.site.name]}")
    assert not who_is_in(other, f"sessionid_beta2={held['alpha2']}")
    assert not who_is_in(one, f"sessionid_alpha2={held['beta2']}")


def who_is_in(server: Server, cookies: str) -> bool:
    """Say whether the home page opens with these cookies."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    opener.addheaders = [("Cookie", cookies)]
    with opener.open(f"{server.options.url}/", timeout=30) as answer:
        return "/accounts/login/" not in answer.geturl()


def test_the_account_of_one_reaches_no_database_of_the_other(schools: tuple[Server, Server]) -> None:
    one, other = schools
    assert one.ask("SELECT has_database_privilege('alpha2_app', 'beta2', 'CONNECT')") == "f"
    assert one.ask("SELECT has_database_privilege('alpha2', 'beta2', 'CONNECT')") == "f"
    assert other.ask("SELECT has_database_privilege('beta2_app', 'beta2', 'CONNECT')") == "t"


def test_the_restore_drill_as_it_stands_in_operations(
    schools: tuple[Server, Server],
    tmp_path: Path,
    engines: Engines,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    one, _ = schools
    told = json.loads(one.manage("backup", "--keys", str(tmp_path / "keys.age"), "--json"))
    made = json.loads(one.manage("backup", "--to", str(tmp_path / "usb"), "--json"))
    drill = server_at(tmp_path / "drill", "drill", engines)
    drill.options = replace(drill.options, for_restore=True)
    drill.install()
    assert not drill.services.is_running()
    words = ("restore", made["path"], "--keys", str(tmp_path / "keys.age"), "--json")
    monkeypatch.setattr(entrance, "parse", lambda given: replace(drill.options, verb="manage", words=words))
    monkeypatch.setenv("CCTV_BACKUP_PASSPHRASE", told["passphrase"])
    capfd.readouterr()
    assert entrance.main() == 0
    done = json.loads(capfd.readouterr().out.splitlines()[0])
    assert (done["rows"], done["ledger"]["ok"], done["problems"]) == (made["rows"], True, [])
    assert drill.ask("SELECT name FROM accounts_user") == one.ask("SELECT name FROM accounts_user")
    assert json.loads(drill.manage("verify_ledger", "--json"))["ok"]


def test_a_second_run_and_a_dry_one_change_nothing(schools: tuple[Server, Server]) -> None:
    one, other = schools
    assert one.install() == 0
    assert other.install(dry=True) == 0


def test_a_second_run_needs_neither_who_may_create_databases_nor_the_address_of_the_queue(
    schools: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = schools
    monkeypatch.setattr(options, "Site", lambda name: replace(one.site, name=name))
    asked = options.parse(["--name", one.site.name])
    assert "@" not in asked.postgres
    again = replace(one, options=replace(asked, root=one.site.root, account=one.site.account))
    assert again.install() == 0
    assert again.options.redis == one.options.redis


def test_another_version_is_not_installed_over_the_one_there(schools: tuple[Server, Server]) -> None:
    one, _ = schools
    current = one.site.current.readlink()
    one.site.current.unlink()
    one.site.current.symlink_to("releases/another")
    with pytest.raises(Failed, match="upgrade"):
        one.install()
    one.site.current.unlink()
    one.site.current.symlink_to(current)
    assert releases.running(one.site) == one.site.code / current

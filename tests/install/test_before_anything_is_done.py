"""What script/install refuses, what it writes, and what systemd says to it: nothing here needs a server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from script.lib import prepare
from script.lib.install import database, environment, installing, notes, proxy, releases, services, units
from script.lib.install import options as options_module
from script.lib.install.__main__ import main
from script.lib.install.machine import Failed, Machine, run
from script.lib.install.options import Options, parse
from script.lib.install.services import ByHand, services_of
from script.lib.install.site import Site
from script.lib.install.upgrading import upgrade
from tests.install.conftest import commit, git

pytestmark = pytest.mark.once
ME = "root"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="root: gives files to accounts")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A machine with nothing on it."""
    return Site("cctv", tmp_path, ME)


def options(site: Site, **changed: object) -> Options:
    """Return what was asked for that machine."""
    return replace(Options(name=site.name, root=site.root, account=site.account), **changed)  # type: ignore[arg-type]


REFUSED = (
    (["--name", "X-1"], "--name"),
    (["--url", "http://cctv.example.edu.tw"], "https://"),
    (["--url", "cctv.example.edu.tw"], "https://"),
    (["--caddy"], "--caddy"),
    (["manage"], "verify_ledger"),
    (["--backups", "backup"], "完整路徑"),
    (["--recordings", "x"], "完整路徑"),
)


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_no_installation_could_be_is_refused_in_both_languages(words: list[str], said: str) -> None:
    with pytest.raises(Failed, match=said) as refused:
        parse(words)
    chinese, english = str(refused.value).split("\n", 1)
    assert not chinese.isascii()
    assert english.isascii()


def test_what_follows_manage_is_not_read() -> None:
    asked = parse(["--name", "daxin", "manage", "backup", "--to", "/mnt/nas", "--name", "x"])
    assert (asked.name, asked.words) == ("daxin", ("backup", "--to", "/mnt/nas", "--name", "x"))
    assert parse(["upgrade", "v1.0", "--name", "daxin"]).words == ("v1.0",)


def test_the_script_of_a_school_means_that_school_and_what_people_are_told_to_type_names_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parse([]).name == "cctv"
    monkeypatch.setattr(prepare, "ROOT", Site("daxin").code / "releases/0123456789ab")
    assert parse(["upgrade"]).name == "daxin"
    assert parse(["--name", "ruifeng", "upgrade"]).name == "ruifeng"
    monkeypatch.setattr(prepare, "ROOT", Path("/home/somebody/releases/0123456789ab"))
    assert parse(["upgrade"]).name == "cctv"
    assert site.script == f"{site.current}/script/install"
    assert Site("daxin").script == "/opt/daxin/current/script/install --name daxin"


@needs_root
def test_what_was_asked_for_is_remembered_and_no_password_with_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options_module, "Site", lambda name: replace(site, name=name))
    asked = options(
        site, redis="redis://:secret@db.example/0", postgres="postgres://admin:secret@db.example:5433/postgres?x=secret",
        backups="/mnt/backup",
    )  # fmt: skip
    installing.remember(Machine(), site, asked)
    environment.complete(Machine(), site, asked)
    assert "secret" not in site.asked.read_text(encoding="utf-8")
    again = parse(["upgrade"])
    assert (again.redis, again.backups, again.database_host) == (asked.redis, asked.backups, "db.example:5433")
    assert parse(["--backups", "/mnt/nas"]).backups == "/mnt/nas"


def test_an_upgrade_only_goes_forward_also_when_no_tag_is_named(site: Site, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    git(source, "init", "--quiet", "--initial-branch", "main")
    for tag in ("v1.0", "between", "after"):
        commit(source, tag, {})
    running = site.code / "releases/running"
    running.mkdir(parents=True)
    (running / releases.MARK).write_text(f"v1.0-1-g0123 {git(source, 'rev-parse', 'between')}\n")
    site.current.symlink_to("releases/running")
    for words in ((), ("v1.0",)):
        asked = options(site, source=str(source), words=words)
        with pytest.raises(Failed, match=r"v1\.0 不在目前版本（v1\.0-1-g0123）之後"):
            upgrade(Machine(), site, asked, ByHand(site, asked))
    assert [path.name for path in running.parent.iterdir()] == ["running"]
    for later in ("between", "after", "main"):
        releases.require_later(site, running, git(source, "rev-parse", later), later)
    assert oct((site.code / "source.git").stat().st_mode & 0o777) == "0o700"


def test_a_note_of_an_earlier_version_leads_back_and_one_set_aside_never_takes_the_place_of_a_later_one(
    site: Site,
) -> None:
    site.code.mkdir(parents=True)
    site.starting.write_text('{"release": "/opt/cctv/releases/1", "is_dumped": true}\n', encoding="utf-8")
    assert notes.read(site.starting) == notes.Note("/opt/cctv/releases/1", "before-upgrade.dump")
    later = notes.Note("/opt/cctv/releases/2", "before-upgrade-2.dump")
    notes.leave(site, later)
    notes.take_up(site)
    assert notes.read(site.unfinished) == later
    notes.set_aside(site, 7)
    assert not site.unfinished.exists()
    notes.take_up(site)
    assert notes.read(site.unfinished) == replace(later, entries=7)
    notes.forget(site)
    assert list(site.code.iterdir()) == []


def test_a_dry_run_on_an_empty_machine_says_everything_and_does_nothing(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    machine, asked = Machine(dry=True), options(site, postgres="postgres://nobody@127.0.0.1:1/postgres")
    installing.install(machine, site, asked, ByHand(site, asked))
    assert list(site.root.iterdir()) == []
    said = capsys.readouterr().out
    assert machine.changes == said.count("（試行）") > 10
    installing.welcome(machine, site, asked)
    assert "尚未變更任何東西" in capsys.readouterr().out


@needs_root
def test_what_the_operator_set_stays_and_what_is_missing_is_filled_in(site: Site) -> None:
    site.etc.mkdir(parents=True)
    site.environment.write_text(
        "# 本校\nCCTV_EMAIL_FROM='校園 <cctv@example.edu.tw>'\nCCTV_LOG_FORMAT=line\n", encoding="utf-8"
    )
    machine, asked = Machine(), options(site, url="https://cctv.example.edu.tw")
    known = environment.complete(machine, site, asked)
    said = environment.read(site.environment)
    assert site.environment.read_text(encoding="utf-8").startswith("# 本校\n")
    assert (said["CCTV_LOG_FORMAT"], said["CCTV_EMAIL_FROM"]) == ("line", "校園 <cctv@example.edu.tw>")
    assert (said["CCTV_INSTANCE"], said["CCTV_BEHIND_PROXY"]) == ("cctv", "1")
    assert [oct(path.stat().st_mode & 0o777) for path in (site.environment, site.owner)] == ["0o640", "0o600"]
    passwords = {database.connection(known[name])["PGPASSWORD"] for name in ("DATABASE_URL", "OWNER_URL")}
    assert min(map(len, passwords)) >= 32
    assert len(passwords) == 2
    before, machine = site.environment.read_bytes(), Machine()
    environment.complete(machine, site, asked)
    assert (site.environment.read_bytes(), machine.changes) == (before, 0)
    site.environment.write_text("what is this\n")
    with pytest.raises(Failed, match="what is this"):
        environment.read(site.environment)


@needs_root
def test_a_last_line_without_an_end_stays_a_line_of_its_own(site: Site) -> None:
    site.etc.mkdir(parents=True)
    site.environment.write_text("CCTV_EMAIL_URL=smtp://mail.example.edu.tw", encoding="utf-8")
    environment.complete(Machine(), site, options(site))
    said = environment.read(site.environment)
    assert (said["CCTV_EMAIL_URL"], said["CCTV_INSTANCE"]) == ("smtp://mail.example.edu.tw", "cctv")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze: not on this machine")
def test_systemd_finds_nothing_wrong_with_the_units(site: Site) -> None:
    site.code.joinpath("current/.venv/bin").mkdir(parents=True)
    python = site.code / "current/.venv/bin/python"
    python.symlink_to("/bin/true")
    site.units.mkdir(parents=True)
    for name, text in units.texts(site, options(site)).items():
        (site.units / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, site.units.iterdir())],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{site.units}:"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_only_the_first_process_is_asked_to_end_so_that_a_duty_has_its_time(site: Site) -> None:
    found = {name: text for name, text in units.texts(site, options(site)).items() if name.endswith(".service")}
    assert len(found) == len(units.TITLES)
    for text in found.values():
        assert "\nKillMode=mixed\n" in text  # the children of Celery, asked as well, die at once
    assert "\nTimeoutStopSec=300\n" in found["cctv-worker.service"]


def test_a_unit_may_write_data_and_backups_and_nothing_else(site: Site) -> None:
    asked = options(site, backups="/mnt/backup", recordings=("/srv/recordings",))
    for name, text in units.texts(site, asked).items():
        if name.endswith(".service"):
            assert f"ReadWritePaths={site.data} -/mnt/backup -/srv/recordings\n" in text
            for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "MemoryMax=1G", f"User={ME}"):
                assert f"\n{line}\n" in text
            assert f"ConditionPathExists=!{site.unfinished}" in text


def test_caddy_takes_the_certificate_it_is_given(site: Site) -> None:
    asked = options(site, url="https://cctv.example.edu.tw", caddy=True, port=8003)
    assert "tls" not in proxy.text(site, asked)
    assert "tls internal" in proxy.text(site, replace(asked, internal_ca=True))
    site.etc.mkdir(parents=True)
    site.environment.write_text("CCTV_TLS_CERT=/etc/x.pem\nCCTV_TLS_KEY=/etc/x.key\n")
    assert "tls /etc/x.pem /etc/x.key" in proxy.text(site, asked)
    assert "reverse_proxy 127.0.0.1:8003" in proxy.text(site, asked)


def test_without_systemd_what_runs_must_be_stopped_by_whoever_started_it(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        by_hand = services_of(site, options(site, port=taken.getsockname()[1]))
        assert isinstance(by_hand, ByHand)
        with pytest.raises(Failed, match="請先停止"):
            by_hand.stop()
        with pytest.raises(Failed, match="沒有就緒"):
            services.wait_until_ready(by_hand, taken.getsockname()[1], seconds=0)


def test_a_folder_whose_disk_allows_no_owner_is_said_with_what_to_set_on_the_share(tmp_path: Path) -> None:
    share = Path("/proc/sys")  # as on a share: even root changes neither mode nor owner
    with pytest.raises(Failed, match="NFS") as failed:
        Machine().folder(share, 0o700, ME)
    chinese, english = str(failed.value).split("\n", 1)
    assert chinese.startswith("無法將資料夾 /proc/sys 設為屬於 root、權限 0700（")
    assert english.isascii()
    stone = tmp_path / "stone"
    stone.write_text("")
    with pytest.raises(Failed, match="Not a directory"):
        Machine().folder(stone / "backups", 0o700, ME)


def test_what_is_not_installed_is_not_upgraded_and_a_failure_shows_its_last_lines(site: Site) -> None:
    asked = options(site)
    with pytest.raises(Failed, match="還沒有安裝"):
        upgrade(Machine(), site, asked, ByHand(site, asked))
    with pytest.raises(Failed, match="line 39"):
        run(["sh", "-c", "seq -f 'line %g' 40; exit 3"])


def test_only_root_installs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        main(["--dry-run"])
    assert stopped.value.code == 1
    assert "請以 root 執行" in capsys.readouterr().err

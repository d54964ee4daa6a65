"""Upgrading: everything that takes time before anybody is stopped; then a way back that is taken when any step fails."""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from script.lib.install import database, environment, releases
from script.lib.install.installing import manage, migrate, verify
from script.lib.install.machine import Failed, run
from script.lib.install.services import wait_until_ready
from script.lib.terminal import say, step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.services import Services
    from script.lib.install.site import Site


def upgrade(machine: Machine, site: Site, options: Options, services: Services) -> None:
    """Bring the school to a tag, the newest when none is named; when a step fails, back to what ran before. Raises Failed."""
    if releases.running(site) is None:
        raise Failed("這裡還沒有安裝，請先執行 script/install。\nNothing is installed here yet: script/install.")
    with _alone(site):
        if site.unfinished.exists():
            say("上一次升級沒有結束（斷電或被中止），先復原。The last upgrade did not end: going back first.")
            _go_back(machine, site, options, services)
        before = releases.running(site)
        assert before is not None  # noqa: S101 looked at above
        after = _next(machine, site, options)
        if after == before:
            say("已是這個版本，沒有任何變更。It is this version already; nothing was changed.")
            return
        if machine.dry:
            say(
                "試行到此為止：接著會停止、備份、升級資料表、查驗、啟動。Dry run: it would stop, back up, migrate, verify and start."
            )
            return
        _change(machine, site, options, services, before, after)
        releases.forget_old(machine, site, before, after)
    services.leave()
    say(f"升級完成 · Upgraded to {(after / releases.MARK).read_text(encoding='utf-8').split()[0]}")


def _next(machine: Machine, site: Site, options: Options) -> Path:
    """Make the wanted release ready while the old one goes on serving."""
    step("取得程式碼 · Fetching the code")
    releases.fetch(site, options.source)
    if options.source and not machine.dry:
        releases.come_from(site, options.source)
    wanted = options.words[0] if options.words else releases.newest_tag(site)
    commit = releases.commit_of(site, wanted)
    return releases.make(machine, site, commit, wanted)


def _change(machine: Machine, site: Site, options: Options, services: Services, before: Path, after: Path) -> None:
    try:
        _note(site, before, is_dumped=False)
        step("停止 · Stopping")
        services.stop()
        _back_up(site, before)
        _note(site, before, is_dumped=True)
        step("升級資料表 · Migrating the database")
        migrate(site, after)
        step("查驗存取紀錄 · Verifying the ledger")
        verify(site, after)
        machine.link(site.current, after.relative_to(site.code))
        _apply_units(site, services, machine, after)
        site.unfinished.rename(site.unfinished.with_suffix(".starting"))
        step("啟動並等待就緒 · Starting, and waiting until it is ready")
        services.start()
        wait_until_ready(services, options.port)
    except BaseException as failure:
        with contextlib.suppress(OSError):
            site.unfinished.with_suffix(".starting").rename(site.unfinished)
        step(f"升級失敗，正在復原 · The upgrade failed, going back ({type(failure).__name__})")
        _go_back(machine, site, options, services)
        raise Failed(
            f"沒有升級：已回到原來的版本（{before.name}），資料庫是升級前的樣子，存取紀錄完好。\n"
            f"Not upgraded: the version from before runs again, on the database as it was, its ledger whole.\n{failure}"
        ) from failure
    site.unfinished.with_suffix(".starting").unlink()
    site.dump.unlink()


def _back_up(site: Site, before: Path) -> None:
    """Make the sealed backup that lasts, and the dump that leads back at once."""
    step("備份 · Backup")
    words = ["backup", "--without-copies"]  # an upgrade touches no copy, and there may be terabytes of them
    say(manage(site, before, words, environment.of_processes(site)).strip())
    database.dump(environment.read(site.owner)["DATABASE_URL"], site.dump)


def _go_back(machine: Machine, site: Site, options: Options, services: Services) -> None:
    """Put code and database back to what the note says, and start. Raises Failed saying what people must do."""
    noted = json.loads(site.unfinished.read_text(encoding="utf-8"))
    before = Path(noted["release"])
    try:
        services.stop()
        machine.link(site.current, before.relative_to(site.code))
        if noted["is_dumped"]:
            step("還原資料庫 · Putting the database back")
            database.put_back(environment.read(site.owner)["DATABASE_URL"], site.dump)
            owner = environment.of_processes(site, owner=True)
            manage(site, before, ["grant_rights", f"{site.name}_app"], owner)
            verify(site, before)
        _apply_units(site, services, machine, before)
        site.unfinished.unlink()
        services.start()
        wait_until_ready(services, options.port)
        site.dump.unlink(missing_ok=True)
        services.leave()
    except (Failed, OSError, ValueError) as failed:
        raise Failed(
            f"升級失敗，復原也失敗：網站停止中。升級前的資料庫在 {site.dump}，封存的備份在備份資料夾，原來的程式在 {before}。"
            f"排除下列原因後，請再執行一次 script/install upgrade，它會先復原。\n"
            f"Neither upgraded nor put back; everything is stopped. The database as it was is {site.dump}, the code {before}. "
            f"Remove the cause, then run script/install upgrade again: it goes back first.\n{failed}"
        ) from failed


def _apply_units(site: Site, services: Services, machine: Machine, release: Path) -> None:
    """Let the release itself say how it is started: its own script knows what is new."""
    own = release / "script/lib/install/__main__.py"
    if release.resolve() == Path(__file__).resolve().parents[3] or not own.exists() or site.root != Path("/"):
        services.apply(machine)
        return
    words = [sys.executable, "-m", "script.lib.install", "units", "--name", site.name]
    run(words, cwd=release)


def _note(site: Site, before: Path, *, is_dumped: bool) -> None:
    draft = site.unfinished.with_suffix(".new")
    draft.write_text(json.dumps({"release": str(before), "is_dumped": is_dumped}) + "\n", encoding="utf-8")
    draft.replace(site.unfinished)


@contextlib.contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Let one upgrade run at a time; Ctrl-C and a hang-up lead back like any other failure."""
    with (site.code / "upgrade.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Failed("另一個升級正在進行。Another upgrade is running.") from error
        before = {number: signal.signal(number, _interrupted) for number in (signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt(signal.Signals(number).name)

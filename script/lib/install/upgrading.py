"""Upgrading: everything that takes time before anybody is stopped; then a way back that is taken when any step fails."""

from __future__ import annotations

import contextlib
import fcntl
import secrets
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from script.lib.install import database, environment, notes, releases
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
        if machine.dry and (site.unfinished.exists() or site.starting.exists()):
            say("試行：上一次升級沒有結束，會先處理。Dry run: the last upgrade did not end, which comes first.")
            return
        _settle(machine, site, options, services)
        before = releases.running(site)
        assert before is not None  # noqa: S101 looked at above
        after = _next(machine, site, options, before)
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


def _settle(machine: Machine, site: Site, options: Options, services: Services) -> None:
    """End what the last upgrade could not: back, unless its version has been worked with since, or gets ready after all."""
    if site.unfinished.exists():
        site.starting.unlink(missing_ok=True)  # of an upgrade before that one
        say("上一次升級沒有結束（斷電或被中止），先復原。The last upgrade did not end: going back first.")
        _go_back(machine, site, options, services)
    elif site.starting.exists() and _has_served(site):
        say(
            "上一次升級在啟動時中斷，之後已有新的紀錄，以現在的資料庫為準。\n"
            "The last upgrade was cut off as it started, and more was written since: the database stays as it is now."
        )
        notes.forget(site)
    elif site.starting.exists():
        say("上一次升級在啟動時中斷，再啟動一次。The last upgrade was cut off as it started: starting again.")
        _start_again(machine, site, options, services)


def _has_served(site: Site) -> bool:
    return database.entries(_owner(site)) != notes.read(site.starting).entries


def _start_again(machine: Machine, site: Site, options: Options, services: Services) -> None:
    """Nothing was written yet: it counts when it gets ready, and leads back when it does not."""
    try:
        services.start()
        wait_until_ready(services, options.port)
    except (Failed, OSError) as failure:
        notes.take_up(site)
        step(f"沒有就緒，正在復原 · It did not become ready, going back ({type(failure).__name__})")
        _go_back(machine, site, options, services)
        return
    notes.forget(site)
    services.leave()


def _next(machine: Machine, site: Site, options: Options, before: Path) -> Path:
    """Make the wanted release ready while the old one goes on serving."""
    step("取得程式碼 · Fetching the code")
    releases.fetch(site, options.source)
    if options.source and not machine.dry:
        releases.come_from(site, options.source)
    wanted = options.words[0] if options.words else releases.newest_tag(site)
    commit = releases.commit_of(site, wanted)
    releases.require_later(site, before, commit, wanted)
    return releases.make(machine, site, commit, wanted)


def _change(machine: Machine, site: Site, options: Options, services: Services, before: Path, after: Path) -> None:
    note = notes.Note(str(before))
    notes.leave(site, note)
    try:
        step("停止 · Stopping")
        services.stop()
        notes.leave(site, replace(note, dump=_back_up(site, before)))
        step("升級資料表 · Migrating the database")
        migrate(site, after)
        step("查驗存取紀錄 · Verifying the ledger")
        verify(site, after)
        machine.link(site.current, after.relative_to(site.code))
        _apply_units(site, services, machine, after)
        _start(site, options, services)
    except BaseException as failure:
        notes.take_up(site)
        step(f"升級失敗，正在復原 · The upgrade failed, going back ({type(failure).__name__})")
        taken_back = _go_back(machine, site, options, services)
        raise Failed(
            f"沒有升級：已回到原來的版本（{before.name}），資料庫是升級前的樣子，存取紀錄完好。\n"
            "Not upgraded: the version from before runs again, on the database as it was, its ledger whole.\n"
            f"{taken_back}{failure}"
        ) from failure
    notes.forget(site)


def _back_up(site: Site, before: Path) -> str:
    """Make the sealed backup that lasts, and the dump that leads back at once; return its name, which no other has."""
    step("備份 · Backup")
    words = ["backup", "--without-copies"]  # an upgrade touches no copy, and there may be terabytes of them
    say(manage(site, before, words, environment.of_processes(site)).strip())
    dump = f"before-upgrade-{secrets.token_hex(8)}.dump"
    database.dump(_owner(site), site.code / dump)
    return dump


def _start(site: Site, options: Options, services: Services) -> None:
    """Start, with the note aside, and wait."""
    step("啟動並等待就緒 · Starting, and waiting until it is ready")
    notes.set_aside(site, database.entries(_owner(site)))
    services.start()
    wait_until_ready(services, options.port)


def _go_back(machine: Machine, site: Site, options: Options, services: Services) -> str:
    """Put code and database back to what the note says, and start; return what people must know was taken back.

    Raises Failed saying what people must do.
    """
    note = notes.read(site.unfinished)
    before, taken_back = Path(note.release), ""
    try:
        services.stop()
        machine.link(site.current, before.relative_to(site.code))
        if note.dump:
            taken_back = _keep_what_was_served(site, note)
            _put_back(site, note)
        _apply_units(site, services, machine, before)
        _start(site, options, services)
    except BaseException as failed:
        notes.take_up(site)
        with contextlib.suppress(Failed, OSError):
            services.stop()
        raise Failed(_neither(site, services, failed)) from failed
    notes.forget(site)
    services.leave()
    return taken_back


def _keep_what_was_served(site: Site, note: notes.Note) -> str:
    """Dump what was written since the next version began to serve, for good, and return what to say of it; nothing if nothing was."""
    if note.entries == notes.UNKNOWN:  # it never began
        return ""
    written = database.entries(_owner(site)) - note.entries
    if written <= 0:
        return ""
    kept = site.code / f"taken-back-{secrets.token_hex(8)}.dump"
    database.dump(_owner(site), kept)
    said = (
        f"新版本啟動後已新增 {written} 筆存取紀錄，隨復原收回；當時的資料庫留在 {kept}，請核對後補登，再自行刪除。\n"
        f"The next version had served: {written} entries were taken back. The database as it was then is {kept}; "
        "see what has to be done again, then remove it.\n"
    )
    say(said)
    return said


def _put_back(site: Site, note: notes.Note) -> None:
    """Put the database back as this run dumped it, once: what is written from then on is not for a later try to take back."""
    step("還原資料庫 · Putting the database back")
    database.put_back(_owner(site), site.code / note.dump)
    before, owner = Path(note.release), environment.of_processes(site, owner=True)
    manage(site, before, ["grant_rights", f"{site.name}_app"], owner)
    verify(site, before)
    notes.leave(site, replace(note, dump=""))


def _neither(site: Site, services: Services, failed: BaseException) -> str:
    """Say how things stand where going back failed, too."""
    note = notes.read(site.unfinished)
    runs = services.is_running()
    dump = site.code / note.dump
    return (
        f"升級失敗，復原也失敗：{'網站仍在執行，請先停止' if runs else '網站停止中'}。"
        f"{f'升級前的資料庫在 {dump}' if note.dump else '資料庫是升級前的樣子'}，"
        f"封存的備份在備份資料夾，原來的程式在 {note.release}。排除下列原因後，請再執行一次 {site.script} upgrade，它會先復原。\n"
        f"Neither upgraded nor put back; {'the site still runs: stop it' if runs else 'everything is stopped'}. "
        f"The database {f'as it was is {dump}' if note.dump else 'is as it was'}, the code {note.release}. "
        f"Remove the cause, then run {site.script} upgrade again: it goes back first.\n{failed}"
    )


def _owner(site: Site) -> str:
    return environment.read(site.owner)["DATABASE_URL"]


def _apply_units(site: Site, services: Services, machine: Machine, release: Path) -> None:
    """Let the release itself say how it is started: its own script knows what is new."""
    own = release / "script/lib/install/__main__.py"
    if release.resolve() == Path(__file__).resolve().parents[3] or not own.exists() or site.root != Path("/"):
        services.apply(machine)
        return
    words = [sys.executable, "-m", "script.lib.install", "units", "--name", site.name]
    run(words, cwd=release)


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

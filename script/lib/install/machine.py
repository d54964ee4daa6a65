"""What is done to the machine: said first, counted, and with --dry-run only said."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
from typing import TYPE_CHECKING

from script.lib.terminal import step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SEEN = 12
"""So many of the last lines of a command that failed are shown."""


_NOT_OURS = (
    "無法將資料夾 {path} 設為屬於 {owner}、權限 {mode:04o}（{why}）。若是網路磁碟，請在掛載設定指定擁有者與權限："
    "NFS 以 no_root_squash 匯出，或先在伺服器上將資料夾改為屬於該帳號的編號；SMB 以 uid={owner},gid={owner},"
    "file_mode=0600,dir_mode=0700 掛載。然後再執行一次。\n"
    "The folder could not be given to {owner} with mode {mode:04o}. On a share set owner and mode where it is exported (NFS) "
    "or mounted (SMB: uid, gid, file_mode, dir_mode), then run this again."
)


class Failed(Exception):
    """It cannot go on; the sentence says why and what to do."""


class Machine:
    """This machine. `changes` counts what was, or with `dry` what would be, changed."""

    def __init__(self, *, dry: bool = False) -> None:
        self.dry, self.changes = dry, 0

    def change(self, words: str) -> bool:
        """Announce a change and return whether to make it."""
        self.changes += 1
        step(f"（試行）{words}" if self.dry else words)
        return not self.dry

    def folder(self, path: Path, mode: int, owner: str = "root") -> None:
        """See to it that a folder is there, with this mode and owner. Raises Failed where its disk does not allow that."""
        if path.is_dir() and path.stat().st_mode & 0o7777 == mode and _owner(path) == owner:
            return
        if self.change(f"建立資料夾 · Folder {path} ({mode:04o}, {owner})"):
            try:
                path.mkdir(parents=True, exist_ok=True)
                path.chmod(mode)
                shutil.chown(path, owner, owner)
            except OSError as error:
                raise Failed(_NOT_OURS.format(path=path, mode=mode, owner=owner, why=error.strerror)) from error

    def file(self, path: Path, content: str, mode: int = 0o644, group: str = "root") -> bool:
        """See to it that a file says this; return whether it did not. Written whole or not at all."""
        with contextlib.suppress(OSError):
            if path.read_text(encoding="utf-8") == content and path.stat().st_mode & 0o7777 == mode:
                return False
        if self.change(f"寫入 · Writing {path} ({mode:04o})"):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.new")
            draft.touch(mode=0o600)
            draft.write_text(content, encoding="utf-8")
            shutil.chown(draft, "root", group)
            draft.chmod(mode)
            draft.replace(path)
        return True

    def link(self, path: Path, target: Path) -> None:
        """See to it that a link names this; changed in one step."""
        if path.is_symlink() and path.readlink() == target:
            return
        if self.change(f"切換 · Switching {path} → {target.name}"):
            draft = path.with_name(f".{path.name}.new")
            draft.unlink(missing_ok=True)
            draft.symlink_to(target)
            draft.replace(path)


def run(
    arguments: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    user: str = "",
    cwd: Path | None = None,
    told: str = "",
) -> str:
    """Run a command, as `user` where one is named, with `told` on its standard input; return what it printed.

    Raises Failed with the last lines it printed.
    """
    done = _run(arguments, env, user, cwd, told)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()[-SEEN:]
        raise Failed("\n".join([f"{' '.join(arguments[:4])} …（{done.returncode}）", *lines]))
    return done.stdout


def answers(arguments: Sequence[str], *, env: Mapping[str, str] | None = None, user: str = "", told: str = "") -> str:
    """Return what a question to this machine printed; empty when it could not be asked."""
    try:
        done = _run(arguments, env, user, None, told)
    except (OSError, KeyError):  # no such program, no such account
        return ""
    return "" if done.returncode else done.stdout.strip()


def is_account(name: str) -> bool:
    """Say whether the system knows an account."""
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _run(
    arguments: Sequence[str], env: Mapping[str, str] | None, user: str, cwd: Path | None, told: str
) -> subprocess.CompletedProcess[str]:
    other = user and user != pwd.getpwuid(os.geteuid()).pw_name
    home = {"HOME": pwd.getpwnam(user).pw_dir} if other else {}
    who: dict[str, object] = {"user": user, "group": user, "extra_groups": []} if other else {}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        arguments, env={**(os.environ if env is None else env), **home}, cwd=cwd or "/", input=told, text=True,
        capture_output=True, check=False, **who,
    )  # fmt: skip


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:
        return ""

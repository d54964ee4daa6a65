"""The code, a release a folder: nothing that runs is changed while the next one is made ready beside it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from script.lib import prepare
from script.lib.install.machine import Failed, answers, run

if TYPE_CHECKING:
    from script.lib.install.machine import Machine
    from script.lib.install.site import Site

MARK = "RELEASE"
"""In each release: the tag or commit it was made of, written last."""
KEPT = 2


def wanted_here() -> str:
    """Return the commit of the code this very script belongs to."""
    mark = prepare.ROOT / MARK
    if mark.exists():
        return mark.read_text(encoding="utf-8").split()[1]
    commit = answers(["git", "-c", "safe.directory=*", "-C", str(prepare.ROOT), "rev-parse", "HEAD"])
    if not commit:
        raise Failed(
            "請在以 git clone 取得的資料夾執行 script/install。\nRun script/install in a clone made by git, not in an unpacked archive."
        )
    return commit


def fetch(site: Site, source: str = "") -> None:
    """Bring what `source`, or where the code came from, has into our own bare repository. Raises Failed."""
    store = site.code / "source.git"
    if not (store / "HEAD").exists():
        run(["git", "init", "--quiet", "--bare", str(store)], env=_git_env(site))
    store.chmod(0o700)  # a token may stand in the address it comes from
    where = source or _git(site, "config", "cctv.source")
    if not where:
        raise Failed("不知道要從哪裡取得程式碼：請加上 --source。\nName where the code comes from: --source.")
    refs = ("+refs/heads/*:refs/heads/*", "+HEAD:refs/install/head")
    try:
        run(["git", "-C", str(store), "fetch", "--quiet", "--force", "--tags", where, *refs], env=_git_env(site))
    except Failed as failed:
        raise Failed(f"無法從 {where} 取得程式碼。Cannot fetch the code.\n{failed}") from failed


def come_from(site: Site, source: str) -> None:
    """Remember where upgrades come from."""
    run(["git", "-C", str(site.code / "source.git"), "config", "cctv.source", source], env=_git_env(site))


def origin_of(checkout: str) -> str:
    """Return where a checkout was cloned from; empty when nobody knows."""
    return answers(["git", "-c", "safe.directory=*", "-C", checkout, "config", "remote.origin.url"])


def label_of(site: Site, commit: str) -> str:
    """Return the words people use for a commit: the tag on it, else how far it is from one."""
    return _git(site, "describe", "--tags", "--always", commit) or commit[:12]


def newest_tag(site: Site) -> str:
    """Return the newest tag of a version there is. Raises Failed when there is none."""
    tags = [
        tag for tag in _git(site, "tag", "--list", "--sort=-v:refname").split() if re.fullmatch(r"v?\d+(\.\d+)*", tag)
    ]
    if not tags:
        raise Failed(
            "來源沒有版本標籤，請寫出要升級到哪一個。\nThe source has no version tag; name what to upgrade to."
        )
    return tags[0]


def commit_of(site: Site, revision: str) -> str:
    """Return the commit a tag, branch or commit names. Raises Failed."""
    commit = _git(site, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = commit.removeprefix("--end-of-options").strip()
    if not commit:
        raise Failed(f"來源沒有 {revision} 這個版本。\nThe source has no {revision}.")
    return commit


def require_later(site: Site, before: Path, commit: str, wanted: str) -> None:
    """Raise Failed for what does not come after the release that runs: its code may not know the tables there are."""
    label, now = (before / MARK).read_text(encoding="utf-8").split()
    if _git(site, "merge-base", now, commit) != now:
        raise Failed(
            f"{wanted} 不在目前版本（{label}）之後，升級只往前，沒有任何變更。要升級到沒有標籤的版本，請寫出分支或提交：{site.script} upgrade main。"
            f"要回到較早的版本，請另行安裝那個版本，並還原當時的備份（docs/operations.md）。\n"
            f"{wanted} does not come after what runs ({label}); nothing was changed. Name a branch or commit that does: "
            f"{site.script} upgrade main. An earlier version is had by installing it elsewhere and restoring a backup of its time."
        )


def folder_of(site: Site, commit: str) -> Path:
    """Return where the release of a commit lies."""
    return site.code / "releases" / commit[:12]


def running(site: Site) -> Path | None:
    """Return the release that runs."""
    return site.code / site.current.readlink() if site.current.is_symlink() else None


def make(machine: Machine, site: Site, commit: str, label: str) -> Path:
    """Make a release ready to run: code, packages of uv.lock, static files. Raises Failed; a half-made one is made anew."""
    release = folder_of(site, commit)
    if (release / MARK).exists():
        return release
    if not machine.change(f"準備程式 · Making release {label} ready in {release}"):
        return release
    shutil.rmtree(release, ignore_errors=True)
    release.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="cctv-install-") as name:
        packed = str(Path(name) / "code.tar")
        run(["git", "-C", str(site.code / "source.git"), "archive", "--output", packed, commit], env=_git_env(site))
        run(["tar", "--extract", "--no-same-owner", "--file", packed, "--directory", str(release)])
        _sync(site, release)
        env = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod",
            "CCTV_DATA_DIR": name, "CCTV_STATIC_ROOT": str(release / "staticfiles"),
        }  # fmt: skip
        run([site.python(release), "manage.py", "collectstatic", "--noinput", "--verbosity=0"], env=env, cwd=release)
    _open_to_read(release)
    (release / MARK).write_text(f"{label} {commit}\n", encoding="utf-8")
    return release


def forget_old(machine: Machine, site: Site, *keep: Path) -> None:
    """Remove releases but those to keep."""
    for folder in sorted((site.code / "releases").glob("*")):
        if folder not in keep and machine.change(f"移除舊版程式 · Removing the old release {folder.name}"):
            shutil.rmtree(folder)


def _sync(site: Site, release: Path) -> None:
    try:
        uv = prepare.uv(site.code / "tools")
        prepare.sync(uv, dev=False, root=release)
    except SystemExit as stopped:
        raise Failed("無法安裝 Python 套件，理由如上。Packages could not be installed; see above.") from stopped


def _open_to_read(release: Path) -> None:
    """Whatever umask root has: the school's account reads and runs the code."""
    run(["chmod", "-R", "u=rwX,go=rX", str(release)])


def _git(site: Site, *words: str) -> str:
    return answers(["git", "-C", str(site.code / "source.git"), *words], env=_git_env(site))


def _git_env(site: Site) -> dict[str, str]:
    """Let git, as root, read a checkout that belongs to somebody else: we read it only."""
    config = site.code / "gitconfig"
    if site.code.exists() and not config.exists():
        config.write_text("[include]\n\tpath = ~/.gitconfig\n[safe]\n\tdirectory = *\n", encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return env | ({"GIT_CONFIG_GLOBAL": str(config)} if config.exists() else {})

"""Makes a bare machine ready: packages of the system through apt where it may, uv, and the project's own `.venv`.

Uses the standard library only: it runs before anything is installed. What is already there is left alone.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from script.lib.terminal import run, say, step, stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
TOOLS = ROOT / ".tools"
UV_VERSION = "uv>=0.13"
NETWORK = "請確認可以連上網際網路後再執行一次。Check the network and run this again."


@dataclass(frozen=True)
class Package:
    """A Debian package, and how else to see that what it brings is there (a program, a library)."""

    name: str
    program: str = ""
    library: str = ""
    required: bool = False

    def is_there(self) -> bool:
        """Say whether the package, its program or its library is on this machine."""
        return bool(
            (self.program and shutil.which(self.program))
            or (self.library and ctypes.util.find_library(self.library))
            or _dpkg_knows(self.name)
        )


SERVER_PACKAGES = (
    Package("libpango-1.0-0", library="pango-1.0", required=True),
    Package("libpangoft2-1.0-0", library="pangoft2-1.0", required=True),
    Package("libharfbuzz-subset0", library="harfbuzz-subset", required=True),
    Package("fonts-cns11643-kai"),
)
UNIT_PACKAGES = (
    *SERVER_PACKAGES,
    Package("fonts-noto-cjk"),
    Package("poppler-utils", program="pdftoppm"),
    Package("strace", program="strace"),
    Package("faketime", program="faketime"),
)
ENGINE_PACKAGES = (
    Package("chromium-headless-shell", program="chromium-headless-shell"),
    Package("postgresql", program="initdb"),
    Package("redis-server", program="redis-server"),
)
LONG_PACKAGES = (
    Package("caddy", program="caddy"),
    Package("libreoffice-writer", program="soffice"),
)
"""What only `script/test --long` asks: the proxy in front, and whether an office opens our letters."""
TEST_PACKAGES = (*UNIT_PACKAGES, *ENGINE_PACKAGES)
VENV_PACKAGE = Package("python3-venv", required=True)


def prepare(packages: Sequence[Package], *, dev: bool) -> None:
    """Install what is missing of `packages`, and bring `.venv` to what uv.lock says; with `dev` the tools of tests too."""
    install(packages)
    sync(uv(), dev=dev)


def install(packages: Sequence[Package], *, start_services: bool = False) -> None:
    """Install the missing `packages`; where it may not, say what to install, and stop only for what is required.

    Servers among them are not started unless that is asked for.
    """
    missing = [package for package in packages if not package.is_there()]
    if not missing:
        return
    names = [package.name for package in missing]
    if apt := _apt():
        step(f"安裝系統套件 · Installing with apt: {' '.join(names)}")
        with contextlib.nullcontext() if start_services else _services_stay_off():
            _apt_install(apt, names)
        return
    advice = f"請先安裝 · Please install first:  sudo apt-get install {' '.join(names)}"
    if any(package.required for package in missing):
        stop(advice)
    say(f"{advice}\n（未安裝仍可執行，但部分功能無法使用 · It runs without, but not all of it works.）")


def uv(tools: Path = TOOLS) -> str:
    """Return a uv that runs: the machine's, or one of our own from PyPI in `tools`."""
    own = tools / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and Path(candidate).exists() and _runs(candidate, "--version"):
            return candidate
    if not find_spec("ensurepip"):
        install([VENV_PACKAGE])
    step("取得 uv · Getting uv")
    run([sys.executable, "-m", "venv", "--clear", str(tools)])
    run([str(tools / "bin" / "pip"), "install", "--quiet", UV_VERSION], advice=NETWORK)
    return str(own)


def sync(program: str, *, dev: bool, root: Path = ROOT) -> None:
    """Bring the `.venv` of the code at `root` to its uv.lock. What a developer has there beyond it stays."""
    own = str(root / ".venv" / "bin" / "python")
    python = own if _runs(own, "--version") else sys.executable
    arguments = [program, "sync", "--frozen", "--inexact", "--quiet", "--project", str(root), "--python", python]
    step("準備 Python 套件 · Python packages (uv.lock)")
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    run(arguments if dev else [*arguments, "--no-dev"], env=env, advice=NETWORK)


def _runs(*arguments: str) -> bool:
    try:
        return subprocess.run(arguments, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _dpkg_knows(name: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout == "installed"


def _apt() -> list[str]:
    """Return how apt-get may be run here without a question: as root, by sudo without password, or not at all."""
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    return ["sudo", "-n", "apt-get"] if shutil.which("sudo") and _runs("sudo", "-n", "true") else []


def _apt_install(apt: Sequence[str], names: Sequence[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    arguments = [*apt, "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", *names]
    if subprocess.run(
        arguments, env=env, check=False, capture_output=True
    ).returncode:  # stale or missing package lists
        run([*apt, "update", "-qq"], env=env, advice=NETWORK)
        run(arguments, env=env, advice=NETWORK)


@contextlib.contextmanager
def _services_stay_off() -> Iterator[None]:
    """Keep Debian from starting the database servers it installs: tests start their own, and end them."""
    policy = Path("/usr/sbin/policy-rc.d")
    if os.geteuid() != 0 or policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()

"""Where one installation lies. A county has several beside each other: each has a name, and everything follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """One school's installation. `root` is `/`, and a folder of its own only where the installing itself is tried."""

    name: str = "cctv"
    root: Path = Path("/")
    account: str = ""

    @property
    def user(self) -> str:
        """The system account its processes run under; the code is not theirs to change."""
        return self.account or self.name

    @property
    def code(self) -> Path:
        """Everything that can be made anew: source, releases, uv."""
        return self.root / "opt" / self.name

    @property
    def current(self) -> Path:
        """The link to the release that runs."""
        return self.code / "current"

    @property
    def data(self) -> Path:
        """What must not be lost."""
        return self.root / "var/lib" / self.name

    @property
    def backups(self) -> Path:
        """Where backups go when nobody says where: another disk is better."""
        return self.root / "var/backups" / self.name

    @property
    def etc(self) -> Path:
        """The settings."""
        return self.root / "etc" / self.name

    @property
    def environment(self) -> Path:
        """What every process is told: readable by root and the account, nobody else."""
        return self.etc / "environment"

    @property
    def owner(self) -> Path:
        """How the tables' owner signs in, for migrating: root's alone."""
        return self.etc / "owner"

    @property
    def asked(self) -> Path:
        """What was asked for when it was installed: an upgrade, and installing again, need not be told."""
        return self.etc / "install.json"

    @property
    def units(self) -> Path:
        """Where systemd looks."""
        return self.root / "etc/systemd/system"

    @property
    def unfinished(self) -> Path:
        """What an upgrade notes until it has ended: while it is there, systemd starts nothing."""
        return self.code / "upgrade-unfinished.json"

    @property
    def starting(self) -> Path:
        """The same while it is started: systemd may, and whether it gets ready is not known yet."""
        return self.unfinished.with_suffix(".starting")

    @property
    def script(self) -> str:
        """What people type; with the name, for the release linked to may be one that does not know its own."""
        return f"{self.current}/script/install" + ("" if self.name == "cctv" else f" --name {self.name}")

    def python(self, release: Path) -> str:
        """Return the Python of a release."""
        return str(release / ".venv/bin/python")

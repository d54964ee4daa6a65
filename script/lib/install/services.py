"""The one place that talks to systemd; and what is done where this machine was not started by it."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from script.lib.install import environment, units
from script.lib.install.machine import Failed, answers, run
from script.lib.terminal import say

if TYPE_CHECKING:
    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.site import Site

READY_SECONDS = 120


class Services(Protocol):
    """Whoever starts and stops the parts of the installation; `lasts` when they go on without us."""

    lasts: bool

    def apply(self, machine: Machine) -> None:
        """See to it that the parts are known as this version has them, and start with the machine."""

    def start(self) -> None:
        """Start what does not run."""

    def stop(self) -> None:
        """Stop everything: nothing is written any more. Raises Failed."""

    def is_running(self) -> bool:
        """Say whether it runs."""

    def has_ended(self) -> bool:
        """Say whether what was started has ended by itself."""

    def leave(self) -> None:
        """Say what is left for people to do."""


def services_of(site: Site, options: Options) -> Services:
    """Return systemd where this machine was started by it."""
    return (
        Systemd(site, options)
        if Path("/run/systemd/system").is_dir() and site.root == Path("/")
        else ByHand(site, options)
    )


class Systemd:
    """The services of systemd: three units and a target."""

    lasts = True

    def __init__(self, site: Site, options: Options) -> None:
        self.site, self.options = site, options

    def apply(self, machine: Machine) -> None:
        written = [
            machine.file(self.site.units / name, text) for name, text in units.texts(self.site, self.options).items()
        ]
        target = f"{self.site.name}.target"
        if any(written) and not machine.dry:
            run(["systemctl", "daemon-reload"])
        if answers(["systemctl", "is-enabled", target]) != "enabled" and machine.change(
            f"開機時啟動 · At boot: {target}"
        ):
            run(["systemctl", "enable", "--quiet", target])

    def start(self) -> None:
        parts = [f"{self.site.name}-{part}.service" for part in units.TITLES]
        answers(["systemctl", "reset-failed", *parts])
        run(["systemctl", "start", f"{self.site.name}.target", *parts])

    def stop(self) -> None:
        run(
            [
                "systemctl",
                "stop",
                f"{self.site.name}.target",
                *(f"{self.site.name}-{part}.service" for part in units.TITLES),
            ]
        )

    def is_running(self) -> bool:
        return answers(["systemctl", "is-active", f"{self.site.name}-{units.WEB}.service"]) == "active"

    def has_ended(self) -> bool:
        return answers(["systemctl", "is-failed", f"{self.site.name}-{units.WEB}.service"]) == "failed"

    def leave(self) -> None:
        pass


class ByHand:
    """Without systemd the units are written all the same, and the site is started to see whether it answers; then people go on."""

    lasts = False

    def __init__(self, site: Site, options: Options) -> None:
        self.site, self.options = site, options
        self._web: subprocess.Popen[bytes] | None = None

    def apply(self, machine: Machine) -> None:
        for name, text in units.texts(self.site, self.options).items():
            machine.file(self.site.units / name, text)

    def start(self) -> None:
        if self.is_running():
            return
        who: dict[str, object] = {}
        if self.site.user != pwd.getpwuid(os.geteuid()).pw_name:
            who = {"user": self.site.user, "group": self.site.user, "extra_groups": []}
        self._web = subprocess.Popen(  # type: ignore[call-overload]
            units.command(self.site, units.WEB, self.options.port), cwd=self.site.current,
            env=environment.of_processes(self.site), stdin=subprocess.DEVNULL, start_new_session=True, **who,
        )  # fmt: skip

    def stop(self) -> None:
        if self._web:
            self._web.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._web.wait(30)
            self._web.kill()
            self._web.wait()
            self._web = None
        if self.is_running():
            raise Failed(
                "這部主機不是由 systemd 管理：請先停止網站、背景程式與排程，再執行一次。\n"
                "Without systemd nobody here can stop the site, its worker and beat: stop them, then run this again."
            )

    def is_running(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.options.port)) == 0

    def has_ended(self) -> bool:
        return self._web is not None and self._web.poll() is not None

    def leave(self) -> None:
        self.stop()
        lines = [" ".join(units.command(self.site, part, self.options.port)) for part in units.TITLES]
        say(
            "\n這部主機沒有 systemd：已確認可以啟動，但沒有人會在開機時啟動它。請以下列指令執行（帳號 "
            f"{self.site.user}，資料夾 {self.site.current}，環境 {self.site.environment}）：\n"
            "There is no systemd here: it was seen to start, but nothing starts it at boot. Run these yourself:\n    "
            + "\n    ".join(lines)
        )


def wait_until_ready(services: Services, port: int, seconds: float = READY_SECONDS) -> None:
    """Wait until /health/ says that people can work here. Raises Failed with its reasons."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline, said = time.monotonic() + seconds, "沒有回應 · no answer"
    while time.monotonic() < deadline and not services.has_ended():
        try:
            with opener.open(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except urllib.error.HTTPError as error:
            with contextlib.suppress(ValueError):
                said = "、".join(json.load(error)["failures"].values())
        except OSError:
            pass
        time.sleep(0.2)
    ended = "程式啟動後即結束，請看日誌 · it ended by itself, see its log" if services.has_ended() else said
    raise Failed(f"網站沒有就緒：{ended}\nThe site did not become ready.")

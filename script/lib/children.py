"""The processes of a server: started together, watched, ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import ssl
import subprocess
import threading
import time
import urllib.request
from typing import TYPE_CHECKING

from script.lib.prepare import ROOT
from script.lib.terminal import say, step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType, TracebackType
    from typing import Self

GRACE_SECONDS = 20
HEALTH_SECONDS = 60


class Children:
    """Starts each child in a session of its own: Ctrl-C reaches only us, and we end them in order."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = threading.Event()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_all()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one child under the name people read."""
        step(f"啟動 · Starting {name}")
        self._running[name] = subprocess.Popen(
            command, env=self._env, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def stopping(self) -> bool:
        """Whether a signal asked to stop, or a child has ended by itself."""
        return self._asked_to_stop.is_set() or self._ended() is not None

    def supervise(self) -> int:
        """Wait for Ctrl-C, SIGTERM or SIGHUP (returns 0), or for a child that ends by itself (says which, returns 1)."""
        while not self._asked_to_stop.wait(0.3):
            if name := self._ended():
                say(
                    f"\n{name} 意外結束（代碼 {self._running[name].returncode}），全部停止。It ended by itself; stopping all."
                )
                return 1
        say("\n正在停止 · Stopping")
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop.set()

    def _ended(self) -> str | None:
        return next((name for name, child in self._running.items() if child.poll() is not None), None)

    def _end_all(self) -> None:
        for child in self._running.values():
            _signal(child, signal.SIGTERM, group=False)
        deadline = time.monotonic() + GRACE_SECONDS
        for name, child in self._running.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            _signal(child, signal.SIGKILL, group=True)  # what a child left behind, or the child that did not listen
            child.wait()
            say(f"已停止 · Stopped {name}")


def _signal(child: subprocess.Popen[bytes], number: signal.Signals, *, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if group:
            os.killpg(child.pid, number)
        elif child.poll() is None:
            child.send_signal(number)


def wait_until_healthy(host: str, port: int, *, tls: bool, children: Children) -> bool:
    """Wait until /health/ answers; say whether it did before something stopped or a minute was over."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    url = f"{'https' if tls else 'http'}://{name}:{port}/health/"
    unverified = ssl._create_unverified_context()  # noqa: S323 we ask ourselves whether we answer
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=unverified)
    )
    deadline = time.monotonic() + HEALTH_SECONDS
    while time.monotonic() < deadline and not children.stopping():
        with contextlib.suppress(OSError), opener.open(url, timeout=2):
            return True
        time.sleep(0.1)
    return False

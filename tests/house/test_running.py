"""It starts: plain manage.py, and script/server as an operator uses it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.house.source import ROOT, newcomer_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 150
pytestmark = pytest.mark.once
SERVER = str(ROOT / "script" / "server")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


@contextlib.contextmanager
def _started(command: list[str], folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `command` until /health/ answers on `port`; end it when the test has not."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=newcomer_environment(folder), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline, "no answer"
            time.sleep(0.1)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def _children(pid: int) -> list[int]:
    """Return the processes `pid` started and has not waited for."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _refused(folder: Path, *arguments: str, **environment: str) -> str:
    """Return what script/server said when it refused to start, before it made anything."""
    done = subprocess.run(
        [SERVER, *arguments],
        env=newcomer_environment(folder, **environment),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert not (folder / "keys").exists()
    return done.stderr


def test_plain_migrate_and_runserver_work(tmp_path: Path) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, env=newcomer_environment(tmp_path), check=True)
    port = _free_port()
    with _started([sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"], tmp_path, port):
        assert (tmp_path / "db.sqlite3").exists()


def test_the_server_says_its_address_is_alone_in_its_folder_stops_cleanly_and_starts_again(tmp_path: Path) -> None:
    port = _free_port()
    with _started([SERVER, "--port", str(port)], tmp_path, port) as server:
        second = [SERVER, "--port", str(_free_port())]
        refused = subprocess.run(
            second, env=newcomer_environment(tmp_path), check=False, capture_output=True, text=True
        )
        children = _children(server.pid)
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=90)[0]
    assert refused.returncode == 1
    assert "另一個 script/server" in refused.stderr
    assert server.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert said.count("已停止") == 2
    assert len(children) == 2
    assert not any(_children(pid) or _is_alive(pid) for pid in children)
    _a_child_that_ends_is_named_and_stops_the_rest(tmp_path, port)


def _a_child_that_ends_is_named_and_stops_the_rest(tmp_path: Path, port: int) -> None:
    with _started([SERVER, "--port", str(port)], tmp_path, port) as server:
        web, worker = _children(server.pid)
        os.kill(worker, signal.SIGKILL)
        said = server.communicate(timeout=90)[0]
    assert server.returncode == 1
    assert "worker + beat 意外結束" in said
    assert not _is_alive(web)
    assert not _answers(port)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_another_address_needs_encryption_or_a_clear_word(tmp_path: Path) -> None:
    assert "--tls" in _refused(tmp_path, "--host", "0.0.0.0", "--port", str(_free_port()))  # noqa: S104


@pytest.mark.parametrize("arguments", [("--host", "0.0.0.0"), ("--tls",)])  # noqa: S104
def test_the_demonstration_stays_on_this_machine(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert "示範資料" in _refused(tmp_path, "--demo", "--port", str(_free_port()), *arguments, CCTV_ALLOW_HTTP="1")


def test_the_demonstration_refuses_a_folder_with_real_data(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").touch()
    assert "正式資料" in _refused(tmp_path, "--demo", "--port", str(_free_port()))


def test_real_work_refuses_the_folder_of_a_demonstration(tmp_path: Path) -> None:
    (tmp_path / "DEMO").touch()
    assert "示範資料" in _refused(tmp_path, "--port", str(_free_port()))


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "--port" in _refused(tmp_path, "--port", str(taken.getsockname()[1]))

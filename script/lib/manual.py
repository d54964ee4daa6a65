"""script/manual: takes the pictures of docs/manual/pictures.toml anew, all or the named ones, from a fresh demonstration."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from typing import TYPE_CHECKING

from script.lib import prepare
from script.lib.terminal import say, stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READY_SECONDS = 300
GRACE_SECONDS = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pictures against `--url`, or against a demonstration of our own in a folder that goes afterwards."""
    parser = argparse.ArgumentParser(prog="script/manual", description="Takes the pictures of the manual anew.")
    parser.add_argument("--url", help="a demonstration that runs already")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures, as in docs/manual/pictures.toml")
    asked = parser.parse_args(arguments)
    prepare.prepare(prepare.TEST_PACKAGES, dev=True)
    with contextlib.ExitStack() as stack:
        url = asked.url or stack.enter_context(_demonstration())
        command = [str(prepare.VENV_PYTHON), "-m", "script.lib.pictures", url, *asked.names]
        return subprocess.run(command, cwd=prepare.ROOT, check=False).returncode


@contextlib.contextmanager
def _demonstration() -> Iterator[str]:
    """Run script/server --demo on a free port until the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="cctv-manual-") as folder:
        command = [sys.executable, "-m", "script.lib.server", "--demo", "--port", str(port)]
        server = subprocess.Popen(command, cwd=prepare.ROOT, env={**os.environ, "CCTV_DATA_DIR": folder})
        try:
            _wait(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(GRACE_SECONDS)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/health/?live", timeout=2):  # noqa: S310 our own
            say(url)
            return
        time.sleep(1)
    stop("示範沒有啟動，請看上面的訊息。The demonstration did not start; see the lines above.")


if __name__ == "__main__":
    sys.exit(main())

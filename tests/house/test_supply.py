"""The bill of materials is whole, and an audit that asked nobody is never taken for a good one."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from script.lib import prepare
from script.lib.supply import Verdict, audit, write_bill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK = tomllib.loads((prepare.ROOT / "uv.lock").read_text(encoding="utf-8"))
KNOWN = "PYSEC-2026-1"
ADVISORY = {
    "id": KNOWN,
    "summary": "for a test",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [{"package": {"name": "gunicorn", "ecosystem": "PyPI"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}],
}  # fmt: skip


@pytest.fixture
def uv() -> str:
    return prepare.uv()


@pytest.fixture
def advisories() -> Iterator[Callable[..., str]]:
    """Return a function that serves an OSV database of this machine, and says where it is."""
    with contextlib.ExitStack() as stack:

        def serve(*vulnerable: str, status: int = 200) -> str:
            class Database(BaseHTTPRequestHandler):
                def do_POST(self) -> None:
                    asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
                    mark = [{"id": KNOWN, "modified": ADVISORY["modified"]}]
                    self._say(
                        {"results": [{"vulns": mark} if one["package"]["name"] in vulnerable else {} for one in asked]}
                    )

                def do_GET(self) -> None:
                    self._say(ADVISORY)

                def _say(self, what: object) -> None:
                    body = json.dumps(what).encode()
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *_: object) -> None:
                    """Say nothing."""

            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Database))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/"

        yield serve


def test_the_bill_names_every_package_of_the_product_with_its_version(uv: str, tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    count = write_bill(uv, path)
    bill = json.loads(path.read_text(encoding="utf-8"))
    named = {(one["name"], one["version"]) for one in bill["components"]}
    locked = {(one["name"], one["version"]) for one in LOCK["package"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert count == len(bill["components"]) > 50
    assert named <= locked
    [product] = [one for one in LOCK["package"] if "virtual" in one["source"]]
    assert {one["name"] for one in product["dependencies"]} <= {name for name, _ in named}
    assert "pytest" not in {name for name, _ in named}


def test_a_known_vulnerability_is_found_by_name(uv: str, advisories: Callable[..., str]) -> None:
    result = audit(uv, advisories("gunicorn"))
    assert result.verdict is Verdict.FOUND
    assert "gunicorn" in result.why
    assert KNOWN in result.why


def test_none_known_is_said_with_how_many_were_asked_about(uv: str, advisories: Callable[..., str]) -> None:
    result = audit(uv, advisories())
    assert result.verdict is Verdict.CLEAN
    assert result.why.startswith(f"{len(LOCK['package']) - 1} packages")


def test_who_cannot_be_asked_has_not_said_that_all_is_well(uv: str, advisories: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert audit(uv, f"http://127.0.0.1:{port}/").verdict is Verdict.NOT_CHECKED
    assert audit(uv, advisories(status=503)).verdict is Verdict.NOT_CHECKED
    assert audit("/bin/false").verdict is Verdict.NOT_CHECKED

"""The Caddy of Debian with the school's own certificate, told what script/install tells it, before the product itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from cctv_admin.certificate import CertificateFiles, ensure
from script.lib import prepare
from script.lib.install import proxy, units
from script.lib.install.options import Options
from script.lib.install.site import Site
from tests.house.source import ROOT, newcomer_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CADDY = shutil.which("caddy") or ""
pytestmark = [pytest.mark.long, pytest.mark.skipif(not CADDY, reason="caddy: not on this machine")]
ELSEWHERE = """\
{{
	admin off
	auto_https disable_certs
	http_port {http}
	https_port {https}
	default_bind 127.0.0.1
	skip_install_trust
}}
"""
"""Ports that are free here, nothing of this machine touched; the rest is what script/install writes."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Front:
    """What stands before the product: two ports of this machine, and who signed its certificate."""

    http: int
    https: int
    authority: Path

    def get(self, path: str, *, tls: bool = True, **headers: str) -> Answer:
        """Ask as a browser does that trusts the school's authority."""
        trust = ssl.create_default_context(cafile=str(self.authority))
        asked: http.client.HTTPConnection = (
            http.client.HTTPSConnection("localhost", self.https, context=trust, timeout=20)
            if tls
            else http.client.HTTPConnection("localhost", self.http, timeout=20)
        )
        with contextlib.closing(asked):
            asked.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            got = asked.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read().decode())


def free_ports(number: int) -> list[int]:
    """Return ports nobody listens on."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The web process of a server, and Caddy before it with the certificate the operator named."""
    folder = tmp_path_factory.mktemp("front")
    web, plain, secure = free_ports(3)
    files = CertificateFiles.in_folder(folder / "tls")
    ensure(["localhost"], files, dt.datetime.now(dt.UTC))
    site = Site("cctv", folder, "root")
    site.etc.mkdir(parents=True)
    site.environment.write_text(f"CCTV_TLS_CERT={files.certificate}\nCCTV_TLS_KEY={files.key}\n")
    options = replace(Options(name="cctv", root=folder), url=f"https://localhost:{secure}", port=web, caddy=True)
    caddyfile = folder / "Caddyfile"
    caddyfile.write_text(ELSEWHERE.format(http=plain, https=secure) + proxy.text(site, options))
    env = newcomer_environment(
        folder / "data", DJANGO_SETTINGS_MODULE="cctv_admin.settings.prod", CCTV_BEHIND_PROXY="1",
        CCTV_PUBLIC_URL=options.url,
    )  # fmt: skip
    command = [str(prepare.VENV_PYTHON), *units.command(site, units.WEB, web)[1:]]
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "/usr/bin:/bin"}
    with (
        subprocess.Popen(command, cwd=ROOT, env=env) as product,
        subprocess.Popen([CADDY, "run", "--adapter", "caddyfile", "--config", str(caddyfile)], env=home) as caddy,
    ):
        try:
            found = Front(plain, secure, files.authority)
            until_it_answers(found)
            yield found
        finally:
            caddy.terminate()
            product.terminate()


def until_it_answers(front: Front, seconds: int = 90) -> None:
    """Wait until Caddy has found the product well."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if front.get("/health/?live").status == 200:
                return
        time.sleep(0.2)
    pytest.fail("nothing answered")


def test_the_product_answers_over_tls_and_the_browser_is_told_to_stay_there(front: Front) -> None:
    got = front.get("/health/?live")
    assert json.loads(got.body) == {"status": "ok"}
    assert got.headers["strict-transport-security"].startswith("max-age=31536000")
    signing_in = front.get("/")
    assert (signing_in.status, signing_in.headers["location"]) == (302, "/accounts/login/?next=/")


def test_nobody_else_is_taken_for_the_school(front: Front) -> None:
    stranger = ssl.create_default_context()
    asked = http.client.HTTPSConnection("localhost", front.https, context=stranger, timeout=20)
    with contextlib.closing(asked), pytest.raises(ssl.SSLCertVerificationError):
        asked.request("GET", "/health/?live")


def test_plain_http_is_sent_to_https_whatever_it_says_of_itself(front: Front) -> None:
    for said in ({}, {"X_Forwarded_Proto": "https"}):
        got = front.get("/health/?live", tls=False, **said)
        assert got.status in {301, 308}
        assert got.headers["location"].startswith("https://localhost")
        assert "status" not in got.body


def test_how_a_request_came_is_said_by_caddy_alone(front: Front) -> None:
    got = front.get("/health/?live", X_Forwarded_Proto="http")
    assert (got.status, json.loads(got.body)) == (200, {"status": "ok"})
    assert "strict-transport-security" in got.headers

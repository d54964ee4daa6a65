"""What the operator of script/server asked for, and what is refused before anything is installed or made."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from script.lib.prepare import ROOT
from script.lib.terminal import stop

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 named only to be recognised


@dataclass(frozen=True)
class Options:
    """What the operator asked for."""

    demo: bool
    host: str
    port: int
    tls: bool
    data_dir: Path

    @property
    def names(self) -> list[str]:
        """The names people use in the address: the host, or what this machine is called when it listens everywhere."""
        return [_own_address(), socket.gethostname()] if self.host in EVERY_ADDRESS else [self.host]

    @property
    def url(self) -> str:
        """The address people open."""
        name = f"[{self.names[0]}]" if ":" in self.names[0] else self.names[0]
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}"

    @property
    def makes_certificate(self) -> bool:
        """Whether HTTPS is answered with a certificate of our own making."""
        return self.tls and not os.environ.get("CCTV_TLS_CERT")


def parse(arguments: Sequence[str] | None) -> Options:
    """Read the command line and `CCTV_DATA_DIR`; a wrong word exits 2 with the usage."""
    parser = argparse.ArgumentParser(
        prog="script/server", description="準備並啟動監視錄影系統管理。Prepares everything and runs the product."
    )
    parser.add_argument("--demo", action="store_true", help="示範資料 · invented data, loopback only")
    parser.add_argument("--host", default="127.0.0.1", help="預設 %(default)s；本機以外需要 --tls")
    parser.add_argument("--port", type=int, default=8000, help="預設 %(default)s")
    parser.add_argument(
        "--tls", action="store_true", help="HTTPS；沒有憑證時自行製作 · makes a certificate if there is none"
    )
    asked = parser.parse_args(arguments)
    default = ROOT / "var" / "demo" if asked.demo else ROOT / "var"
    data_dir = Path(os.environ.get("CCTV_DATA_DIR") or default).resolve()
    return Options(demo=asked.demo, host=asked.host, port=asked.port, tls=asked.tls, data_dir=data_dir)


def environment(options: Options) -> dict[str, str]:
    """Return the environment of every process: what the operator set stays, what is missing is filled in."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    env |= {"DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod", "CCTV_DATA_DIR": str(options.data_dir)}
    env["CCTV_DEMO"] = "1" if options.demo else "0"
    env.setdefault("CCTV_PUBLIC_URL", options.url)
    env.setdefault("CCTV_ALLOWED_HOSTS", ",".join(options.names))
    if options.makes_certificate:
        env.setdefault("CCTV_HSTS_SECONDS", "0")
    return env


def refuse_unsafe(options: Options) -> None:
    """Stop, before anything is installed or made, where the settings would refuse or the port is taken."""
    on_loopback = options.host in LOOPBACK
    if options.demo and (options.tls or not on_loopback):
        stop(
            "示範資料的密碼是公開的，只能在本機使用：請移除 --host 與 --tls。\n--demo stays on this machine: its password is public."
        )
    if not (on_loopback or options.tls or os.environ.get("CCTV_ALLOW_HTTP") == "1"):
        stop(
            "本機以外的位址需要加密：請加上 --tls，或明確設定 CCTV_ALLOW_HTTP=1（每一頁都會顯示警告）。\n"
            "Beyond loopback: add --tls, or set CCTV_ALLOW_HTTP=1 (every page will say so)."
        )
    if bool(os.environ.get("CCTV_TLS_CERT")) != bool(os.environ.get("CCTV_TLS_KEY")):
        stop("請同時設定 CCTV_TLS_CERT 與 CCTV_TLS_KEY。Set both CCTV_TLS_CERT and CCTV_TLS_KEY.")
    with socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            stop(
                f"無法使用 {options.host}:{options.port}（{error.strerror}）：請用 --port 指定其他連接埠。\n"
                "Cannot listen there; choose another --port."
            )


def _own_address() -> str:
    """Return the address of this machine in its network; nothing is sent (192.0.2.0/24 is for documentation)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])

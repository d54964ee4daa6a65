"""Caddy in front, only where it was asked for: HTTPS with a public certificate, the school's own, or one of its own making."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from script.lib.install import environment
from script.lib.install.machine import Failed, answers, run

if TYPE_CHECKING:
    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.site import Site

IMPORT = "import /etc/caddy/schools/*.caddy\n"
SITE = """\
# Written by script/install.
{address} {{
	{tls}
	reverse_proxy 127.0.0.1:{port} {{
		health_uri /health/?live
		health_interval 30s
	}}
}}
"""


def text(site: Site, options: Options) -> str:
    """Return what Caddy is told of this school."""
    said = environment.read(site.environment)
    own = said.get("CCTV_TLS_CERT") and said.get("CCTV_TLS_KEY")
    tls = (
        f"tls {said['CCTV_TLS_CERT']} {said['CCTV_TLS_KEY']}" if own else "tls internal" if options.internal_ca else ""
    )
    filled = SITE.format(address=urlsplit(options.url).netloc, tls=tls, port=options.port)
    return "".join(line for line in filled.splitlines(keepends=True) if line.strip())


def apply(machine: Machine, site: Site, options: Options) -> None:
    """See to it that Caddy answers for this school. Raises Failed."""
    main = site.root / "etc/caddy/Caddyfile"
    is_new = machine.file(site.root / f"etc/caddy/schools/{site.name}.caddy", text(site, options))
    said = main.read_text(encoding="utf-8") if main.exists() else ""
    if IMPORT not in said:
        # Debian's own example answers on port 80, which Caddy needs to get and renew certificates.
        kept = "".join(f"# {line}" for line in said.splitlines(keepends=True))
        is_new |= machine.file(main, kept + IMPORT)
    if is_new and not machine.dry:
        run(["caddy", "validate", "--adapter", "caddyfile", "--config", str(main)])
        if not answers(["systemctl", "is-system-running"]):
            return
        try:
            run(["systemctl", "reload-or-restart", "caddy"])
        except Failed as failed:
            raise Failed(f"Caddy 無法重新載入。Caddy could not be reloaded.\n{failed}") from failed

"""A scanner's look at the whole product: `script/bench scan`, which writes docs/security/scan.md.

wapiti, in an environment of its own, walks the demonstration without a session and as each role and attacks every form it finds. A
proof of person stays fresh all day here, so that what is sent reaches the acts behind it; afterwards the session must still be there,
and the ledger in order. Nothing above informational may be found. Wants Python 3.12 for wapiti (`BENCH_SCAN_PYTHON` names one, else uv looks).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from script.lib import prepare
from script.lib.server import DEMO_PASSWORD
from script.lib.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

WAPITI = "wapiti3==3.3.2"
PAGE = prepare.ROOT / "docs" / "security" / "scan.md"
MODULES = "backup,crlf,csrf,exec,file,htaccess,methods,permanentxss,redirect,shellshock,sql,upload,xss"
"""What asks this machine only. Left out: guessing of names and passwords, what needs a server outside, other people's products, and LDAP,
which is not there: that module compares the bytes of answers, and no two ODS files are alike.
"""
ROLES = ("", "teacher", "handler", "supervisor", "principal", "guard", "administrator", "auditor")
OPEN = ("/track/", "/help/certificate/")
"""What is open without a session and no open page leads to."""
NOT_TO_BE_ASKED = (
    "/accounts/logout/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/login/", "/accounts/reauthenticate/",
    "/accounts/mfa/", "/accounts/locked/",
)  # fmt: skip
"""What ends the scanner's own session or asks for more than a password; and where words are proven: after five wrong ones all
answers are alike and are taken for findings.
"""
LASTED = 120
"""So many seconds before the end the session was seen at the latest: it is looked at once a minute."""
PROOF_ALL_DAY = """
import django; django.setup()
from django.utils import timezone
from accounts.models import SchoolPlan
from accounts.selectors.witnessed import PLANS
from ledger.choices import Verb
from ledger.services import append, operator
for plan in SchoolPlan.objects.all():
    plan.proof_minutes = 24 * 60
    plan.save(update_fields=["proof_minutes"])
    append(verb=Verb.PLAN_CHANGED, actor=operator(), now=timezone.now(), **PLANS.said(plan))
"""
SEEN_LAST = """
import sys; import django; django.setup()
from allauth.usersessions.models import UserSession
from django.utils import timezone
there = [one.last_seen_at for one in UserSession.objects.filter(user__username=sys.argv[1]) if one.exists()]
print(int((timezone.now() - max(there)).total_seconds()) if there else -1)
"""
INFORMATIONAL = 0


@contextlib.contextmanager
def demonstration(folder: Path, port: int) -> Iterator[str]:
    """Run the demonstration in `folder`; yield where it answers."""
    env = {**os.environ, "CCTV_DATA_DIR": str(folder)}
    command = [str(prepare.ROOT / "script" / "server"), "--demo", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with (folder.parent / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _until_it_answers(f"{url}/health/", server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=120)


def _until_it_answers(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("The demonstration did not start.")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 our own address
            return
        time.sleep(0.5)
    raise SystemExit("The demonstration does not answer.")


def scan(url: str, role: str, seconds: int, work: Path) -> dict[str, Any]:
    """Scan as `role` (nobody when empty) and return wapiti's report."""
    report = work / f"{role or 'nobody'}.json"
    python = os.environ.get("BENCH_SCAN_PYTHON", ">=3.12")
    command = [
        prepare.uv(), "tool", "run", "--python", python, "--from", WAPITI, "wapiti", "--url", f"{url}/", "--scope", "folder",
        "--module", MODULES, "--flush-session", "--store-session", str(work / "session"), "--store-config", str(work / "config"),
        "--scan-force", "polite", "--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 4), "--verify-ssl", "0",
        "--format", "json", "--output", str(report), "--no-bugreport", "--verbose", "0",
    ]  # fmt: skip
    for address in NOT_TO_BE_ASKED:
        command += ["--exclude", f"{url}{address}*"]
    for address in OPEN:
        command += ["--start", f"{url}{address}"]
    if role:
        command += ["--form-user", role, "--form-password", DEMO_PASSWORD, "--form-url", f"{url}/accounts/login/"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(report.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


ENTRIES = "import django; django.setup(); from ledger.selectors import length; print(length())"


def asked(folder: Path, program: str, *arguments: str) -> str:
    """Run a few lines of Python beside the demonstration in `folder` and return what they print."""
    env = {**os.environ, "CCTV_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod"}
    env |= {"CCTV_DEMO": "1", "CCTV_PUBLIC_URL": "http://127.0.0.1"}
    command = [str(prepare.VENV_PYTHON), "-c", program, *arguments]
    done = subprocess.run(command, env=env, cwd=prepare.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def lasted(folder: Path, role: str) -> str:
    """Say whether the role's session was there and used to the end."""
    if not role:
        return "none"
    ago = int(asked(folder, SEEN_LAST, role))
    return "yes" if 0 <= ago <= LASTED else f"**no** ({ago})"


def findings(report: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Return kind, level and place of everything a report says; a server error counts, what it only remarks is informational."""
    said = [(kind, one, one["level"]) for part in ("vulnerabilities", "anomalies") for kind, one in _each(report[part])]
    said += [(kind, one, INFORMATIONAL) for kind, one in _each(report["additionals"])]
    return [(kind, level, f"{one['method']} {one['path']}: {one['info']}") for kind, one, level in said]


def _each(part: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((kind, one) for kind, many in part.items() for one in many)


def main(arguments: list[str]) -> int:
    """Scan as everybody, write the page; return 0 when nothing above informational was found."""
    parser = argparse.ArgumentParser(prog="script/bench scan", description=__doc__)
    parser.add_argument("--seconds", type=int, default=900, help="a role")
    parser.add_argument("--port", type=int, default=8104)
    parser.add_argument("--roles", nargs="*", default=ROLES, help="a few instead of all")
    options = parser.parse_args(arguments)
    lines, bad = list[str](), 0
    with tempfile.TemporaryDirectory(prefix="cctv-scan-") as name:
        data = Path(name) / "data"
        data.mkdir()
        with demonstration(data, options.port) as url:
            asked(data, PROOF_ALL_DAY)
            for role in options.roles:
                began, before = time.monotonic(), int(asked(data, ENTRIES))
                report = scan(url, role, options.seconds, Path(name))
                is_there, entries = lasted(data, role), int(asked(data, ENTRIES)) - before
                bad += is_there.startswith("**")
                found = findings(report)
                above = [one for one in found if one[1] > INFORMATIONAL]
                bad += len(above)
                levels = Counter(kind for kind, *_ in found)
                told = ", ".join(f"{kind} {count}" for kind, count in sorted(levels.items())) or "nothing"
                pages = report["infos"].get("crawled_pages_nbr", 0)
                lines.append(
                    f"| {role or 'nobody'} | {pages} | {time.monotonic() - began:.0f} | {is_there} | {entries} | {len(above)} | {told} |"
                )
                say(lines[-1])
                for one in above:
                    say(f"  {one}")
            say(asked(data, "import django; django.setup(); from ledger.services import verify; print(verify())"))
    PAGE.write_text(_page(lines), encoding="utf-8")
    return int(bool(bad))


def _page(lines: list[str]) -> str:
    head = PAGE.read_text(encoding="utf-8").partition("| as |")[0]
    return "\n".join(
        [
            f"{head}| as | pages | seconds | session lasted | ledger entries | above informational | all |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

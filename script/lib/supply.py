"""What the product is made of, and whether it is known to be vulnerable: `python -m script.lib.supply` (SBOM, then audit).

Both are uv's own, from uv.lock. The audit asks the OSV database; who cannot be asked has not said that all is well.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from script.lib import prepare
from script.lib.terminal import say, stop

if TYPE_CHECKING:
    from pathlib import Path

BILL = prepare.ROOT / "tests" / "artefacts" / "sbom.cdx.json"


class Verdict(Enum):
    """What an audit came to."""

    CLEAN = "ok"
    FOUND = "FAILED"
    NOT_CHECKED = "NOT CHECKED"


@dataclass(frozen=True)
class Audit:
    """The verdict with its reason in words."""

    verdict: Verdict
    why: str


def write_bill(uv: str, path: Path = BILL) -> int:
    """Write the software bill of materials (CycloneDX JSON) of what is installed for people; return how many it names."""
    command = [uv, "export", "--frozen", "--no-dev", "--format", "cyclonedx1.5", "--preview-features", "sbom-export"]
    done = subprocess.run(command, cwd=prepare.ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        stop(done.stderr.strip())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(done.stdout, encoding="utf-8")
    return len(json.loads(done.stdout)["components"])


def audit(uv: str, service: str = "") -> Audit:
    """Ask for known vulnerabilities of everything in uv.lock, tools of tests too. `service` is another OSV than the public one."""
    command = [uv, "audit", "--frozen", "--preview-features", "audit-command,json-output", "--output-format", "json"]
    command += ["--service-url", service] if service else []
    env = {**os.environ, "UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "20"}
    done = subprocess.run(command, cwd=prepare.ROOT, env=env, check=False, capture_output=True, text=True)
    try:
        said = json.loads(done.stdout)
        asked, found = said["summary"]["audited_packages"], said["vulnerabilities"]
        named = [f"{one['dependency']['name']} {one['dependency']['version']}: {one['id']}" for one in found]
    except (ValueError, KeyError, TypeError):
        reason = done.stderr.strip().splitlines() or ["no answer"]
        return Audit(Verdict.NOT_CHECKED, reason[-1].strip().removeprefix("cause: "))
    if named or (done.returncode == 1 and asked):
        return Audit(Verdict.FOUND, "; ".join(named) or json.dumps(said.get("adverse_statuses"), ensure_ascii=False))
    if done.returncode or not asked:
        return Audit(Verdict.NOT_CHECKED, f"{asked} packages were asked about")
    return Audit(Verdict.CLEAN, f"{asked} packages, none known to be vulnerable")


def main() -> int:
    """Write the bill and ask; return 1 when something is known, 0 otherwise — also when nobody could be asked."""
    uv = prepare.uv()
    say(f"{write_bill(uv)} components: {BILL.relative_to(prepare.ROOT)}")
    result = audit(uv)
    say(f"{result.verdict.value}: {result.why}")
    return int(result.verdict is Verdict.FOUND)


if __name__ == "__main__":
    sys.exit(main())

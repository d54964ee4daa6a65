"""script/test: prepares everything the tests need, then runs every check in order and says how long each took."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree as ET

from script.lib import prepare, servers, supply
from script.lib.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

PYTHON = str(prepare.VENV_PYTHON)
FLOOR = 95
FULL = (
    "*/transitions.py", "*/policies.py", "*/policies/*", "*/rules.py", "*/rules/*", "ledger/*",
    "retention/storage/*", "retention/services/destruction/*", "retention/services/copy_destruction/*",
)  # fmt: skip
"""What decides, and what cannot be undone, is covered to the last branch."""
BROWSER = "tests/browser"
OUTCOMES = ("failed", "passed", "skipped", "errors")


@dataclass
class Run:
    """The steps so far, with what each counted and how long it took in seconds."""

    work: Path
    long: bool = False
    rows: list[tuple[str, float, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bad: bool = False

    def step(
        self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None, *, quiet: bool = True
    ) -> None:
        """Run one command; a quiet one shows its output only when it fails. A failure does not stop the next step."""
        say(f"\n── {name} " + "─" * max(4, 74 - len(name)))
        began = time.monotonic()
        shown = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if quiet else {}
        done = subprocess.run(
            command,
            cwd=prepare.ROOT,
            env={**os.environ, "TMPDIR": str(self.work), **(env or {})},
            check=False,
            text=True,
            **shown,  # type: ignore[call-overload]
        )
        self._ended(name, began, done.returncode, done.stdout if quiet else "")

    def begin(self, name: str, command: Sequence[str]) -> Callable[[], None]:
        """Run one command beside the next steps; what is returned waits for it and says how it went, as `step` does."""
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=prepare.ROOT, env={**os.environ, "TMPDIR": str(self.work)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

        def finish() -> None:
            said, _ = process.communicate()
            self._ended(name, began, process.returncode, said)

        return finish

    def wait(self, name: str, until: Callable[[], None]) -> None:
        """Wait for what the next steps need. A failure ends the run."""
        began = time.monotonic()
        until()
        self._note(name, began, "ok")

    def skip(self, name: str, why: str) -> None:
        """Name a step that could not run. Where everything must run (CI=true) that is a failure."""
        self._note(name, time.monotonic(), f"SKIPPED: {why}")
        self.bad |= os.environ.get("CI") == "true"

    def audit(self, uv: str) -> None:
        """Ask for known vulnerabilities. Who could not be asked has said nothing: named so, and no failure."""
        began = time.monotonic()
        result = supply.audit(uv)
        self._note("known vulnerabilities", began, f"{result.verdict.value}: {result.why}")
        self.bad |= result.verdict is supply.Verdict.FOUND

    def pytest(
        self, name: str, arguments: Sequence[str], env: Mapping[str, str] | None = None, *, traced: bool = True
    ) -> None:
        """Run pytest, with coverage into a data file of its own when it is traced, and add up what it counted."""
        short = name.replace(" ", "-").lower()
        report = self.work / f"{short}.xml"
        command = [PYTHON, "-m", "pytest", *arguments, f"--junitxml={report}"]
        command += ["--cov", "--cov-report="] if traced else []
        command += ["--long"] if self.long else []
        self.step(name, command, {"COVERAGE_FILE": str(self.work / f".coverage.{short}"), **(env or {})}, quiet=False)
        if report.exists():
            self.counts += _counted(report)

    def close(self, began: float) -> int:
        """Print the table and the closing line; return the exit code."""
        say("\n" + "─" * 78)
        for name, seconds, result in self.rows:
            say(f"{name:<34} {seconds:8.1f} s  {result}")
        seconds = time.monotonic() - began
        say(f"{'total':<34} {seconds:8.1f} s  {'FAILED' if self.bad else 'ok'}\n")
        counted = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in OUTCOMES if self.counts[outcome])
        say(f" {counted or 'no tests ran'} in {seconds:.2f}s ".center(78, "="))
        return int(self.bad)

    def _ended(self, name: str, began: float, code: int, said: str) -> None:
        """Note how a command ended; what it said is shown only when it failed."""
        if code and said:
            say(said.rstrip())
        self._note(name, began, "ok" if code == 0 else f"FAILED ({code})")
        self.bad |= code != 0

    def _note(self, name: str, began: float, result: str) -> None:
        self.rows.append((name, time.monotonic() - began, result))
        say(f"{name}: {result}")


def main(arguments: Sequence[str]) -> int:
    """Run everything, or only pytest when there are arguments for it; return 0 when all that ran was good."""
    signal.signal(signal.SIGTERM, _on_term)
    began = time.monotonic()
    rest = [argument for argument in arguments if argument != "--long"]
    is_long = len(rest) != len(arguments)
    only_long = prepare.LONG_PACKAGES if is_long else ()
    if rest:
        prepare.prepare((*prepare.TEST_PACKAGES, *only_long), dev=True)
        long = ["--long"] if is_long else []
        return subprocess.run([PYTHON, "-m", "pytest", *rest, *long], cwd=prepare.ROOT, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="cctv-check-") as name, ThreadPoolExecutor(1) as beside:
        Path(name).chmod(0o711)  # a server under another account has its folder below it
        run = Run(work=Path(name), long=is_long)
        uv = prepare.uv()
        papers = beside.submit(prepare.install, (*prepare.UNIT_PACKAGES, *only_long))
        engines = beside.submit(prepare.install, prepare.ENGINE_PACKAGES)  # the larger half, first needed after SQLite
        run.wait("Python packages", lambda: prepare.sync(uv, dev=True))
        types = run.begin("mypy, beside the other checks", [PYTHON, "-m", "mypy", "."])  # the longest, on one core
        _checks_of_text(run)
        run.wait("libraries that draw papers", papers.result)
        _checks_of_code(run, uv)
        types()
        _tests(run, engines.result)
        _coverage(run)
        return run.close(began)


CHECK_JSONSCHEMA = "check-jsonschema==0.39.0"
"""Carries the Compose Specification's schema. It needs the HTTP library `requests`, so it runs apart (decision 5)."""


def _checks_of_text(run: Run) -> None:
    """Check what needs no package of the system."""
    run.step("ruff check", [PYTHON, "-m", "ruff", "check", "."])
    run.step("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."])
    run.step("lint-imports", [str(prepare.VENV_PYTHON.with_name("lint-imports"))])


def _checks_of_code(run: Run, uv: str) -> None:
    """Check what starts Django, which needs the libraries that draw papers."""
    safe = {
        "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.prod",
        "CCTV_DATA_DIR": str(run.work / "deploy"),
        "CCTV_PUBLIC_URL": "https://cctv.example.edu.tw",
    }
    test = {"DJANGO_SETTINGS_MODULE": "cctv_admin.settings.test"}
    apart = [uv, "tool", "run", "--from", CHECK_JSONSCHEMA, "check-jsonschema"]
    run.step("compose schema", [*apart, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"])
    run.wait("bill of materials", lambda: _write_bill(uv))
    run.audit(uv)
    run.step("check --deploy", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], safe)
    run.step("makemigrations --check", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], test)


def _write_bill(uv: str) -> None:
    say(f"{supply.write_bill(uv)} components: {supply.BILL.relative_to(prepare.ROOT)}")


def _tests(run: Run, engines: Callable[[], None]) -> None:
    two = ["-n", "2", "--dist", "worksteal", "-q"]
    plain, browser = [*two, f"--ignore={BROWSER}"], [*two, BROWSER]  # by folder alone: no test is in neither
    run.pytest("pytest SQLite", plain)
    run.wait("engines and browser", engines)
    with _production_servers() as (env, missing):
        if missing:
            run.skip("pytest PostgreSQL", missing)
        else:
            run.pytest("pytest PostgreSQL", plain, env)
        # What people do in a browser is reached, and counted, by the tests of each behaviour too.
        run.pytest("browser SQLite", browser, traced=False)
        if run.long and not missing:
            run.pytest("browser PostgreSQL", browser, env, traced=False)


@contextlib.contextmanager
def _production_servers() -> Iterator[tuple[dict[str, str], str]]:
    """Yield the environment of a throw-away PostgreSQL and Redis, or the name of what is missing on this machine."""
    with contextlib.ExitStack() as stack:
        try:
            env = {
                "DATABASE_URL": stack.enter_context(servers.postgresql()),
                "CCTV_BROKER_URL": stack.enter_context(servers.redis()),
            }
        except servers.ServerMissing as missing:
            yield {}, str(missing)
            return
        yield env, ""


def _coverage(run: Run) -> None:
    env = {"COVERAGE_FILE": str(run.work / ".coverage")}
    command = [PYTHON, "-m", "coverage"]
    run.step("coverage combine", [*command, "combine", "--quiet", str(run.work)], env)
    run.step(f"coverage >= {FLOOR} %", [*command, "report", f"--fail-under={FLOOR}"], env, quiet=False)
    run.step(
        "coverage 100 %: what decides", [*command, "report", "--fail-under=100", f"--include={','.join(FULL)}"], env
    )


def _counted(report: Path) -> Counter[str]:
    """Return passed, failed, skipped and errors of one JUnit report."""
    suite = next(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 pytest wrote it a moment ago
    number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    passed = number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    return Counter(passed=passed, failed=number["failures"], errors=number["errors"], skipped=number["skipped"])


def _on_term(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(143)  # through every `finally`: the servers end with us


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""Would a test notice if a decision were wrong? `script/bench mutation`, which writes bench/results/mutation.json.

mutmut changes one operator, constant, argument or word of one function at a time and runs the tests that reach it. What
nobody notices is a survivor: docs/security/mutation.md says of each why it lives. One process, at low priority: hours;
`.venv/bin/python -m bench.mutation GROUP …` does a part. What is known by now is written down every two minutes, so a run
that is broken off is not lost; what it did not come to counts as tried by nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from script.lib import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

MUTMUT = "mutmut==3.8.1"
"""Lent to the project's environment for a run, not locked into it."""
RESULTS = Path(__file__).parent / "results" / "mutation.json"
ROOMS = (
    "accounts", "cameras", "cctv_admin", "files", "ledger", "maintenance", "printing", "reports", "requests", "retention",
    "work",
)  # fmt: skip
KILLED, SURVIVED, NOT_REACHED, TOO_SLOW, NOT_TRIED = "killed", "survived", "not reached", "too slow", "not tried"
OUTCOMES = {
    None: NOT_TRIED,
    0: SURVIVED,
    1: KILLED,
    3: KILLED,
    33: NOT_REACHED,
    5: NOT_REACHED,
    36: TOO_SLOW,
    24: TOO_SLOW,
    -24: TOO_SLOW,
    152: TOO_SLOW,
}
NOTICED, UNNOTICED = (KILLED, TOO_SLOW), (SURVIVED, NOT_REACHED)
"""A mutant that never ends is noticed: the tests do not end either."""
EVERY_SECONDS = 120
SHOW = """
import json, sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name, path=find_mutant(name).path) for name in sys.argv[1:]}))
"""


@dataclass(frozen=True)
class Group:
    """Files that decide the same kind of thing, and the tests that prove them: services before pages, for their speed."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


NOT_EVERY_VERB = "--deselect=tests/ledger/test_appending.py::test_every_verb_has_a_sentence_and_can_be_recorded"
DUE_DAY = (
    "tests/copies/test_what_a_run_over_copies_says.py", "tests/copies/test_how_a_copy_ends.py",
    "tests/copies/test_what_a_killed_run_left.py", "tests/copies/test_known_to_be_gone.py",
    "tests/copies/test_who_is_told_of_the_due_day.py", "tests/copies/test_what_a_run_cannot_do.py",
)  # fmt: skip
GROUPS = {
    "transitions": Group(
        ("requests/transitions.py", "maintenance/transitions.py", "retention/transitions.py"),
        (
            "tests/review/test_transitions.py", "tests/review/test_chain.py", "tests/review/test_recalling.py",
            "tests/letters/test_letters_of_a_case.py",
            "tests/maintenance/test_life_of_a_fault.py", "tests/maintenance/test_stock_takes.py", "tests/copies/test_lists.py",
        ),
    ),
    "ledger-rules": Group(
        ("ledger/rules/*.py",),
        (
            "tests/ledger/test_merkle.py", "tests/ledger/test_notes.py", "tests/ledger/test_appending.py", NOT_EVERY_VERB,
            "tests/ledger/test_checkpoints.py",
        ),
    ),
    "ledger-services": Group(
        (
            "ledger/services/appending.py", "ledger/services/checkpoints.py", "ledger/services/operators.py",
            "ledger/services/readings.py", "ledger/services/sentences.py",
        ),
        (
            "tests/ledger/test_appending.py", NOT_EVERY_VERB, "tests/ledger/test_checkpoints.py",
            "tests/ledger/test_readings.py", "tests/ledger/test_pages_of_a_role.py", "tests/ledger/test_limits_of_an_entry.py",
            "tests/ledger/test_concurrency.py::test_windows_opened_at_once_are_one_reading",
        ),
    ),
    "ledger-verification": Group(
        ("ledger/services/verification/*.py",),
        (
            "tests/ledger/test_verifying.py", "tests/ledger/test_checkpoints.py", "tests/ledger/test_named_findings.py",
        ),
    ),
    "ledger-reading": Group(
        ("ledger/selectors.py", "ledger/witnesses.py", "ledger/fields.py"),
        (
            "tests/ledger/test_appending.py", NOT_EVERY_VERB, "tests/ledger/test_head_under_new_key.py",
            "tests/ledger/test_pages.py", "tests/ledger/test_pages_of_a_role.py", "tests/ledger/test_readings.py",
            "tests/ledger/test_verifying.py", "tests/ledger/test_what_a_row_says.py", "tests/ledger/test_checkpoints.py",
        ),
    ),
    "verdicts": Group(
        ("retention/rules/decision.py", "retention/rules/lists.py"),
        (
            "tests/copies/test_rules_of_the_end.py", "tests/retention/test_edges_of_the_verdict.py",
            "tests/retention/faults/test_rules_for_any_plan.py",
        ),
    ),
    "grounds": Group(
        ("retention/rules/ground.py", "retention/rules/keeping.py", "retention/rules/copies.py", "retention/rules/clock.py"),
        (
            "tests/retention/test_reasons_not_to_destroy.py", "tests/retention/test_footage_clock.py",
            "tests/retention/test_footage_days.py",
            "tests/retention/test_periods_of_an_emergency.py", "tests/retention/test_days_of_a_hold.py",
            "tests/copies/test_ranges_and_parts.py", "tests/copies/test_what_a_video_is.py",
            "tests/copies/test_rules_of_the_end.py",
        ),
    ),
    "destruction-grounds": Group(
        (
            "retention/services/destruction/grounds.py", "retention/services/destruction/judging.py",
            "retention/services/destruction/planning.py", "retention/services/destruction/past_due.py",
        ),
        ("tests/retention/test_facts_of_a_pass.py", "tests/retention/test_what_a_pass_finds.py"),
    ),
    "destruction-passes": Group(
        ("retention/services/destruction/carrying_out.py", "retention/services/destruction/passes.py"),
        (
            "tests/retention/test_passes_that_destroy.py", "tests/retention/test_passes_that_do_not.py",
            "tests/retention/test_plans_a_killed_worker_left.py", "tests/retention/test_carrying_out_a_plan.py",
        ),
    ),
    "destruction-store": Group(
        ("retention/services/copy_destruction/grounds.py",), ("tests/copies/test_facts_of_the_store.py",),
    ),
    "destruction-lists": Group(
        (
            "retention/services/copy_destruction/choosing.py", "retention/services/copy_destruction/disputes.py",
            "retention/services/copy_destruction/late.py", "retention/services/copy_destruction/lists.py",
            "retention/services/copy_destruction/mistakes.py",
        ),
        (
            "tests/copies/test_lists_told_and_recorded.py", "tests/copies/test_what_stops_a_list.py",
            "tests/copies/test_what_is_no_mistake.py", "tests/copies/test_copies_never_finished.py",
            "tests/copies/test_disputes.py", "tests/copies/test_lists.py",
        ),
    ),
    "destruction-copies": Group(
        (
            "retention/services/copy_destruction/afterwards.py", "retention/services/copy_destruction/carrying_out.py",
            "retention/services/copy_destruction/known.py", "retention/services/copy_destruction/redoing.py",
        ),
        (
            *DUE_DAY, "tests/copies/test_mistakes_media_and_disputes.py", "tests/copies/test_carrying_out_a_copy.py",
        ),
    ),
    "destruction-day": Group(
        (
            "retention/services/copy_destruction/due_day.py", "retention/services/copy_destruction/media.py",
            "retention/services/copy_destruction/reminding.py",
        ),
        (*DUE_DAY, "tests/copies/test_mistakes_media_and_disputes.py"),
    ),
    "policies-retention": Group(
        ("retention/policies/*.py",),
        (
            "tests/retention/test_who_looks_after_footage.py", "tests/retention/test_who_decides_on_holds.py",
            "tests/copies/test_who_lets_copies_go.py", "tests/copies/test_who_knows_a_hold.py",
        ),
    ),
    "policies-requests": Group(
        ("requests/policies/*.py",),
        (
            "tests/review/test_who_sees_cases.py", "tests/review/test_who_works_on_a_case.py",
            "tests/review/test_who_signs_a_step.py", "tests/review/test_copy_gate.py",
            "tests/review/test_who_reads_deliberation.py", "tests/letters/test_who_knows_of_a_misuse.py",
        ),
    ),
    "policies-others": Group(
        ("accounts/policies.py", "cameras/policies.py", "maintenance/policies.py", "reports/policies.py", "work/policies.py"),
        (
            "tests/accounts/test_posts_by_the_day.py", "tests/accounts/test_who_keeps_accounts.py",
            "tests/accounts/test_what_rooms_above_say.py", "tests/cameras/test_who_keeps_the_register.py",
            "tests/maintenance/test_who_does_what.py", "tests/reports/test_who_reads_across_rooms.py",
            "tests/work/test_secret_words.py", "tests/work/test_who_keeps_holidays.py",
        ),
    ),
}  # fmt: skip


@dataclass
class Figures:
    """What became of the mutants of one file, and the changes nobody noticed."""

    counts: Counter[str] = field(default_factory=Counter)
    survivors: dict[str, str] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    """Mutate the named groups (all without one); return 0 when nine of ten mutants were noticed."""
    if unknown := set(arguments) - set(GROUPS):
        print(f"No such group: {', '.join(sorted(unknown))}. There are: {', '.join(GROUPS)}.")
        return 2
    os.nice(15)
    for name in arguments or GROUPS:
        with tempfile.TemporaryDirectory(prefix="cctv-mutants-") as work:
            for found in _mutate(GROUPS[name], Path(work)):
                _keep(name, found)
    return int(not _report(json.loads(RESULTS.read_text(encoding="utf-8"))))


def _keep(name: str, found: dict[str, Figures]) -> None:
    """Write down what is known of a group, beside the others'."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    kept[name] = _told(found)
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{name}: {dict(sum((one.counts for one in found.values()), Counter[str]()))}", flush=True)


def _mutate(group: Group, work: Path) -> Iterator[dict[str, Figures]]:
    """Run mutmut over a copy of what git knows of, and yield what it has found, now and then and at its end."""
    project = work / "project"
    _copy(project)
    (project / "setup.cfg").write_text(_configuration(group), encoding="utf-8")
    env = {
        **os.environ,
        "CCTV_TEST_DATA_DIR": str(work / "data"),
        "DJANGO_SETTINGS_MODULE": "cctv_admin.settings.test",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(work / "hypothesis"),
    }
    python = [prepare.uv(), "run", "--no-project", "--python", str(prepare.VENV_PYTHON), "--with", MUTMUT, "python"]
    made = [
        str(prepare.VENV_PYTHON),
        "-m",
        "pytest",
        "-q",
        "--create-db",
        "--reuse-db",
        "tests/ledger/test_append_only.py",
    ]
    subprocess.run(made, cwd=project, env=env, check=True, stdout=subprocess.DEVNULL)
    shown: dict[str, str] = {}
    with (work / "log").open("w") as log:
        run = [*python, "-m", "mutmut", "run", "--max-children", "1"]
        with subprocess.Popen(run, cwd=project, env=env, stdout=log, stderr=subprocess.STDOUT) as mutmut:
            while _runs_on(mutmut):
                if found := _found([*python, "-c", SHOW], project, shown):
                    yield found
    if mutmut.returncode:
        print((work / "log").read_text(encoding="utf-8")[-4000:])
        raise SystemExit(mutmut.returncode)
    yield _found([*python, "-c", SHOW], project, shown)


def _runs_on(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(EVERY_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _found(show: list[str], project: Path, shown: dict[str, str]) -> dict[str, Figures]:
    """Read what mutmut has noted down; `shown` keeps what was asked of it already."""
    found: dict[str, Figures] = {}
    for meta in sorted((project / "mutants").rglob("*.meta")):
        try:
            codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        except json.JSONDecodeError:
            return {}  # it is just being written
        outcomes = {mutant: OUTCOMES.get(code, KILLED) for mutant, code in codes.items()}
        survivors = dict.fromkeys((mutant for mutant, outcome in outcomes.items() if outcome in UNNOTICED), "")
        if outcomes:
            path = meta.relative_to(project / "mutants").with_suffix("").as_posix()
            found[path] = Figures(Counter(outcomes.values()), survivors)
    lacking = [mutant for one in found.values() for mutant in one.survivors if mutant not in shown]
    if lacking:
        told = subprocess.run([*show, *lacking], cwd=project, check=True, capture_output=True, text=True).stdout
        shown.update({mutant: _changed(diff) for mutant, diff in json.loads(told).items()})
    for one in found.values():
        one.survivors = {mutant: shown[mutant] for mutant in one.survivors}
    return found


def _copy(project: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=prepare.ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        source = prepare.ROOT / name
        if source.is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, project / name)


def _configuration(group: Group) -> str:
    """Return mutmut's setup.cfg; everything not mutated stands beside the mutants, so the product is whole there."""
    lists = {
        "source_paths": ROOMS,
        "only_mutate": group.files,
        "also_copy": ("templates", "static", "docs", "script", "bench", "manage.py", "README.md", "CHANGELOG.md"),
        "pytest_add_cli_args_test_selection": group.tests,
        "pytest_add_cli_args": (
            "-p", "no:cacheprovider", "-p", "bench.mutants", "--reuse-db", "--hypothesis-profile=mutants",
            "-m", "not browser and not once",
        ),
    }  # fmt: skip
    lines = ["[mutmut]", "use_git_change_detection=false", "track_dependencies=false"]
    for name, values in lists.items():
        lines += [f"{name}=", *(f"    {value}" for value in values)]
    return "\n".join(lines) + "\n"


def _changed(diff: str) -> str:
    """Return what a mutant changed, as the lines that differ."""
    return "\n".join(line for line in diff.splitlines() if line[:1] in "-+" and not line.startswith(("---", "+++")))


def _told(found: dict[str, Figures]) -> dict[str, object]:
    return {path: {**one.counts, "survivors": one.survivors} for path, one in found.items()}


def _report(kept: dict[str, dict[str, dict[str, object]]]) -> bool:
    """Print a line a group and the sum; say whether nine of ten were noticed."""
    total, noticed = 0, 0
    for name, files in sorted(kept.items()):
        counts = sum(
            (Counter({k: v for k, v in one.items() if isinstance(v, int)}) for one in files.values()), Counter[str]()
        )
        seen = sum(counts[outcome] for outcome in NOTICED)
        total, noticed = total + counts.total(), noticed + seen
        print(f"{name:<22} {counts.total():>6} mutants {seen:>6} noticed {seen / counts.total():>8.1%}")
    print(f"{'all':<22} {total:>6} mutants {noticed:>6} noticed {noticed / total:>8.1%}   target ≥ 90 %")
    return noticed / total >= 0.9


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

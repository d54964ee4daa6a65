"""What a deployment changes comes from the environment, and README lists every variable in one table."""

from __future__ import annotations

import re

from tests.house.source import ROOT, python_files, variables_read

ONLY_FOR_TESTS = {"CCTV_TEST_DATA_DIR"}
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def _read() -> set[str]:
    files = python_files("cctv_admin/settings", "script")
    return {name for path in files for name in variables_read(path)} - ONLY_FOR_TESTS


def _listed(name: str) -> list[str]:
    return ROW.findall((ROOT / name).read_text(encoding="utf-8"))


def test_readme_lists_every_variable_once() -> None:
    listed = _listed("README.md")
    assert sorted(listed) == sorted(_read())


def test_only_settings_and_scripts_read_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if re.search(r"os\.(environ|getenv)|environ\.Env\(", path.read_text(encoding="utf-8"))
    }
    allowed = re.compile(r"^(script/|cctv_admin/(settings/|wsgi\.py|celery\.py))")
    assert {path for path in readers if not allowed.match(path)} == set()

"""`requests/` shadows the HTTP library of that name; nothing may need the other one (docs/decisions/0005)."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings

from cctv_admin.checks import requests_is_ours

if TYPE_CHECKING:
    import pytest

LOCK = tomllib.loads((Path(settings.BASE_DIR) / "uv.lock").read_text(encoding="utf-8"))


def test_import_requests_is_ours() -> None:
    found = import_module("requests").__file__
    assert found is not None
    assert Path(found).parent == Path(settings.BASE_DIR) / "requests"
    assert requests_is_ours() == []


def test_the_system_check_names_another_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    other = ModuleType("requests")
    other.__file__ = "/usr/lib/python3/dist-packages/requests/__init__.py"
    monkeypatch.setitem(sys.modules, "requests", other)
    (message,) = requests_is_ours()
    assert message.id == "cctv_admin.E001"
    assert other.__file__ in message.msg


def test_the_lock_holds_no_distribution_named_requests() -> None:
    assert "requests" not in {package["name"] for package in LOCK["package"]}


def test_nothing_in_the_lock_needs_requests() -> None:
    needing = {
        package["name"]
        for package in LOCK["package"]
        for dependency in package.get("dependencies", [])
        if dependency["name"] in {"requests", "requests-oauthlib", "requests-toolbelt"}
    }
    assert needing == set()


def test_no_tests_directory_takes_the_name() -> None:
    assert not (Path(settings.BASE_DIR) / "tests" / "requests").exists()

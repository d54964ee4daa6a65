"""docker-compose.yml and Dockerfile say nothing the product does not know. (They are read here, not run.)"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.house.source import ROOT, python_files, variables_read

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OURS = ("web", "worker", "beat")
BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}
BY_PYTHON = {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED"}


def _read_by_settings() -> set[str]:
    return {name for path in python_files("cctv_admin/settings") for name in variables_read(path)}


def test_the_five_services_are_there_and_each_knows_when_it_is_well() -> None:
    services = {name for name, service in COMPOSE["services"].items() if not service.get("profiles")}
    assert services == {*OURS, "db", "redis"}
    assert all("healthcheck" in COMPOSE["services"][name] for name in services)


@pytest.mark.parametrize("name", OURS)
def test_every_variable_a_service_sets_is_read_by_settings(name: str) -> None:
    assert set(COMPOSE["services"][name]["environment"]) <= _read_by_settings()


@pytest.mark.parametrize("name", OURS)
def test_every_command_begins_with_a_program_that_is_there(name: str) -> None:
    command = COMPOSE["services"][name]["command"]
    words = command[-1].split() if command[0] == "sh" else command
    programs = {word for word in words if word in {"python", "gunicorn", "celery"}}
    assert programs
    assert all(shutil.which(program, path=str(Path(sys.executable).parent)) for program in programs)
    assert name == "web" or name in words
    if "manage.py" in words:
        assert (ROOT / "manage.py").exists()


def test_only_loopback_is_published_without_the_proxy() -> None:
    published = [
        port
        for service in COMPOSE["services"].values()
        if not service.get("profiles")
        for port in service.get("ports", [])
    ]
    assert published == ["127.0.0.1:8000:8000"]


def test_the_servers_of_the_inside_are_reached_by_nobody_else() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert all(COMPOSE["services"][name]["networks"] == ["inside"] for name in ("db", "redis"))


def test_the_image_sets_what_python_needs_and_no_more() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2].replace("\\\n", " ")
    (line,) = re.findall(r"^ENV (.*)$", final, re.MULTILINE)
    assert set(re.findall(r"(?:^|\s)([A-Z_]+)=", line)) == BY_PYTHON | BY_DJANGO | {"CCTV_DATA_DIR", "CCTV_STATIC_ROOT"}
    assert "PYTHONSAFEPATH" not in final


def test_the_image_does_not_run_as_root_and_has_the_paper_font() -> None:
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["cctv"]
    assert DOCKERFILE.count("\nFROM ") == 2
    assert "fonts-cns11643-kai" in DOCKERFILE

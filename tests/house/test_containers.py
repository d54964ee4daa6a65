"""docker-compose.yml and Dockerfile say nothing the product does not know. (They are read here, not run.)"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from script.lib.install import options, units
from script.lib.install.site import Site
from tests.house.source import ROOT, newcomer_environment, python_files, variables_read

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OURS = ("web", "worker", "beat")
OWNERS = ("migrate", "restore")
FOLDERS = {"CCTV_DATA_DIR", "CCTV_KEYS_DIR", "CCTV_COPIES_DIR", "CCTV_BACKUP_DIR", "CCTV_STATIC_ROOT"}
FIXED = FOLDERS | {"DATABASE_URL", "CCTV_BROKER_URL", "CCTV_TLS_CERT", "CCTV_TLS_KEY"}
"""What .env does not change: volumes, the servers of the inside, and what only script/server reads."""
BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}
BY_PYTHON = {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED"}


def _read_by_settings() -> set[str]:
    return {name for path in python_files("cctv_admin/settings") for name in variables_read(path)}


def test_every_health_check_asks_what_there_is() -> None:
    web = COMPOSE["services"]["web"]
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/[^'\"]*)", web["healthcheck"]["test"][-1])
    assert resolve(path).url_name == "health"
    assert "--bind=0.0.0.0:8000" in web["command"]
    worker = COMPOSE["services"]["worker"]
    assert f"--destination={worker['command'][-1].partition('=')[2]}" in worker["healthcheck"]["test"]
    schedule = next(one for one in COMPOSE["services"]["beat"]["command"] if one.startswith("--schedule="))
    assert f"-name '{Path(schedule).name}*'" in COMPOSE["services"]["beat"]["healthcheck"]["test"][-1]
    assert all("healthcheck" in service for name, service in COMPOSE["services"].items() if name not in OWNERS)


def _in_readme() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))


def _from_env_file(service: str) -> set[str]:
    """Return the variables a service has as .env sets them: by name alone, or with another default, or asked for."""
    environment = COMPOSE["services"][service]["environment"]
    return {name for name, value in environment.items() if value is None or value.startswith(f"${{{name}:")}


@pytest.mark.parametrize("name", [*OURS, *OWNERS])
def test_every_variable_of_readme_reaches_a_service_or_is_said_to_be_fixed(name: str) -> None:
    for_the_owner = {"CCTV_DB_APP_PASSWORD"}  # in the others it is a part of DATABASE_URL
    assert _from_env_file(name) == _in_readme() - FIXED - (set() if name in OWNERS else for_the_owner)
    head = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").partition("services:")[0]
    assert {word for word in FIXED if word in head.partition("x-logging:")[0]} == FIXED


def test_the_password_of_the_owner_reaches_who_changes_the_tables_alone() -> None:
    having = {name for name, service in COMPOSE["services"].items() if "CCTV_DB_PASSWORD" in str(service)}
    assert having == {"db", *OWNERS}
    assert not any("env_file" in service for service in COMPOSE["services"].values())


def test_no_password_is_one_that_everybody_can_read_here() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    passwords = re.findall(r"\$\{([A-Z_]*PASSWORD)(:.)", text)
    assert {name for name, _ in passwords} == {"CCTV_DB_PASSWORD", "CCTV_DB_APP_PASSWORD"}
    assert {what for _, what in passwords} == {":?"}  # compose stops and says what to do


def test_a_service_ends_its_work_in_the_time_systemd_gives_it() -> None:
    for name, text in units.texts(Site(), options.parse(["--url", "https://cctv.example.edu.tw"])).items():
        if wait := re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE):
            service = COMPOSE["services"][name.removeprefix("cctv-").removesuffix(".service")]
            assert service["stop_grace_period"] == f"{wait[1]}s", name


def test_no_service_takes_all_memory_or_fills_the_disk_with_its_log() -> None:
    for name, service in COMPOSE["services"].items():
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"]), name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_a_restore_in_containers_gives_rights_anew_and_ends_as_restore_did(tmp_path: Path) -> None:
    shell, option, script, name = COMPOSE["services"]["restore"]["entrypoint"]
    told = tmp_path / "told"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nprintf "%s " $# "$@" >>{told}\ntest "$2" != restore\n')
    python.chmod(0o700)
    words = [shell, option, script.replace("$$", "$"), name, "/restore/one of.tar.age", "--keys", "/restore/keys.age"]
    env = newcomer_environment(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert subprocess.run(words, env=env, check=False).returncode == 1
    restored, granted = (
        "manage.py restore /restore/one of.tar.age --keys /restore/keys.age",
        "manage.py grant_rights cctv_app",
    )
    assert told.read_text() == f"5 {restored} 3 {granted} "


def test_what_is_restored_from_gets_neither_into_the_image_nor_into_git() -> None:
    assert "./restore:/restore:ro" in COMPOSE["services"]["restore"]["volumes"]
    assert {"restore", ".env"} <= set((ROOT / ".dockerignore").read_text().split())
    assert {"/restore/", ".env"} <= set((ROOT / ".gitignore").read_text().split())


def test_variables_handed_on_are_those_the_services_set() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert asked - _read_by_settings() == {"CCTV_DB_PASSWORD", "CCTV_SITE"}  # of PostgreSQL and of Caddy


@pytest.mark.parametrize("part", list(units.TITLES))
def test_a_server_runs_what_a_container_runs(part: str) -> None:
    on_a_server = units.command(Site(), part, 8000)[2:]
    in_a_container = COMPOSE["services"][part]["command"]
    place = re.compile(r"^--(bind|hostname|schedule|log-level)=")
    assert [word for word in on_a_server if not place.match(word)] == [
        word for word in in_a_container if not place.match(word)
    ]


def test_the_services_are_there_and_each_that_stays_knows_when_it_is_well() -> None:
    services = {name for name, service in COMPOSE["services"].items() if not service.get("profiles")}
    assert services == {*OURS, "migrate", "db", "redis"}
    assert all("healthcheck" in COMPOSE["services"][name] for name in services - {"migrate"})


def test_only_who_migrates_owns_the_tables() -> None:
    accounts = {
        name: COMPOSE["services"][name]["environment"]["DATABASE_URL"].partition("//")[2].partition(":")[0]
        for name in (*OURS, *OWNERS)
    }
    assert accounts == dict.fromkeys(OURS, "cctv_app") | dict.fromkeys(OWNERS, "cctv")
    assert "grant_rights cctv_app" in COMPOSE["services"]["migrate"]["command"][-1]
    assert COMPOSE["services"]["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", [*OURS, *OWNERS])
def test_a_service_of_ours_writes_only_where_data_belong(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108
    places = {volume.partition(":")[2] for volume in service["volumes"]}
    assert {place for place in places if not place.endswith(":ro")} == {"/data", "/backups"}


def test_every_command_of_manage_is_one_there_is() -> None:
    named = re.findall(r"manage\.py (\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(get_commands())


@pytest.mark.parametrize("name", [*OURS, *OWNERS])
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

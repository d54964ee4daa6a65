"""docs/operations, in both languages, names only what there is: commands, options, variables, services, pages, files."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from script.lib.install import options, units
from script.lib.install.site import Site
from tests.house.source import ROOT, python_files, variables_read

NAMES = ("docs/operations.md", "docs/operations.en.md")
TEXTS = [(ROOT / name).read_text(encoding="utf-8") for name in NAMES]
CHINESE, ENGLISH = TEXTS
CODE = re.compile(r"`([^`\n]+)`|^(?: {4}| {7})(\S.*)$", re.MULTILINE)
SERVICES_OF_OTHERS = {"systemd-journald", "postgresql", "redis-server"}


def code(text: str) -> list[str]:
    """Return what stands as code: between back-ticks, or indented."""
    return [short or long for short, long in CODE.findall(text)]


def commands(text: str) -> list[list[str]]:
    """Return the commands of manage.py, however they are run, as words."""
    found = (re.search(r"(?:manage\.py|script/install manage) ([a-z_]+.*)", one) for one in code(text))
    return [shlex.split(one.group(1).replace("…", "")) for one in found if one]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_command_of_manage_is_there_with_its_options(text: str) -> None:
    found = commands(text)
    assert len(found) > 8
    for name, *words in found:
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        assert {word for word in words if word.startswith("-")} <= set(parser._option_string_actions), name


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_call_of_script_install_can_be_read(text: str) -> None:
    found = [one for one in code(text) if re.search(r"script/install( |$)", one) and "manage" not in one]
    assert len(found) > 4
    for one in found:
        words = shlex.split(re.sub(r".*script/install ?", "", one))
        assert options.parse(words)
    assert "script/server --tls --host 0.0.0.0" in code(text)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_installing_again_is_done_by_the_script_of_the_release_that_runs(text: str) -> None:
    assert "sudo script/install" not in code(
        text
    )  # after an upgrade that of the clone is of another version, and refuses
    assert f"sudo {Site().script}" in code(text)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_variable_is_read_by_the_settings_or_by_compose(text: str) -> None:
    read = {name for path in python_files("cctv_admin/settings", "script") for name in variables_read(path)}
    by_compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    named = set(re.findall(r"CCTV_[A-Z_]+|DATABASE_URL", text))
    assert named
    assert named <= read | by_compose


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_service_is_one_that_is_installed(text: str) -> None:
    site = Site()
    ours = {f"{site.name}-{part}" for part in units.TITLES} | {f"{site.name}.target"}
    for one in code(text):
        if match := re.search(r"systemctl \w+ (.*)", one):
            assert set(match.group(1).split()) <= ours | SERVICES_OF_OTHERS, one
        assert set(re.findall(r"--unit (\S+)", one)) <= ours | SERVICES_OF_OTHERS
    for place in (site.code, site.data, site.environment, site.owner):
        assert f"`{place}`" in text


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_duty_key_page_and_file_named_is_there(text: str) -> None:
    assert resolve("/health/").url_name == "health"
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / "docs" / link).exists(), link
    kept = set(re.findall(r"`([a-z]+(?:-[a-z]+)*-(?:key|keys|identity))`", text))
    written = set(re.findall(r'"([a-z-]+-(?:key|keys|identity))"', (ROOT / "cctv_admin/settings/base.py").read_text()))
    assert kept == written


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_every_call_of_compose_names_services_and_profiles_there_are(text: str) -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    found = [shlex.split(one) for one in code(text) if one.startswith("docker compose ")]
    assert len(found) > 8
    verbs = {"up", "build", "stop", "exec", "run", "cp"}
    for words in found:
        verb, *after = [word for word in words[2:] if not word.startswith("-") and word != "tls"]
        assert verb in verbs, words
        named = after if verb == "stop" else [word.partition(":")[0] for word in after[:1]]
        assert set(named) <= set(services), words
    assert services["proxy"]["profiles"] == ["tls"]


def test_the_nightly_backup_is_the_duty_it_says() -> None:
    schedule = settings.CELERY_BEAT_SCHEDULE["cctv_admin.tasks.back_up"]["schedule"]
    assert (schedule.hour, schedule.minute) == ({1}, {10})
    assert f"每晚 1 點 10 分由例行工作「{settings.DUTY_TITLES['cctv_admin.tasks.back_up']}」" in CHINESE


def test_both_languages_say_the_same_things() -> None:
    heads = [len(re.findall(r"^## ", text, re.MULTILINE)) for text in TEXTS]
    rows = [len(re.findall(r"^\| ", text, re.MULTILINE)) for text in TEXTS]
    assert heads[0] == heads[1]
    assert rows[0] == rows[1]
    ours = [
        sorted({one for one in code(text) if re.match(r"(sudo |manage\.py|script/|docker|CCTV_)", one)})
        for text in TEXTS
    ]
    assert ours[0] == ours[1]

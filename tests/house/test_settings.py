"""An unsafe production setting fails with a sentence that says what to set; a safe one starts."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cctv_admin.settings import keys
from cctv_admin.settings.safety import refusals
from tests.house.source import ROOT, newcomer_environment

if TYPE_CHECKING:
    from pathlib import Path

SAFE: dict[str, object] = {
    "public_url": "https://cctv.example.edu.tw",
    "allowed_hosts": ["cctv.example.edu.tw"],
    "allow_http": False,
    "demo": False,
    "debug": False,
}


def _refusals(**changed: object) -> list[str]:
    return refusals(**(SAFE | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"public_url": "http://127.0.0.1:8000", "allowed_hosts": ["127.0.0.1"]},
        {"public_url": "http://localhost:8000", "allowed_hosts": ["localhost"], "demo": True},
        {"public_url": "http://cctv.example.edu.tw", "allow_http": True},
    ],
)
def test_a_safe_setting_is_accepted(changed: dict[str, object]) -> None:
    assert _refusals(**changed) == []


@pytest.mark.parametrize(
    ("changed", "to_set"),
    [
        ({"public_url": "http://cctv.example.edu.tw"}, "CCTV_PUBLIC_URL"),
        ({"public_url": "http://127.0.0.1:8000"}, "CCTV_ALLOW_HTTP=1"),  # other hosts may still come in
        ({"public_url": "cctv.example.edu.tw"}, "CCTV_PUBLIC_URL"),
        ({"allowed_hosts": ["*"]}, "CCTV_ALLOWED_HOSTS"),
        ({"allowed_hosts": [".example.edu.tw"]}, "CCTV_ALLOWED_HOSTS"),
        ({"debug": True}, "CCTV_DEBUG"),
        ({"demo": True}, "CCTV_DEMO"),
        ({"demo": True, "public_url": "http://cctv.example.edu.tw", "allow_http": True}, "CCTV_DEMO"),
    ],
)
def test_an_unsafe_setting_is_refused_with_what_to_set(changed: dict[str, object], to_set: str) -> None:
    found = _refusals(**changed)
    assert any(to_set in sentence for sentence in found)
    assert all(sentence.endswith("。") and "請" in sentence for sentence in found)


def _check(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = newcomer_environment(folder, DJANGO_SETTINGS_MODULE="cctv_admin.settings.prod", **environment)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)


def test_production_starts_with_nothing_but_its_address(tmp_path: Path) -> None:
    done = _check(tmp_path, CCTV_PUBLIC_URL="https://cctv.example.edu.tw")
    assert (done.returncode, done.stderr.count("WARNING")) == (0, 0), done.stderr


@pytest.mark.parametrize(
    ("address", "instance", "name"),
    [
        ("https://cctv.example.edu.tw", "", "__Host-{}"),
        ("https://cctv.example.edu.tw", "north", "__Host-{}_north"),
        ("http://127.0.0.1:8000", "", "{}"),
    ],
)
def test_over_https_every_cookie_belongs_to_this_host_alone(
    tmp_path: Path, address: str, instance: str, name: str
) -> None:
    cookies = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "GUARD_DEVICE_COOKIE", "LAST_ACCOUNT_COOKIE", "INBOX_COOKIE")
    asked = f"from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, *(getattr(s, one) for one in {cookies}))"
    environment = {"CCTV_PUBLIC_URL": address, "CCTV_INSTANCE": instance, "CCTV_ALLOW_HTTP": "1"}
    env = newcomer_environment(tmp_path, DJANGO_SETTINGS_MODULE="cctv_admin.settings.prod", **environment)
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    names = [name.format(one) for one in ("sessionid", "csrftoken", "guard_device", "last_account", "inbox")]
    assert done.stdout.split() == [str(address.startswith("https")), *names]


def test_production_refuses_every_host_and_says_so(tmp_path: Path) -> None:
    done = _check(tmp_path, CCTV_PUBLIC_URL="https://cctv.example.edu.tw", CCTV_ALLOWED_HOSTS="*")
    assert done.returncode == 1
    assert "請逐一列出本系統的網址" in done.stderr


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    (made,) = keys.text(folder, "secret-key")
    assert [*keys.text(folder, "secret-key")] == [made]
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    assert _check(tmp_path, CCTV_PUBLIC_URL="https://cctv.example.edu.tw").returncode == 0
    (key,) = tmp_path.rglob("ledger-head-key")
    key.chmod(0o640)
    done = _check(tmp_path, CCTV_PUBLIC_URL="https://cctv.example.edu.tw")
    assert done.returncode == 1
    assert f"chmod 600 {key}" in done.stderr


def test_of_two_processes_that_start_together_the_first_key_stays(tmp_path: Path) -> None:
    keys._write_once(tmp_path / "secret-key", "first\n")
    keys._write_once(tmp_path / "secret-key", "second\n")
    assert [*keys.text(tmp_path, "secret-key")] == ["first"]
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_keys_have_their_shape(tmp_path: Path) -> None:
    assert [len(key) for key in keys.raw(tmp_path, "ledger-head-key")] == [32]
    assert len(keys.fernet(tmp_path, "field-encryption-keys")) == 1

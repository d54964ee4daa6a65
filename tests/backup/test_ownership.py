"""In PostgreSQL only the owner of the tables brings a backup back; anybody else is told before anything has changed."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cctv_admin.backup import begun, require_owner, write_keys
from cctv_admin.settings import keys

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

ROLE = "cctv_app_of_a_test"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Path:
    """Keys of an installation of its own, and a file with the keys of another one."""
    keys.raw(tmp_path / "others", "ledger-head-key")
    settings.KEYS_DIR = tmp_path / "others"
    write_keys(tmp_path / "keys.age", "right")
    settings.KEYS_DIR, settings.DATA_DIR, settings.BACKUP_PASSPHRASE = tmp_path / "keys", tmp_path, "right"
    keys.raw(tmp_path / "keys", "ledger-head-key")
    return tmp_path


@pytest.mark.postgresql
@pytest.mark.parametrize("has_tables", [True, False], ids=["beside the tables", "before there is one"])
def test_the_products_own_account_is_refused_and_the_keys_stay(
    place: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, has_tables: bool
) -> None:
    settings.DB_APP_PASSWORD = "not of any school"
    call_command("grant_rights", ROLE, stdout=StringIO())
    if not has_tables:
        monkeypatch.setattr(connection.introspection, "django_table_names", list)
    before = (place / "keys" / "ledger-head-key").read_text()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    with pytest.raises(CommandError, match=f"資料庫帳號「{ROLE}」不是資料表的擁有者，不能還原，什麼都沒有變更。"):
        call_command("restore", str(place / "cctv.tar.age"), keys=place / "keys.age")
    assert (place / "keys" / "ledger-head-key").read_text() == before
    assert begun.read() is None


def test_the_owner_may() -> None:
    require_owner()

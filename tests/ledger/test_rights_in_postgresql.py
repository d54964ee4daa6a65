"""The product's own account in PostgreSQL does everything people do, and cannot touch what the ledger says."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ledger import services as ledger
from ledger.models import Entry
from tests.retention.keeping import ask

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pytest_django import Settings

    from cameras.models import Camera
    from tests.conftest import Cast

ROLE = "cctv_app_of_a_test"
REFUSED = (
    "UPDATE ledger_entry SET actor = '' WHERE sequence = 1",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "DELETE FROM ledger_head",
    "UPDATE ledger_checkpoint SET size = 1",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_entry_update ON ledger_entry",
    "DROP TABLE ledger_entry",
    "DELETE FROM django_migrations",
)


@pytest.mark.django_db
def test_it_is_of_postgresql_alone_and_needs_a_password_for_who_is_not_there_yet() -> None:
    said = "請以 CCTV_DB_APP_PASSWORD 設定密碼" if connection.vendor == "postgresql" else "只有 PostgreSQL"
    with pytest.raises(CommandError, match=said):
        call_command("grant_rights", "nobody_yet")


@pytest.fixture
def as_the_product(cast: Cast, cameras: list[Camera], settings: Settings) -> Iterator[None]:
    """Go on as the account with the rights of a school's server."""
    settings.DB_APP_PASSWORD = "not of any school"
    call_command("grant_rights", ROLE, stdout=StringIO())
    call_command("grant_rights", ROLE, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        yield
        cursor.execute("RESET ROLE")


def password_is(password: str) -> bool:
    """Say whether the account's stored verifier is of this password (RFC 5802): the server of the tests asks for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [ROLE])
        _, rounds, keys = cursor.fetchone()[0].split("$")
    count, salt = rounds.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), b64decode(salt), int(count))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return bool(keys.split(":")[0] == b64encode(hashlib.sha256(client).digest()).decode())


@pytest.mark.postgresql
@pytest.mark.django_db
def test_another_password_in_the_settings_is_the_accounts_own_from_then_on(settings: Settings) -> None:
    for password in ("the first", "another", "another"):
        settings.DB_APP_PASSWORD = password
        call_command("grant_rights", ROLE, stdout=StringIO())
        assert password_is(password)
    settings.DB_APP_PASSWORD = ""
    call_command("grant_rights", ROLE, stdout=StringIO())
    assert password_is("another")
    assert not password_is("the first")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_who_may_not_change_the_password_says_so(settings: Settings) -> None:
    settings.DB_APP_PASSWORD = "the first"
    call_command("grant_rights", ROLE, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE owner_of_a_test NOCREATEROLE")
        cursor.execute("SET LOCAL ROLE owner_of_a_test")
    with pytest.raises(CommandError, match="沒有權限變更資料庫帳號"):
        call_command("grant_rights", ROLE)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_people_work_with_it_and_the_ledger_goes_on(
    as_the_product: None, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    before = Entry.objects.count()
    ask(cast, cameras, now)
    assert Entry.objects.count() > before
    assert ledger.verify().ok


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_what_the_ledger_says_is_beyond_it(as_the_product: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)

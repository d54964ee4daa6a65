"""The secret of sign-ins and forms is changed while people work: nobody signs in anew, and what was open is still taken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.core import signing
from django.test import Client

from accounts.services.people import end_sessions
from cctv_admin.rotation import KINDS, RotationError, progress_of, remove_old, rotate
from cctv_admin.settings import keys
from ledger.services import SYSTEM
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
KIND = KINDS["secret-key"]


@pytest.fixture(autouse=True)
def secret_file(settings: Settings, tmp_path: Path) -> Path:
    """A secret of this test alone."""
    settings.KEYS_DIR = tmp_path
    settings.SECRET_KEYS = keys.text(tmp_path, "secret-key")
    return tmp_path / "secret-key"


def signed_in(person: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/me/").status_code == 200


def anew(secret_file: Path, *, drops_old: bool = False) -> str:
    """Let the file have a new secret, as a command does that is killed at once; return the old one."""
    old = secret_file.read_text().split()
    keys.replace(secret_file, [keys.new_text(), *(() if drops_old else old)])
    return old[0]


def test_everybody_stays_signed_in_also_after_the_old_one_went(cast: Cast, now: dt.datetime) -> None:
    used, unused = signed_in(cast.handler.username), signed_in(cast.teacher.username)
    rotate(KIND, actor=SYSTEM, now=now)
    cookie = used.cookies["sessionid"].value
    assert is_in(used)
    assert used.cookies["sessionid"].value == cookie
    with pytest.raises(RotationError, match="更換前開啟的頁面"):
        remove_old(KIND, actor=SYSTEM, now=now + DAY / 2, are_kept=True)
    remove_old(KIND, actor=SYSTEM, now=now + DAY, are_kept=False)
    assert is_in(used)
    assert is_in(unused)


def test_what_a_page_carries_signed_is_taken_until_the_old_one_goes(
    cast: Cast, now: dt.datetime, secret_file: Path
) -> None:
    client = signed_in(cast.handler.username)
    token = signing.dumps(["rows"], salt="import")
    rotate(KIND, actor=SYSTEM, now=now)
    assert is_in(client)
    assert signing.loads(token, salt="import") == ["rows"]
    remove_old(KIND, actor=SYSTEM, now=now + DAY, are_kept=False)
    assert is_in(client)
    with pytest.raises(signing.BadSignature):
        signing.loads(token, salt="import")


def test_a_sign_in_met_before_it_is_signed_anew_stays_in_the_list_of_those_that_can_be_ended(
    cast: Cast, secret_file: Path
) -> None:
    client = signed_in(cast.handler.username)
    anew(secret_file)
    assert is_in(client)
    (listed,) = UserSession.objects.filter(user=cast.handler)
    assert listed.session_key == client.cookies["sessionid"].value
    end_sessions(cast.handler)
    assert not is_in(client)


def test_sign_ins_are_counted_until_all_are_under_the_new_one(cast: Cast, now: dt.datetime, secret_file: Path) -> None:
    for person in (cast.handler, cast.teacher):
        signed_in(person.username)
    Client().post("/accounts/login/", {"login": "nobody", "password": "x"})
    assert progress_of(KIND).count.old == 0
    anew(secret_file)
    assert progress_of(KIND).count.old == 2
    with pytest.raises(RotationError, match="請先執行"):
        remove_old(KIND, actor=SYSTEM, now=now + 9 * DAY, are_kept=False)
    assert rotate(KIND, actor=SYSTEM, now=now).count.old == 0


def test_a_secret_that_leaked_is_replaced_at_once_and_everybody_signs_in_anew(cast: Cast, secret_file: Path) -> None:
    client = signed_in(cast.handler.username)
    anew(secret_file, drops_old=True)
    assert not is_in(client)
    assert is_in(signed_in(cast.handler.username))


def test_a_changed_password_ends_a_sign_in_whichever_secret_signed_it(
    cast: Cast, now: dt.datetime, secret_file: Path
) -> None:
    client = signed_in(cast.handler.username)
    cast.handler.set_password("another one 4711")
    cast.handler.save()
    rotate(KIND, actor=SYSTEM, now=now)
    assert not is_in(client)

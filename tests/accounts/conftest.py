"""Sitting down at the browser: signing in with a password at a known time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from accounts.models import User


@dataclass
class Desk:
    """A browser and a clock that only moves when told."""

    clock: time_machine.Traveller
    client: Client

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.now(tz=dt.UTC)

    def wait(self, minutes: float) -> None:
        self.clock.shift(dt.timedelta(minutes=minutes))

    def sign_in(self, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
        return self.client.post(reverse("account_login"), {"login": user.username, "password": password, **more})

    def text(self, response: HttpResponse) -> str:
        return response.content.decode()


@pytest.fixture
def desk(now: dt.datetime) -> Iterator[Desk]:
    with time_machine.travel(now, tick=False) as clock:
        yield Desk(clock, Client())


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the hasher of passwords was given, in order; counted, because a time says more of the machine."""
    given: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        given.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return given

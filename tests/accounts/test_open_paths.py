"""Every address of this room: open without a session, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from accounts import urls

if TYPE_CHECKING:
    from tests.conftest import Cast

OPEN = {
    "account_login": 200,
    "account_logout": 302,  # nobody to sign out: to the sign-in page
    "account_inactive": 200,
    "accounts:link": 410,
    "accounts:device-sign-in": 404,  # no 警衛室裝置
    "mfa_authenticate": 302,  # without a password given before, it leads to the sign-in page
}
ARGUMENTS = {"pk": 1, "token": "nothing"}


def names() -> list[str]:
    own = [f"accounts:{pattern.name}" for pattern in urls.own if isinstance(pattern, URLPattern)]
    return own + [str(pattern.name) for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]


def address(name: str) -> str:
    patterns = [pattern for pattern in [*urls.own, *urls.urlpatterns] if isinstance(pattern, URLPattern)]
    [pattern] = [pattern for pattern in patterns if pattern.name == name.removeprefix("accounts:")]
    return reverse(name, kwargs={key: ARGUMENTS[key] for key in pattern.pattern.regex.groupindex})


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_session_only_the_listed_pages_answer(cast: Cast, name: str, method: str) -> None:
    response = getattr(Client(), method)(address(name))

    if name in OPEN:
        assert response.status_code in {OPEN[name], 405}
    else:
        assert response.headers["Location"].startswith("/accounts/login/?next=")

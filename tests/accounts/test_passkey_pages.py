"""Renaming and removing a passkey are our own pages in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast


@pytest.fixture
def passkey(client: Client, cast: Cast) -> Authenticator:
    """校長's passkey, and a browser in which 校長 gave the password this moment."""
    client.post(reverse("account_login"), {"login": "principal", "password": PASSWORD})
    return Authenticator.objects.create(
        user=cast.principal, type=Authenticator.Type.WEBAUTHN, data={"name": "校長的手機", "credential": {}}
    )


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_the_page_names_the_passkey(client: Client, passkey: Authenticator, name: str) -> None:
    page = client.get(reverse(name, args=[passkey.pk]))
    assert page.status_code == 200
    assert "校長的手機" in page.content.decode()


def test_somebody_elses_passkey_is_not_there(client: Client, cast: Cast, passkey: Authenticator) -> None:
    passkey.user = cast.supervisor
    passkey.save(update_fields=["user"])
    assert client.get(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404

"""A role that must have a second factor cannot work without; which roles is a setting (issue 9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts import policies
from accounts.choices import DeputyReason
from accounts.middleware import NO_SECOND_FACTOR, SHOW_SECOND_FACTOR
from accounts.services import name_deputy
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

MFA, ACTIVATE = "/accounts/mfa/", "/accounts/mfa/totp/activate/"
SECRET = "JBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator", "principal"]


def code_of(secret: str, desk: Desk) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(desk.now.timestamp()) // 30)))


def test_without_one_only_its_own_pages_answer(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)

    for page in ("/", "/accounts/people/", "/ledger/"):
        assert desk.client.get(page).headers["Location"] == f"{MFA}?next={page}"
    refused = desk.client.post(reverse("reports:departure", args=[cast.teacher.pk]), {"proof_password": PASSWORD})
    assert refused.headers["Location"].startswith(MFA)
    cast.teacher.refresh_from_db()
    assert cast.teacher.is_active
    assert NO_SECOND_FACTOR in desk.text(desk.client.get(MFA))
    assert desk.client.get("/accounts/me/").status_code == 200
    assert desk.client.post(reverse("account_logout")).status_code == 302


def test_who_sets_one_up_works_at_once(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    secret: str = desk.client.get(ACTIVATE).context["form"].secret

    assert desk.client.post(ACTIVATE, {"code": code_of(secret, desk)}).status_code == 302

    assert desk.client.get("/accounts/people/").status_code == 200


def test_others_work_without(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    assert desk.client.get("/").status_code == 200


def test_a_sign_in_begun_with_the_password_alone_must_show_it(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    totp.TOTP.activate(cast.administrator, SECRET)

    page = "/accounts/people/"
    assert desk.client.get(page).headers["Location"] == f"/accounts/mfa/reauthenticate/?next={page}"
    for means in ("mfa_view_recovery_codes", "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp"):
        assert desk.client.get(reverse(means)).headers["Location"].startswith("/accounts/mfa/reauthenticate/")
    assert SHOW_SECOND_FACTOR in desk.text(desk.client.get("/accounts/mfa/reauthenticate/"))
    shown = desk.client.post("/accounts/mfa/reauthenticate/", {"code": code_of(SECRET, desk), "next": page})
    assert shown.headers["Location"] == page
    assert desk.client.get(page).status_code == 200


def test_a_passkey_is_asked_for_where_there_is_no_app(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    Authenticator.objects.create(user=cast.administrator, type=Authenticator.Type.WEBAUTHN, data={"name": "鑰匙"})

    assert desk.client.get("/").headers["Location"] == "/accounts/mfa/webauthn/reauthenticate/?next=/"


def test_the_last_one_cannot_be_taken_away(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    secret: str = desk.client.get(ACTIVATE).context["form"].secret
    desk.client.post(ACTIVATE, {"code": code_of(secret, desk)})

    refused = desk.client.post(reverse("mfa_deactivate_totp"))

    assert "您的職務必須使用兩步驟驗證" in desk.text(refused)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_nor_the_last_passkey(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    [first, second] = [
        Authenticator.objects.create(user=cast.administrator, type=Authenticator.Type.WEBAUTHN, data={"name": name})
        for name in ("電腦", "手機")
    ]
    session = desk.client.session
    session["account_authentication_methods"][0]["method"] = "mfa"
    session.save()

    assert (
        desk.client.post(reverse("mfa_remove_webauthn", args=[second.pk])).headers["Location"]
        == "/accounts/mfa/webauthn/"
    )
    desk.client.post(reverse("mfa_remove_webauthn", args=[first.pk]))

    assert list(Authenticator.objects.all()) == [first]
    assert "您的職務必須使用兩步驟驗證" in desk.text(desk.client.get(MFA))


def test_somebody_elses_passkey_is_not_there(cast: Cast, desk: Desk) -> None:
    other = Authenticator.objects.create(user=cast.principal, type=Authenticator.Type.WEBAUTHN, data={"name": "鑰匙"})
    desk.sign_in(cast.handler)

    assert desk.client.post(reverse("mfa_remove_webauthn", args=[other.pk])).status_code == 404
    assert Authenticator.objects.exists()


def test_who_acts_for_the_principal_needs_one_as_long_as_he_does(cast: Cast, desk: Desk) -> None:
    now, hour = desk.now, dt.timedelta(hours=1)
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE,
        since=now + hour, until=now + 2 * hour, actor=cast.principal, now=now,
    )  # fmt: skip
    needs = [policies.must_have_second_factor(cast.dean, now + hours * hour) for hours in (0, 1, 2)]
    assert needs == [False, True, False]

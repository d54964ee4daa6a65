"""測試寄信: one real mail to the own address, at once; what stands in the way is said."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from ledger.models import Entry
from ledger.services import sentence
from work.models import Notice

if TYPE_CHECKING:
    import pytest
    from django.core.mail import EmailMessage
    from django.test import Client
    from pytest_django import Settings

    from tests.conftest import Cast

PAGE = "/setup/mail/"


def test_a_mail_goes_to_the_own_address_and_is_known_from_then_on(
    client: Client, cast: Cast, at_now: None, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(cast.administrator)
    assert "您的帳號沒有電子郵件" in client.get(PAGE).content.decode()
    answer = client.post(PAGE)
    assert answer.status_code == 422
    assert "請先在「我的帳號」填寫聯絡資料" in answer.content.decode()
    cast.administrator.email = "it@mail.example.edu.tw"
    cast.administrator.save()
    assert "已寄出測試信至 it@mail.example.edu.tw" in client.post(PAGE, follow=True).content.decode()
    assert [one.to for one in mailoutbox] == [["it@mail.example.edu.tw"]]
    assert Notice.objects.get(recipient=cast.administrator).mailed_at is not None
    assert sentence(Entry.objects.latest("sequence")) == "資訊組長 Maria Santos測試寄信：已寄出"


def test_a_mail_server_that_refuses_is_quoted(
    client: Client, cast: Cast, at_now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SMTPException("authentication failed")

    monkeypatch.setattr("work.services.notices.send_mail", refuse)
    cast.administrator.email = "it@mail.example.edu.tw"
    cast.administrator.save()
    client.force_login(cast.administrator)
    answer = client.post(PAGE)
    assert (answer.status_code, "SMTPException: authentication failed" in answer.content.decode()) == (422, True)
    assert sentence(Entry.objects.latest("sequence")) == "資訊組長 Maria Santos測試寄信：未寄出（SMTPException）"
    assert Notice.objects.get(recipient=cast.administrator).mailed_at is None


def test_without_a_mail_server_the_page_says_so_plainly(
    client: Client, cast: Cast, at_now: None, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client.force_login(cast.administrator)
    assert "本系統尚未設定寄信，不會寄出任何郵件" in client.get(PAGE).content.decode()
    assert client.post(PAGE).status_code == 422
    assert not Notice.objects.exists()

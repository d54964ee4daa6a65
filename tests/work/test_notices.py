"""Notices: one's own, unread first, mailed once, without names."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from reports.selectors import inbox_of
from requests.selectors import desk_of
from work.models import Notice
from work.selectors import notices_of
from work.services import notify, send_notices

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

    from accounts.models import User
    from tests.conftest import Cast

TEXT = "待您核定：案 115-0037"


class BrokenServer(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: object) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def tell(*people: User, now: dt.datetime, url: str = "/requests/115-0037/") -> None:
    notify(recipients=people, text=TEXT, url=url, subject="案 115-0037", now=now)


def unread(cast: Cast, now: dt.datetime) -> int:
    """Return how many the head of the page says."""
    return inbox_of(desk_of(cast.handler, now)).unread


@pytest.fixture
def principal(cast: Cast) -> User:
    cast.principal.email = "principal@school.example"
    cast.principal.save(update_fields=["email"])
    return cast.principal


def test_a_person_named_twice_gets_one_notice(cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, cast.handler, cast.guard, now=now)
    assert Notice.objects.count() == 2


def test_a_mail_says_verb_and_number_and_links_to_the_item(
    principal: User, now: dt.datetime, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://cctv.school.example"
    tell(principal, now=now)
    assert send_notices(now).words == "寄出 1 則"
    [message] = mail.outbox
    assert message.subject == f"【監視錄影系統管理】{TEXT}"
    assert message.to == ["principal@school.example"]
    assert "https://cctv.school.example/requests/115-0037/" in message.body
    assert principal.name not in message.subject + str(message.body)


def test_nothing_is_mailed_twice(principal: User, now: dt.datetime) -> None:
    tell(principal, now=now)
    send_notices(now)
    assert send_notices(now + dt.timedelta(minutes=5)).words == "沒有待寄的通知"
    assert len(mail.outbox) == 1


def test_a_failure_stays_in_the_row_and_is_tried_again_at_the_next_beat(
    principal: User, now: dt.datetime, settings: Settings
) -> None:
    working = settings.EMAIL_BACKEND
    tell(principal, now=now)
    settings.EMAIL_BACKEND = f"{BrokenServer.__module__}.{BrokenServer.__qualname__}"
    outcome = send_notices(now)
    notice = Notice.objects.get()
    assert outcome.words == "寄出 0 則，1 則寄送失敗，下次再寄"
    assert (notice.mailed_at, notice.mail_failure) == (
        None,
        "SMTPServerDisconnected: Connection unexpectedly closed",
    )
    settings.EMAIL_BACKEND = working
    send_notices(now + dt.timedelta(minutes=5))
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.mail_failure) == (now + dt.timedelta(minutes=5), "")


class NobodyOfOld(EmailBackend):
    """A mail server that refuses the address of a school that was closed."""

    def send_messages(self, messages: Any) -> int:
        if any(one.to == ["closed@school.example"] for one in messages):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_what_cannot_be_delivered_keeps_nobody_elses_mail_waiting(
    cast: Cast, principal: User, now: dt.datetime, settings: Settings
) -> None:
    cast.guard.email = "closed@school.example"
    cast.guard.save(update_fields=["email"])
    settings.EMAIL_BACKEND = f"{NobodyOfOld.__module__}.{NobodyOfOld.__qualname__}"
    for minute in range(60):
        tell(cast.guard, now=now + dt.timedelta(minutes=minute))
    send_notices(now + dt.timedelta(hours=1))
    for minute in range(70):
        tell(principal, now=now + dt.timedelta(hours=1, minutes=minute))

    outcome = send_notices(now + dt.timedelta(hours=3))

    assert len(mail.outbox) == 70
    assert outcome.words == "寄出 70 則，10 則寄送失敗，下次再寄"


def test_what_failed_is_tried_again_in_turn(cast: Cast, principal: User, now: dt.datetime, settings: Settings) -> None:
    cast.guard.email = "closed@school.example"
    cast.guard.save(update_fields=["email"])
    for minute in range(60):
        tell(cast.guard, now=now + dt.timedelta(minutes=minute))
    tell(principal, now=now + dt.timedelta(hours=1))
    settings.EMAIL_BACKEND = f"{BrokenServer.__module__}.{BrokenServer.__qualname__}"
    for beat in range(2):
        send_notices(now + dt.timedelta(hours=2, minutes=5 * beat))
    assert not Notice.objects.filter(mail_failure="").exists()

    settings.EMAIL_BACKEND = f"{NobodyOfOld.__module__}.{NobodyOfOld.__qualname__}"
    for beat in range(2):
        send_notices(now + dt.timedelta(hours=3, minutes=5 * beat))
    assert len(mail.outbox) == 1


def test_what_another_sender_holds_is_left_alone_until_that_sender_must_be_dead(
    principal: User, now: dt.datetime
) -> None:
    tell(principal, now=now)
    Notice.objects.update(mail_claimed_at=now)
    send_notices(now + dt.timedelta(minutes=9))
    assert mail.outbox == []
    send_notices(now + dt.timedelta(minutes=11))
    assert len(mail.outbox) == 1


def test_read_old_and_unaddressed_notices_are_not_mailed(cast: Cast, principal: User, now: dt.datetime) -> None:
    tell(principal, now=now - dt.timedelta(days=8))
    tell(cast.guard, now=now)
    tell(principal, now=now)
    Notice.objects.filter(recipient=principal, created_at=now).update(read_at=now)
    send_notices(now)
    assert mail.outbox == []


def test_the_page_shows_ones_own_notices_unread_first(client: Client, cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, now=now - dt.timedelta(hours=1))
    tell(cast.handler, now=now)
    tell(cast.guard, now=now)
    newest = notices_of(cast.handler, now, 9)[0]
    client.force_login(cast.handler)
    response = client.post(reverse("work:open-notice", args=[newest.pk]))
    assert response["Location"] == "/requests/115-0037/"
    assert unread(cast, now) == 1
    assert [notice.read_at is None for notice in notices_of(cast.handler, now, 9)] == [True, False]
    page = client.get(reverse("work:notices")).content.decode()
    assert page.count(TEXT) == 2
    assert "1 則未讀" in page


def test_nobody_opens_another_persons_notice(client: Client, cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, now=now)
    client.force_login(cast.guard)
    assert client.post(reverse("work:open-notice", args=[Notice.objects.get().pk])).status_code == 404
    assert unread(cast, now) == 1


def test_a_notice_never_leads_to_another_host(client: Client, cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, now=now, url="//evil.example/")
    client.force_login(cast.handler)
    response = client.post(reverse("work:open-notice", args=[Notice.objects.get().pk]))
    assert response["Location"] == reverse("work:notices")


def test_all_can_be_marked_as_read_at_once(client: Client, cast: Cast, now: dt.datetime) -> None:
    tell(cast.handler, now=now)
    client.force_login(cast.handler)
    client.post(reverse("work:read-all"))
    assert unread(cast, now) == 0
    client.force_login(cast.guard)
    assert "目前沒有通知" in client.get(reverse("work:notices")).content.decode()

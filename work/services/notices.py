"""Notices: in the app at once, by mail after commit."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from accounts.selectors import in_words
from ledger.choices import Verb
from ledger.services import append
from work.models import Notice
from work.selectors import mail_is_configured, notices_to_mail, tellable
from work.services.bell import ring
from work.services.duties import Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from accounts.models import User

BATCH = 50
TRIAL = "寄信測試：看到這封信，表示系統可以寄出通知"
UNTOLD = "收件人已無權得知，未寄送"
MAIL = "{text}\n\n請登入系統辦理：\n{link}\n\n本郵件由監視錄影系統管理寄出，請勿回覆。\n"


class MailError(Exception):
    """No trial was mailed; its text is the sentence to show."""


class NoMailServer(MailError):
    """This installation mails nothing."""

    def __init__(self) -> None:
        super().__init__("本系統尚未設定寄信（CCTV_EMAIL_URL），通知只在站內顯示。")


class NoAddress(MailError):
    """The person has no address."""

    def __init__(self) -> None:
        super().__init__("您的帳號沒有電子郵件，請先在「我的帳號」填寫聯絡資料。")


def notify(*, recipients: Iterable[User], text: str, url: str, subject: str, now: dt.datetime) -> None:
    """Leave a notice for each of `recipients`; mail follows after commit. `text` says verb and number, no personal data."""
    Notice.objects.bulk_create(
        Notice(recipient=recipient, text=text, url=url, subject=subject, created_at=now)
        for recipient in {recipient.pk: recipient for recipient in recipients}.values()
    )
    ring("work.tasks.send_notices")


def take_back_notices(
    *, subject: str, of: Collection[int] | None = None, but_of: Collection[int] = frozenset()
) -> None:
    """Remove the notices about `subject` of the people `of` (everybody, if None) but `but_of`: it is not theirs to know."""
    rows = Notice.objects.filter(subject=subject).exclude(recipient__in=but_of)
    (rows if of is None else rows.filter(recipient__in=of)).delete()


@transaction.atomic
def mark_read(*, notice_id: int, user: User, now: dt.datetime) -> Notice:
    """Mark one of the person's own notices as read.

    Raises Notice.DoesNotExist for anybody else's, and for one about what `user` may not know of any more.
    """
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice_id, recipient=user)
    if not tellable(user, [notice], now):
        raise Notice.DoesNotExist
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, user: User, now: dt.datetime) -> int:
    """Mark everything the person has as read and return how many that were."""
    return Notice.objects.filter(recipient=user, read_at=None).update(read_at=now)


def mark_read_about(*, subject: str, url: str, user: User, now: dt.datetime) -> int:
    """Mark what tells the person of `subject`, or leads to its page `url` or one below, as read; return how many that were.

    Who sees the thing itself needs to be told of it no more.
    """
    about = Q(subject=subject) | Q(url__startswith=url)
    return Notice.objects.filter(about, recipient=user, read_at=None).update(read_at=now)


def try_mail(*, user: User, url: str, now: dt.datetime) -> str:
    """Mail a trial to the own address of `user` at once, and record it; return why it failed, or nothing.

    It is a notice like any other, so what arrived once is known from now on. Raises NoAddress, NoMailServer.
    """
    if not mail_is_configured():
        raise NoMailServer
    if not user.email:
        raise NoAddress
    notice = Notice(recipient=user, text=TRIAL, url=url, subject="寄信測試", created_at=now, read_at=now)
    failure = notice.mail_failure = _mail(notice)
    notice.mailed_at = None if failure else now
    with transaction.atomic():
        notice.save()
        word = f"未寄出（{failure.partition(':')[0]}）" if failure else "已寄出"
        append(verb=Verb.MAIL_TESTED, actor=in_words(user, now), subject=word, now=now)
    return failure


def send_notices(now: dt.datetime) -> Outcome:
    """Mail what is due. Each notice is claimed first, so two senders never mail the same one; a failure waits for the next beat.

    It goes on until everything new was tried, or all of a batch failed. No transaction is open while the mail
    server is talked to: on SQLite it would stop everybody else's writing.
    """
    sent = failed = 0
    batch = _claim(notices_to_mail(now), now)
    while batch:
        tried = Counter(_send(notice, now) for notice in batch)
        sent, failed = sent + tried[_Tried.SENT], failed + tried[_Tried.FAILED]
        is_server_there = tried[_Tried.FAILED] < len(batch)
        batch = _claim(notices_to_mail(now).filter(mail_claimed_at=None), now) if is_server_there else []
    if failed:
        return Outcome(f"寄出 {sent} 則，{failed} 則寄送失敗，下次再寄")
    return Outcome(f"寄出 {sent} 則" if sent else "沒有待寄的通知")


class _Tried(Enum):
    SENT = "sent"
    FAILED = "failed"
    NOT_TOLD = "not told"


def _send(notice: Notice, now: dt.datetime) -> _Tried:
    """Mail a claimed notice, unless its recipient may not know of it any more, and write down what came of it."""
    may_be_told = bool(tellable(notice.recipient, [notice], now))
    failure = _mail(notice) if may_be_told else UNTOLD
    notice.mailed_at, notice.mail_failure = None if failure and may_be_told else now, failure
    notice.save(update_fields=["mailed_at", "mail_failure"])
    if not may_be_told:
        return _Tried.NOT_TOLD
    return _Tried.FAILED if failure else _Tried.SENT


@transaction.atomic
def _claim(due: QuerySet[Notice], now: dt.datetime) -> list[Notice]:
    """Take the first of `due` in hand: claimed and without a failure, until it is known what came of it."""
    notices = list(due.select_related("recipient").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    claimed = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    claimed.update(mail_claimed_at=now, mail_failure="")
    return notices


def _mail(notice: Notice) -> str:
    """Send one notice and return why it failed, or nothing."""
    text = MAIL.format(text=notice.text, link=settings.PUBLIC_URL + notice.url)
    try:
        send_mail(f"【監視錄影系統管理】{notice.text}", text, None, [notice.recipient.email])
    except (SMTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""

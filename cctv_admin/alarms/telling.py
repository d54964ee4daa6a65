"""The two ways out: a mail to people, a signed POST to a machine. Neither says anything about a person."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

import httpx
from django.conf import settings
from django.core.mail import send_mail

from cctv_admin.settings.safety import LOOPBACK_HOSTS, host_of
from printing.rules import short_moment
from work.selectors import mail_is_configured

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from cctv_admin.alarms.rules import Event

logger = logging.getLogger(__name__)
SECONDS = 10
KINDS = {"begun": "發生", "lasting": "仍未排除", "ended": "已排除"}
SIGNATURE = "X-CCTV-Signature"
MAIL = "{lines}\n\n系統：{url}\n時間：{at}\n\n處理方式請見維運手冊（docs/operations.md）。本郵件由監視錄影系統管理自動寄出，請勿回覆。\n"


def by_mail(events: Sequence[Event], now: dt.datetime) -> bool:
    """Mail what is to be told; say whether the mail server took it. Where there is none, nobody was told."""
    if not mail_is_configured():
        return False
    lines = "\n".join(f"【{KINDS[one.kind]}】{one.said}（自 {short_moment(one.since)} 起）" for one in events)
    ended = all(event.kind == "ended" for event in events)
    subject = f"【監視錄影系統管理】警報{'解除' if ended else ''}：{events[0].said}"[:150]
    text = MAIL.format(lines=lines, url=settings.PUBLIC_URL, at=short_moment(now))
    try:
        send_mail(subject, text, None, settings.ALARM_MAIL)
    except (SMTPException, OSError, ValueError) as error:
        logger.warning("alarms could not be mailed: %s", type(error).__name__)
        return False
    return True


def by_webhook(events: Sequence[Event], now: dt.datetime) -> bool:
    """Post what is to be told; say whether it was taken (2xx). A redirect is not followed."""
    said = {
        "system": settings.PUBLIC_URL,
        "at": now.isoformat(),
        "alarms": [
            {"kind": one.kind, "reason": one.reason, "said": one.said, "since": one.since.isoformat()} for one in events
        ],
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if settings.ALARM_SECRET:
        headers[SIGNATURE] = "sha256=" + hmac.new(settings.ALARM_SECRET.encode(), body, hashlib.sha256).hexdigest()
    through_proxy = host_of(settings.ALARM_WEBHOOK) not in LOOPBACK_HOSTS
    try:
        with httpx.Client(timeout=SECONDS, trust_env=through_proxy, follow_redirects=False) as client:
            answer = client.post(settings.ALARM_WEBHOOK, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        logger.warning("the webhook of alarms did not answer: %s", type(error).__name__)
        return False
    if not answer.is_success:
        logger.warning("the webhook of alarms answered %s", answer.status_code)
    return answer.is_success


CHANNELS: dict[str, tuple[str, Callable[[Sequence[Event], dt.datetime], bool]]] = {
    "mail": ("ALARM_MAIL", by_mail),
    "webhook": ("ALARM_WEBHOOK", by_webhook),
}
"""Each channel with the setting that switches it on."""

"""The daily checkpoint leaves the house (ruling 22; plan 伍、四)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.choices import Role
from accounts.models import School
from accounts.selectors import people_with
from ledger import services as ledger
from printing.rules import local_date, long_date
from reports.selectors import foot_of
from work.selectors import mail_is_configured
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from ledger.models import Checkpoint

NO_MAIL = "未設定{missing}，請將查核點抄錄或列印調閱登記簿另行保存"


def publish_checkpoint(now: dt.datetime) -> Outcome:
    """Sign what the ledger says today and mail it to 校長 and those who keep it apart (`CCTV_CHECKPOINT_MAIL`).

    A mail that cannot be sent fails the duty, so that it is seen; the checkpoint stands all the same.
    """
    checkpoint = ledger.make_checkpoint(now)
    to = recipients(now)
    if not to or not mail_is_configured():
        missing = "郵件伺服器（CCTV_EMAIL_URL）" if to else "收件信箱"
        return Outcome(f"{foot_of(checkpoint)}；{NO_MAIL.format(missing=missing)}")
    EmailMessage(subject=f"存取紀錄查核點 {long_date(local_date(now))}", body=text_of(checkpoint), to=to).send()
    return Outcome(f"{foot_of(checkpoint)}；已寄送 {len(to)} 個信箱")


def recipients(now: dt.datetime) -> list[str]:
    """Return the addresses a checkpoint is mailed to: 校長 who gave one, and those of the setting."""
    principals = people_with(Role.PRINCIPAL, local_date(now)).exclude(email="").values_list("email", flat=True)
    return list(dict.fromkeys([*principals, *settings.CHECKPOINT_MAIL]))


def text_of(checkpoint: Checkpoint) -> str:
    """Return the letter: what it is for, the foot, and the signed text, which `verify_ledger --checkpoint` reads."""
    school = School.objects.first()
    name = school.short_name if school else ""
    return (
        f"{name}監視錄影系統管理的存取紀錄，於本信所載筆數時的簽章。請保存本信，不必回覆。\n"
        "日後若懷疑紀錄被刪改或回復成舊資料，以本信核對即可查出。\n\n"
        f"{foot_of(checkpoint)}\n公鑰 {ledger.our_verifier_key()}\n\n"
        f"{checkpoint.note}"
    )

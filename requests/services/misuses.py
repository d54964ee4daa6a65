"""不當使用或洩密事件 (肆、一): recording one, going on with it, closing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts import selectors as accounts
from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies
from requests.models import Misuse
from requests.policies.misuses import (
    NotYourMisuse,
    misuses_for,
    require_keeps_misuses,
    require_may_close_misuse,
)
from requests.selectors.misuses import MISUSES
from requests.services.errors import ReviewError
from retention.selectors import copies
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest


class MisuseRefused(ReviewError):
    """The event cannot be kept so; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """What was noticed: by whom, when, what, and what of ours it is about; case and copy by their numbers."""

    noticed_by: str
    noticed_at: dt.datetime
    what: str
    case_number: str = ""
    copy_number: str = ""
    camera: Camera | None = None
    concerned: Collection[User] = field(default=())


@transaction.atomic
def record_misuse(*, noticed: Noticed, measures: str, actor: User, now: dt.datetime) -> Misuse:
    """Record an event and tell 處室主管 and 校長, but nobody it is about. Raises NotYourMisuse, MisuseRefused."""
    require_keeps_misuses(actor, now)
    if noticed.noticed_at > now:
        raise MisuseRefused("發現時間不能在未來，請確認日期與時間。", field="noticed_at")
    if actor in noticed.concerned:
        raise MisuseRefused("涉及本人的事件，請由其他人員登錄。", field="concerned")
    misuse = Misuse.objects.create(
        noticed_by=noticed.noticed_by.strip(), noticed_at=noticed.noticed_at, what=noticed.what.strip(),
        review_request=_case_of(noticed, actor, now), copy_number=_copy_of(noticed), camera=noticed.camera,
        measures=measures.strip(), recorded_by=accounts.in_words(actor, now).name, recorded_at=now,
    )  # fmt: skip
    misuse.concerned.set(noticed.concerned)
    _tell(misuse, actor, now)
    _append(Verb.MISUSE_RECORDED, misuse, actor, now)
    return misuse


def _case_of(noticed: Noticed, actor: User, now: dt.datetime) -> ReviewRequest | None:
    number = noticed.case_number.strip()
    if not number:
        return None
    case = policies.visible_to(actor, now).filter(number=number).first()
    if case is None:
        raise MisuseRefused("找不到這個案號，請確認後再填，例如：115-0003。", field="case_number")
    return case


def _copy_of(noticed: Noticed) -> str:
    number = noticed.copy_number.strip().upper()
    if number and not copies().filter(number=number).exists():
        raise MisuseRefused("找不到這個留存檔編號，請確認後再填，例如：E115-0003。", field="copy_number")
    return number


def _tell(misuse: Misuse, actor: User, now: dt.datetime) -> None:
    seats = accounts.seatings((Role.SUPERVISOR, Role.PRINCIPAL), now).values()
    people = {one.user.pk: one.user for seating in seats for one in seating.present}
    knowing = [one for one in people.values() if one != actor and misuses_for(one, now).filter(pk=misuse.pk).exists()]
    url = reverse("review:misuse", args=[misuse.pk])
    notify(recipients=knowing, text=f"已登錄{misuse}", url=url, subject=str(misuse), now=now)


@transaction.atomic
def go_on_with_misuse(
    *,
    misuse_id: int,
    measures: str,
    informed: str,
    security_reported_at: dt.datetime | None,
    breach_reported_at: dt.datetime | None,
    actor: User,
    now: dt.datetime,
) -> Misuse:
    """Write what was done since: measures, who was told, when it was reported. Raises NotYourMisuse, MisuseRefused."""
    misuse = _opened(misuse_id, actor, now)
    reports = {"security_reported_at": security_reported_at, "breach_reported_at": breach_reported_at}
    for name, moment in reports.items():
        if moment is not None and not misuse.noticed_at <= moment <= now:
            raise MisuseRefused("通報時間不能早於發現時間，也不能在未來。", field=name)
        setattr(misuse, name, moment)
    misuse.measures, misuse.informed = measures.strip(), informed.strip()
    misuse.save(update_fields=["measures", "informed", *reports])
    _append(Verb.MISUSE_CHANGED, misuse, actor, now)
    return misuse


@transaction.atomic
def close_misuse(*, misuse_id: int, conclusion: str, actor: User, now: dt.datetime) -> Misuse:
    """Close an event with its conclusion, as 主管. Raises NotYourMisuse, MisuseRefused."""
    misuse = _opened(misuse_id, actor, now)
    require_may_close_misuse(actor, now)
    if not misuse.measures:
        raise MisuseRefused("尚未登錄處置情形，不能結案。")
    if not conclusion.strip():
        raise MisuseRefused("請填寫結論，例如：經查未外流，已調整權限並再次宣導。", field="conclusion")
    misuse.conclusion, misuse.closed_by, misuse.closed_at = (
        conclusion.strip(), accounts.in_words(actor, now).name, now,
    )  # fmt: skip
    misuse.save(update_fields=["conclusion", "closed_by", "closed_at"])
    _append(Verb.MISUSE_CLOSED, misuse, actor, now)
    return misuse


def _opened(misuse_id: int, actor: User, now: dt.datetime) -> Misuse:
    misuse = Misuse.objects.select_for_update(no_key=True).get(pk=misuse_id)
    if not misuses_for(actor, now).filter(pk=misuse_id).exists():
        raise NotYourMisuse("得閱覽本事件的人員", "辦理")
    if misuse.closed_at is not None:
        raise MisuseRefused("這個事件已經結案，不能再更改。")
    return misuse


def _append(verb: Verb, misuse: Misuse, actor: User, now: dt.datetime) -> None:
    ledger.append(verb=verb, actor=accounts.in_words(actor, now), now=now, **MISUSES.said(misuse))

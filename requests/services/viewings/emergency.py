"""校內緊急調閱 (ruling 10): a child is missing or hurt, a stranger came in. Oral consent, an escort, at once; 補核 follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from requests import rules
from requests.choices import Answer, Asker, ConsentGround, DutyBasis, Need
from requests.services.consents import record_oral_consent
from requests.services.drafts import Content, Entry, enter, save_entry
from requests.services.records import locked
from requests.services.viewings.errors import ViewingRefused
from requests.services.viewings.starting import start_viewing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from cameras.models import Camera, Place
    from requests.models import ReviewRequest, ViewingSession


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Who said yes, when, for what."""

    ground: ConsentGround
    consented_by: User
    consented_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who is there: those present, that they were told not to film, where, who escorts beside."""

    people_present: str
    told_not_to_film: bool
    identity_checked: bool = False
    place: str = ""
    others: Collection[User] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """The five fields of 附錄1: who asks, 與當事人關係, 攝影機地點, 調閱監視畫面時段, 申請事由.

    Who asks for a child says with it whether there is a 保護令 or 會面限制 (ruling 7): to whom there is, nothing is shown.
    """

    applicant: User | None
    applicant_name: str
    relation: str
    cameras: Iterable[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str
    places: Iterable[Place] = field(default=())
    asker: Asker = Asker.STAFF
    protection_order: Answer | str = ""


@transaction.atomic
def begin_emergency(
    *, wanted: Emergency, consent: Consent, presence: Presence, operator: User, now: dt.datetime
) -> ViewingSession:
    """Enter the case, record the consent and start the viewing, accompanied by `operator`: all or nothing.

    Raises MayNotEnter, EntryRefused, ConsentRefused, ViewingRefused, NotAnEscort.
    """
    if wanted.ends_at > now:
        raise ViewingRefused("結束時間不能在未來，請確認日期與時間。", field="ends_at")
    entry = Entry(
        asker=wanted.asker, applicant_name=wanted.applicant_name.strip(), received_at=now, account=wanted.applicant,
        protection_order=wanted.protection_order,
    )  # fmt: skip
    draft = save_entry(
        handler=operator, entry=entry, content=_content(wanted, consent.ground), key=None, now=now, is_emergency=True
    )
    case = enter(key=draft.draft_key, handler=operator, accepts_note=True, now=now, is_emergency=True)
    return consent_and_start(case_id=case.pk, consent=consent, presence=presence, operator=operator, now=now)


@transaction.atomic
def consent_and_start(
    *, case_id: int, consent: Consent, presence: Presence, operator: User, now: dt.datetime
) -> ViewingSession:
    """The same for a case somebody has sent already, or an officer asked for at the gate (ruling 11).

    Raises WrongOrder, KeepsOut, ConsentRefused, ViewingRefused.
    """
    _require_no_order(locked(case_id))
    record_oral_consent(
        case_id=case_id, ground=consent.ground, consented_by=consent.consented_by, consented_at=consent.consented_at,
        recorder=operator, now=now,
    )  # fmt: skip
    return start_viewing(
        case_id=case_id, escort=operator, now=now, people_present=presence.people_present,
        told_not_to_film=presence.told_not_to_film, identity_checked=presence.identity_checked, place=presence.place,
        others=presence.others,
    )  # fmt: skip


def _require_no_order(case: ReviewRequest) -> None:
    """A parent whom an order keeps from the child is not shown where it went; the school may look itself (ruling 7)."""
    if not case.is_for_a_child:
        return
    if not case.protection_order:
        raise ViewingRefused(
            "請先確認有無保護令或會面限制（已送出的案件，於案件頁「申請人身分查驗」填寫）。", field="protection_order"
        )
    if case.protection_order == Answer.YES:
        raise ViewingRefused(
            "申請人有保護令或會面限制，不得緊急調閱；請改由教職員工申請，由學校檢視。", field="protection_order"
        )


def _content(wanted: Emergency, ground: ConsentGround) -> Content:
    is_long = rules.is_long_period(wanted.starts_at, wanted.ends_at)
    phone = wanted.applicant.phone if wanted.applicant else ""
    return Content(
        need=rules.NEEDS_OF[wanted.asker][0] if wanted.asker != Asker.STAFF else Need.DUTY,
        duty_basis=DutyBasis.SAFETY if wanted.asker == Asker.STAFF else "", relation=wanted.relation, phone=phone, unit="", id_number="",
        cameras=wanted.cameras, places=wanted.places, starts_at=wanted.starts_at, ends_at=wanted.ends_at,
        long_period_reason=f"緊急調閱：{ground.label}" if is_long else "", reason=wanted.reason,
    )  # fmt: skip

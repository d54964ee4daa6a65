"""Public bodies of the sample school: a letter answered with a copy, one that lacks items, an officer without a letter, a 密件."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from cameras.models import Camera, Recorder
from files.services import store
from printing.rules import TAIPEI, local_date
from requests import selectors
from requests.choices import (
    Action,
    Answer,
    ConsentGround,
    LetterManner,
    Priority,
    Proposal,
    ReleaseManner,
    Secrecy,
    SeizedItem,
)
from requests.services import agency, chain, releases
from requests.services.consents import record_oral_consent
from retention.choices import MediumKind
from retention.models import Hold
from retention.services.copies import Content, finish_copy, open_upload, receive_part

if TYPE_CHECKING:
    from files.models import StoredFile
    from requests.models import ReviewRequest

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
STATION = "桃園市政府警察局八德分局"
LETTER = agency.LetterContent(
    body=STATION, dated_on=dt.date(2026, 1, 1), number="德警分刑字第1150031234號", received_at=dt.datetime(2026, 1, 1, tzinfo=TAIPEI), received_number="1150004567",
    priority=Priority.URGENT, came_by=LetterManner.ELECTRONIC, legal_basis="刑事訴訟法第230條第2項、警察職權行使法第10條",
    purpose="偵辦校門口機車竊盜案件", scope="側門及停車場案發前後三十分鐘", use="作為偵查之證據", contact="偵查佐 葉昀安",
)  # fmt: skip


def tell(now: dt.datetime) -> None:
    """Let every story happen, each act when its people would have come to it."""
    _answered(_nine(now - 8 * DAY), now)
    _incomplete(_nine(now - 3 * DAY))
    _without_a_letter(_nine(now - DAY))
    _waiting(_nine(now - HOUR * 12))
    _stub_and_disk(_nine(now - 5 * DAY))


def _nine(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(TAIPEI).replace(hour=9, minute=35, second=0, microsecond=0)


def _who(name: str) -> User:
    return User.objects.get(username=name)


def _wanted(at: dt.datetime, *codes: str, phone: str = "03-0000110") -> agency.Wanted:
    start = (at - DAY).replace(hour=16, minute=20)
    cameras = list(Camera.objects.filter(code__in=codes))
    return agency.Wanted(
        cameras=cameras,
        starts_at=start,
        ends_at=start + HOUR / 2,
        wants_copy=True,
        phone=phone,
        attachments=[_scan(at)],
    )


def _scan(at: dt.datetime) -> StoredFile:
    return store(upload=SimpleUploadedFile("公文.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"), now=at)


def _came(letter: agency.LetterContent, at: dt.datetime) -> agency.LetterContent:
    return replace(letter, received_at=at, dated_on=local_date(at - 2 * DAY))


def _receive(letter: agency.LetterContent, wanted: agency.Wanted, at: dt.datetime) -> ReviewRequest:
    return agency.receive_letter(
        handler=_who("handler"), letter=_came(letter, at), wanted=wanted, form_key=uuid.uuid4(), now=at
    )


def _answered(at: dt.datetime, now: dt.datetime) -> None:
    """Granted with the copy it asked for; the officer signed for it two days later."""
    case = _receive(LETTER, _wanted(at, "C22", "C28"), at)
    steps = (("handler", Action.PROPOSE), ("supervisor", Action.PROPOSE), ("principal", Action.APPROVE))
    for hours, (who, action) in enumerate(steps, start=1):
        _sign(case, who, action, at + hours * HOUR)
    hold = Hold.objects.get(case_key=case.draft_key)
    plain = bytes(1_200_000)
    made = open_upload(
        hold_id=hold.pk, content=Content(list(hold.cameras.all()), hold.starts_at, hold.ends_at), name="NVR2_ch04_1620.mp4",
        size=len(plain), user=_who("handler"), now=at + 5 * HOUR,
    )  # fmt: skip
    receive_part(copy_id=made.pk, number=1, plain=plain, user=_who("handler"), now=at + 5 * HOUR)
    finish_copy(made.pk, at + 5 * HOUR)
    handed = min(at + 2 * DAY, now)
    parcel = releases.Parcel(
        copy_id=made.pk, medium_kind=MediumKind.USB, medium_label="交付-115-01", manner=ReleaseManner.IN_PERSON
    )
    release = releases.prepare_release(case_id=case.pk, actor=_who("handler"), parcel=parcel, now=handed - HOUR)
    receiver = releases.Receiver(name="葉昀安", unit=STATION, badge="警 4471")
    releases.hand_over(
        release_id=release.pk, actor=_who("handler"), receiver=receiver, receipt=_scan(handed), now=handed
    )
    reason = "來文說明三載明派員領取，免另函覆"
    agency.need_no_reply(case_id=case.pk, handler=_who("handler"), reason=reason, now=handed)


def _sign(case: ReviewRequest, who: str, action: Action, at: dt.datetime) -> None:
    signing = chain.Signing(
        action=action, proposal=Proposal.APPROVE if action == Action.PROPOSE else None,
        opinion="依來文辦理。" if who == "handler" else "如擬。",
        acts_seen=selectors.acts_on(case), grants_copy=Answer.YES, copy_answer="依來文請求准予複製（計畫伍、二）。",
    )  # fmt: skip
    chain.sign(case_id=case.pk, actor=_who(who), signing=signing, now=at)


def _incomplete(at: dt.datetime) -> None:
    """States neither 法令依據 nor 用途: returned for 補正."""
    letter = replace(
        LETTER, body="桃園市八德區公所", number="桃市八社字第1150012345號", received_number="1150004601", legal_basis="", use="",
        priority=Priority.ORDINARY, came_by=LetterManner.PAPER, purpose="查證兒少關懷案件", scope="校門口接送區", contact="社會課 高苡宇",
    )  # fmt: skip
    case = _receive(letter, _wanted(at, "C25", phone="03-0000220"), at)
    signing = chain.Signing(
        action=Action.RETURN_TO_APPLICANT,
        opinion="來文未載明法令依據及用途，請函請補正。",
        acts_seen=selectors.acts_on(case),
    )
    chain.sign(case_id=case.pk, actor=_who("handler"), signing=signing, now=at + HOUR)


def _without_a_letter(at: dt.datetime) -> None:
    """An officer at the gate: called back, 校長 consented on the telephone, the letter follows."""
    officer = agency.Officer(
        body=STATION, name="葉昀安", badge="警 4471", reason="追查昨日放學時段側門附近走失長者去向，公文後補。", came_at=at,
        called_number="03-0000110", called_at=at + HOUR / 6, answered_by="值班台 高員",
    )  # fmt: skip
    now = at + HOUR / 3
    case = agency.receive_officer(
        handler=_who("handler"), officer=officer, wanted=_wanted(at, "C23"), form_key=uuid.uuid4(), now=now
    )
    record_oral_consent(
        case_id=case.pk, ground=ConsentGround.OFFICER, consented_by=_who("principal"), consented_at=now,
        recorder=_who("handler"), now=now,
    )  # fmt: skip


def _waiting(at: dt.datetime) -> None:
    """Came this morning or yesterday: 待承辦人擬辦, with a 限期 of its own."""
    letter = replace(
        LETTER, body="臺灣桃園地方檢察署", number="桃檢秀字第1150045678號", received_number="1150004655", came_by=LetterManner.PAPER,
        legal_basis="刑事訴訟法第126條", purpose="偵辦過失傷害案件", scope="校門口車道", reply_by=local_date(at + 7 * DAY), contact="書記官 林𠮷祥",
    )  # fmt: skip
    _receive(letter, _wanted(at, "C25", "C26", phone="03-0000330"), at)


def _stub_and_disk(at: dt.datetime) -> None:
    """A 密件 that stays on paper; a spare disk taken along on a receipt."""
    agency.receive_secret(
        handler=_who("handler"), body="臺灣桃園地方檢察署", dated_on=local_date(at - DAY), number="桃檢密字第1150000012號",
        received_number="1150004588", received_at=at, priority=Priority.URGENT, secrecy=Secrecy.RESTRICTED, reply_by=None, now=at,
    )  # fmt: skip
    seized = agency.Seized(
        body="臺灣桃園地方檢察署", officer="檢察事務官 許員", document_number="扣押物品收據第 7 號",
        recorder=Recorder.objects.order_by("code")[0], item=SeizedItem.DISK, item_note="WD 8TB，序號 示範-0001", seized_at=at,
        stops_recording=False, receipt=_scan(at),
    )  # fmt: skip
    agency.record_seizure(handler=_who("handler"), seized=seized, now=at)

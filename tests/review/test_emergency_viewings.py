"""Ruling 10: a child is missing at 16:40. Consent by word of mouth, an escort, at once; the chain follows, or it is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from accounts.services import appoint
from files.services import store
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry as LedgerEntry
from ledger.services import SYSTEM
from requests import selectors
from requests.choices import Action, Answer, Asker, ConsentGround, Need, Proposal, ViewingKind
from requests.documents.filling import printed_appendix_1
from requests.models import ReviewRequest, ViewingSession
from requests.policies import KeepsOut, MayNotEnter
from requests.services.chain.errors import StandingUnknown
from requests.services.closing import ClosingRefused, close_case
from requests.services.consents import ConsentRefused
from requests.services.drafts import Content, Entry, EntryRefused, enter, save_entry
from requests.services.standing import check_standing_of, keep_signed_form
from requests.services.viewings import (
    Consent,
    Emergency,
    Presence,
    ViewingRefused,
    begin_emergency,
    chase_ratifications,
    consent_and_start,
    end_viewing,
    start_viewing,
)
from retention.choices import BackupOutcome
from retention.models import Hold
from tests.conftest import TAIPEI
from tests.house.world import PDF
from tests.review.acts import refused, told, written
from tests.review.reading import Controls

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.review.conftest import Signs

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def late(now: dt.datetime) -> dt.datetime:
    """Monday, 16:40."""
    return now.replace(hour=16, minute=40)


def missing_child(cast: Cast, cameras: list[Camera], operator: User, now: dt.datetime, **more: Any) -> ViewingSession:
    facts: dict[str, Any] = {
        "applicant": cast.teacher, "applicant_name": "", "relation": "導師", "cameras": cameras[2:3], "places": [],
        "starts_at": now - 60 * MINUTE, "ends_at": now - 10 * MINUTE, "reason": "五年三班 7 號未到安親班。", "asker": Asker.STAFF,
        "protection_order": "",
    }  # fmt: skip
    consent: dict[str, Any] = {
        "ground": ConsentGround.MISSING,
        "consented_by": cast.principal,
        "consented_at": now - MINUTE,
    }
    presence: dict[str, Any] = {"people_present": "五年三班導師許喆安", "told_not_to_film": True, "place": "警衛室"}
    return begin_emergency(
        wanted=Emergency(**facts | {key: more[key] for key in facts.keys() & more.keys()}),
        consent=Consent(**consent | {key: more[key] for key in consent.keys() & more.keys()}),
        presence=Presence(**presence), operator=operator, now=now,
    )  # fmt: skip


def test_it_begins_at_once_and_waits_for_the_chain(
    cast: Cast, cameras: list[Camera], late: dt.datetime, signs: Signs
) -> None:
    viewing = missing_child(cast, cameras, cast.supervisor, late)
    case = ReviewRequest.objects.get()
    assert (viewing.kind, viewing.escort, case.entered_by) == (ViewingKind.EMERGENCY, cast.supervisor, cast.supervisor)
    assert Hold.objects.get().case_key == case.draft_key
    assert selectors.shown_as(case).text == "調閱中"
    end_viewing(viewing_id=viewing.pk, escort=cast.supervisor, remarks="", now=late + 10 * MINUTE)
    assert selectors.shown_as(case).text == "待補核"
    assert "已登錄您於 115/11/23 16:39 口頭同意" in told(cast.principal)[0]
    again = start_viewing(
        case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=late + DAY
    )
    assert again.kind == ViewingKind.EMERGENCY
    end_viewing(viewing_id=again.pk, escort=cast.handler, remarks="", now=late + DAY)
    verbs = list(LedgerEntry.objects.filter(subject=str(case)).order_by("sequence").values_list("verb", flat=True))
    assert verbs[:3] == [Verb.CASE_ENTERED, Verb.ORAL_CONSENT, Verb.VIEWING_STARTED]
    assert ledger.verify().finding is None
    assert signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補簽名。", now=late + DAY)


def test_a_case_somebody_sent_becomes_one(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    consent = Consent(ground=ConsentGround.INJURED, consented_by=cast.principal, consented_at=now)
    presence = Presence(people_present="許喆安", told_not_to_film=True)
    with refused(KeepsOut):
        consent_and_start(case_id=case.pk, consent=consent, presence=presence, operator=cast.teacher, now=now)
    officer = Consent(ground=ConsentGround.OFFICER, consented_by=cast.principal, consented_at=now)
    with refused(ConsentRefused, "限走失、受傷送醫、外人闖入"):
        consent_and_start(case_id=case.pk, consent=officer, presence=presence, operator=cast.handler, now=now)
    viewing = consent_and_start(case_id=case.pk, consent=consent, presence=presence, operator=cast.handler, now=now)
    assert viewing.kind == ViewingKind.EMERGENCY
    [line] = selectors.register_lines(cast.principal, now)
    assert (line.kind, line.number) == ("emergency", 1)


def test_who_is_not_of_the_chain_asks_who_is(cast: Cast, cameras: list[Camera], late: dt.datetime) -> None:
    for nobody in (cast.guard, cast.colleague, cast.administrator, cast.auditor):
        with refused(MayNotEnter):
            missing_child(cast, cameras, nobody, late)


def test_nobody_accompanies_himself_nor_consents_to_it(cast: Cast, cameras: list[Camera], late: dt.datetime) -> None:
    with refused(EntryRefused):
        missing_child(cast, cameras, cast.supervisor, late, applicant=cast.supervisor)
    with refused(ConsentRefused, "校長、處室主管或其代理人"):
        missing_child(cast, cameras, cast.handler, late, consented_by=cast.guard)
    with refused(EntryRefused, "請填寫申請人姓名"):
        missing_child(cast, cameras, cast.handler, late, applicant=None)
    with refused(ViewingRefused, "不能在未來"):
        missing_child(cast, cameras, cast.handler, late, ends_at=late + MINUTE)
    assert not ReviewRequest.objects.exists()


def test_somebody_without_an_account_and_a_long_period(cast: Cast, cameras: list[Camera], late: dt.datetime) -> None:
    long = {"starts_at": late - 300 * MINUTE, "applicant": None, "applicant_name": "周太太"}
    case = missing_child(cast, cameras, cast.handler, late, **long).review_request
    assert (case.asker, case.applicant_name, case.long_period_reason) == (Asker.STAFF, "周太太", "緊急調閱：走失")


def test_the_chain_follows_without_the_signature_and_closing_asks_for_it_or_a_reason(
    cast: Cast, cameras: list[Camera], late: dt.datetime, signs: Signs, client: Client
) -> None:
    viewing = missing_child(cast, cameras, cast.handler, late)
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=late)
    case = viewing.review_request
    for one in (cast.handler, cast.supervisor):
        signs(case, one, Action.PROPOSE, proposal=Proposal.APPROVE, now=late)
    signs(case, cast.principal, Action.APPROVE, now=late)
    case.refresh_from_db()
    assert selectors.OWES_FORM in selectors.hindrances(case, late)
    missing: dict[str, Any] = {
        "outcome": BackupOutcome.OVERWRITTEN,
        "reason": "已循環覆蓋。",
        "actor": cast.handler,
        "now": late,
    }
    with refused(ClosingRefused, "尚欠申請人簽名的附錄1"):
        close_case(case_id=case.pk, **missing)
    with time_machine.travel(late, tick=False):
        client.force_login(cast.handler)
        page = client.get(f"/requests/{case.number}/").content.decode()
        assert "應補資料" in page
        assert "存入申請人簽名的附錄1" in page
        assert "未取得申請人簽名的原因" in client.get(f"/requests/{case.number}/close/").content.decode()
    close_case(case_id=case.pk, no_form_reason="經通知未補簽。", **missing)
    form = store(upload=SimpleUploadedFile("附錄1.pdf", PDF, "application/pdf"), now=late)
    kept = keep_signed_form(case_id=case.pk, actor=cast.handler, scan=form, now=late)
    assert selectors.hindrances(kept, late) == []
    assert printed_appendix_1(kept, for_ink=False).signatures[0].lines[-1] == "紙本簽名存卷"
    assert ledger.verify().finding is None


def test_a_chain_that_does_not_follow_is_told_once(
    case: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs
) -> None:
    appoint(
        user=cast.dean, role=Role.HANDLER, title="教務主任", office="教務處", since=now.date(), actor=SYSTEM, now=now
    )
    consent = Consent(ground=ConsentGround.INJURED, consented_by=cast.supervisor, consented_at=now)
    presence = Presence(people_present="許喆安", told_not_to_film=True)
    viewing = consent_and_start(case_id=case.pk, consent=consent, presence=presence, operator=cast.handler, now=now)
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    day_after = dt.datetime(2026, 11, 25, 0, 5, tzinfo=TAIPEI)
    assert not chase_ratifications(now + DAY).acted
    assert selectors.late_ratifications(ReviewRequest.objects.all(), now + DAY) == []
    assert chase_ratifications(day_after).words == "逾期未補核 1 件，已通知"
    assert not chase_ratifications(day_after).acted
    assert told(cast.principal)[-1] == "緊急調閱 115-0001 逾補核期限 115/11/24 23:59 尚未核定，請立即補核"
    assert told(cast.handler)[-1] == told(cast.dean)[-1] == told(cast.principal)[-1]
    assert selectors.late_ratifications(ReviewRequest.objects.all(), day_after) == [case]
    assert ledger.verify().finding is None
    with refused(ViewingRefused, "補核期限已過"):
        start_viewing(
            case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=day_after
        )
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, now=day_after)
    assert selectors.shown_as(ReviewRequest.objects.get()).text == "待補核"


def test_a_chain_that_followed_owes_nothing(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs
) -> None:
    consent = Consent(ground=ConsentGround.INTRUDER, consented_by=cast.principal, consented_at=now)
    presence = Presence(people_present="許喆安", told_not_to_film=True)
    viewing = consent_and_start(
        case_id=at_principal.pk, consent=consent, presence=presence, operator=cast.handler, now=now
    )
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    signs(at_principal, cast.principal, Action.APPROVE)
    assert not chase_ratifications(now + 10 * DAY).acted


MOTHER: dict[str, Any] = {"asker": Asker.GUARDIAN, "applicant": None, "applicant_name": "周太太", "relation": "母親"}


def test_a_parent_at_the_gate_is_entered_as_one_after_it_was_asked_whether_an_order_keeps_him_away(
    cast: Cast, cameras: list[Camera], late: dt.datetime, signs: Signs
) -> None:
    with refused(ViewingRefused, "請先確認有無保護令或會面限制"):
        missing_child(cast, cameras, cast.supervisor, late, **MOTHER)
    with refused(ViewingRefused, "不得緊急調閱"):
        missing_child(cast, cameras, cast.supervisor, late, **MOTHER, protection_order=Answer.YES)
    assert not ReviewRequest.objects.exists(), "nothing was shown and no half of a case is left"
    case = missing_child(cast, cameras, cast.supervisor, late, **MOTHER, protection_order=Answer.NO).review_request
    assert (case.asker, case.need, case.duty_basis, case.applicant_title) == ("guardian", "child", "", "監護人")
    assert written(case)[:3] == [Verb.CASE_ENTERED, Verb.STANDING_CHECKED, Verb.ORAL_CONSENT]
    with refused(StandingUnknown, "身分或監護關係未經確認"):
        signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, now=late)


def test_a_parents_case_that_was_sent_is_not_shown_before_the_same_question(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    entry = Entry(asker=Asker.GUARDIAN, applicant_name="周太太", received_at=now)
    content = Content(
        need=Need.CHILD, relation="母親", phone="", unit="", id_number="", cameras=cameras[:1], places=[],
        starts_at=now - 60 * MINUTE, ends_at=now, long_period_reason="", reason="受傷送醫。",
    )  # fmt: skip
    draft = save_entry(handler=cast.handler, entry=entry, content=content, key=None, now=now)
    case = enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now)
    consent = Consent(ground=ConsentGround.INJURED, consented_by=cast.principal, consented_at=now)
    wanted: dict[str, Any] = {
        "case_id": case.pk, "consent": consent, "operator": cast.handler, "now": now,
        "presence": Presence(people_present="周太太", told_not_to_film=True),
    }  # fmt: skip
    with refused(ViewingRefused, "申請人身分查驗"):
        consent_and_start(**wanted)
    said: dict[str, Any] = {"identity_checked": True, "guardianship_confirmed": True, "actor": cast.handler, "now": now}
    check_standing_of(case_id=case.pk, protection_order=Answer.YES, **said)
    with refused(ViewingRefused, "由學校檢視"):
        consent_and_start(**wanted)
    check_standing_of(case_id=case.pk, protection_order=Answer.NO, **said)
    assert consent_and_start(**wanted).kind == ViewingKind.EMERGENCY


@pytest.mark.usefixtures("at_now")
def test_the_page_asks_a_parent_and_keeps_what_was_typed(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.handler)
    address = "/requests/emergency/"
    typed = {name: values[0] for name, values in Controls(client.get(address).content.decode()).said.items() if values}
    typed |= {
        "ground": "missing", "asker": "guardian", "account": str(cast.teacher.pk), "applicant_name": "周太太",
        "relation": "母親", "places": str(cameras[0].place_id), "reason": "五年三班 7 號未到安親班。",
        "consented_by": str(cast.principal.pk), "people_present": "周太太", "told_not_to_film": "on",
    }  # fmt: skip
    page = client.post(address, typed)
    assert page.status_code == 422
    assert "請選擇有無保護令或會面限制。" in page.content.decode()
    assert Controls(page.content.decode()).said["applicant_name"] == ["周太太"]
    assert client.post(address, typed | {"protection_order": "no"}).status_code == 302
    case = ReviewRequest.objects.get()
    assert (case.applicant, case.applicant_name, case.asker) == (None, "周太太", Asker.GUARDIAN)

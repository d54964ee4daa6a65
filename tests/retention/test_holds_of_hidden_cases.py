"""What is kept for a 限制案 stays kept and is told of without the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from requests.choices import Need
from requests.services.drafts import Content, save_draft, submit
from retention.choices import FindingKind
from retention.models import Finding, Hold
from retention.services import code_hold, place_hold, release_hold
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
HIDDEN = "（限制閱覽）"


@shared
def case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    """A teacher's case and its hold; 校長 may not know of it any more."""
    noon = now - dt.timedelta(days=3)
    content = Content(
        need=Need.OWN, relation="本人", phone="03-0000000", unit="五年三班", id_number="", cameras=cameras[:1], places=[],
        starts_at=noon, ends_at=noon + dt.timedelta(minutes=9), long_period_reason="", reason="跌倒。",
    )  # fmt: skip
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    case = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set([cast.handler])
    return case


def read(client: Client, cast: Cast, who: str, path: str = "/retention/holds/") -> str:
    client.force_login(getattr(cast, who))
    return client.get(path).content.decode()


@pytest.mark.counted_elsewhere
def test_only_who_may_know_the_case_reads_whose_hold_it_is(client: Client, cast: Cast, case: ReviewRequest) -> None:
    known = read(client, cast, "handler")
    assert str(case.number) in known
    assert cast.teacher.name in known

    hidden = read(client, cast, "principal")
    assert "C01" in hidden
    assert HIDDEN in hidden
    assert str(case.number) not in hidden
    assert cast.teacher.name not in hidden


def test_a_coded_hold_names_the_case_to_nobody_and_still_holds(
    client: Client, cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    [hold] = Hold.objects.all()
    Hold.objects.update(reason=f"調閱申請 {case.number} 送出")

    assert code_hold(reference=str(case.number), actor=SYSTEM, now=now) == 1

    hold.refresh_from_db()
    assert (hold.reference, hold.reason, hold.released_at) == ("", "調閱申請 限制案 送出", None)
    for who in ("handler", "principal"):
        page = read(client, cast, who)
        assert HIDDEN in page
        assert str(case.number) not in page
        assert cast.teacher.name not in page


def test_coding_is_an_entry_of_each_hold_and_the_ledger_still_agrees_with_the_rows(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    period: dict[str, Any] = {"starts_at": now, "ends_at": now + dt.timedelta(hours=1)}
    for reference in ("115-0001", "115-0001", "115-0002"):
        hold = place_hold(
            cameras=cameras[:1], **period, reason="調閱申請送出", reference=reference, actor=SYSTEM, now=now
        )
    first = Hold.objects.order_by("pk").first()
    assert first is not None
    release_hold(hold_id=first.pk, reason="115-0001 已結案", actor=SYSTEM, now=now)

    assert code_hold(reference="115-0001", actor=SYSTEM, now=now) == 2

    hold.refresh_from_db()
    first.refresh_from_db()
    assert (hold.reference, first.release_reason) == ("115-0002", "限制案 已結案")
    assert Entry.objects.filter(verb=Verb.HOLD_CODED).count() == 2
    assert verify().finding is None
    assert code_hold(reference="115-0001", actor=SYSTEM, now=now) == 0


def test_without_a_number_nothing_is_coded(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="請指定案號"):
        code_hold(reference="", actor=SYSTEM, now=now)


@pytest.mark.counted_elsewhere
def test_a_finding_that_names_the_case_is_for_its_readers(
    client: Client, cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    text = f"留存 {case.number} 尚未備份"
    Finding.objects.create(kind=FindingKind.NOT_CHECKED, subject="主機 NVR1", text=text, opened_at=now)

    assert text in read(client, cast, "handler", "/retention/")
    for who in ("principal", "administrator", "auditor"):
        assert text not in read(client, cast, who, "/retention/")
        assert text not in client.get("/").content.decode()

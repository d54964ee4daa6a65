"""Rulings 10 and 11: 校長 or 處室主管 says yes by word of mouth; the footage may be shown, and the chain follows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from requests import policies, selectors
from requests.choices import Action, ConsentGround, RecusalGround
from requests.policies import KeepsOut
from requests.rules import ratify_by
from requests.services.consents import ConsentRefused, record_oral_consent
from requests.services.drafts import withdraw
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.transitions import WrongOrder
from tests.conftest import TAIPEI
from tests.review.acts import refused, told
from work.rules import Calendar

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import OralConsent, ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def consent(
    case: ReviewRequest, recorder: User, by: User, now: dt.datetime, *, at: dt.datetime | None = None
) -> OralConsent:
    return record_oral_consent(
        case_id=case.pk,
        ground=ConsentGround.MISSING,
        consented_by=by,
        consented_at=at or now,
        recorder=recorder,
        now=now,
    )


@pytest.mark.counted_elsewhere
def test_footage_may_be_shown_until_the_end_of_the_next_working_day(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert not policies.viewing_allowed(case, now)
    found = consent(case, cast.handler, cast.principal, now, at=now - MINUTE)
    assert (found.consented_name, found.office, found.recorded_name) == ("校長 蘇翊甯", "校長", "事務組長 游承堃")
    assert found.ratify_by == dt.datetime(2026, 11, 24, 23, 59, 59, tzinfo=TAIPEI)
    assert policies.viewing_allowed(case, found.ratify_by)
    assert not policies.viewing_allowed(case, found.ratify_by + MINUTE)
    assert "緊急調閱 115-0001 已經口頭同意" in told(cast.handler)[-1]
    assert told(cast.principal) == ["已登錄您於 115/11/23 08:59 口頭同意調閱申請 115-0001，如有不符請洽登錄人"]
    entry = Entry.objects.get(verb=Verb.ORAL_CONSENT)
    said = "事務組長 游承堃登錄案 115-0001 經校長 蘇翊甯於 115/11/23 08:59 口頭同意：走失"
    assert ledger.sentence(entry) == said
    assert ledger.verify().finding is None


def test_the_next_working_day_is_found_in_the_calendar() -> None:
    friday, monday = dt.date(2026, 11, 27), dt.date(2026, 11, 30)
    assert ratify_by(friday, Calendar()).date() == monday
    assert ratify_by(friday, Calendar(days_off=frozenset({monday}))).date() == monday + DAY


@pytest.mark.parametrize("username", ["teacher", "colleague", "handler", "guard", "administrator", "auditor"])
def test_only_the_heads_consent(case: ReviewRequest, cast: Cast, now: dt.datetime, username: str) -> None:
    with refused(ConsentRefused, "校長、處室主管或其代理人"):
        consent(case, cast.handler, getattr(cast, username), now)
    consent(case, cast.supervisor, cast.supervisor, now)
    assert [one.user for one in policies.may_consent(case, now)] == [cast.principal, cast.supervisor]


def test_a_deputy_consents_in_the_name_of_the_office(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.OFFICIAL_TRIP, since=now,
        until=now + DAY, actor=cast.principal, now=now,
    )  # fmt: skip
    found = consent(case, cast.handler, cast.dean, now)
    assert (found.consented_name, found.office) == ("教務主任 陳煒騏", "校長公出")


def test_a_party_neither_consents_nor_records(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    recuse(
        case_id=case.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    with refused(ConsentRefused, "當事人及其代理人不得同意"):
        consent(case, cast.handler, cast.supervisor, now)
    for outsider in (cast.supervisor, cast.teacher, cast.guard):
        with refused(KeepsOut):
            consent(case, outsider, cast.principal, now)
    assert consent(case, cast.handler, cast.principal, now)


def test_it_is_recorded_once_and_within_a_day(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    for at in (now + MINUTE, now - DAY - MINUTE):
        with refused(ConsentRefused, "現在之前一日內") as refusal:
            consent(case, cast.handler, cast.principal, now, at=at)
        assert refusal.value.field == "consented_at"
    found = consent(case, cast.handler, cast.principal, now, at=now - DAY)
    with refused(ConsentRefused, "已登錄口頭同意"):
        consent(case, cast.handler, cast.supervisor, now)
    assert selectors.oral_consent_of(type(case).objects.get(pk=case.pk)) == found


def test_a_decision_takes_its_place(at_principal: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs) -> None:
    consent(at_principal, cast.handler, cast.principal, now)
    refusing = signs(at_principal, cast.principal, Action.REFUSE, opinion="事由不符。", grounds=("PLAN5-1",))
    assert not policies.viewing_allowed(refusing, now)
    with refused(WrongOrder, "不予核准"):
        consent(refusing, cast.handler, cast.principal, now)


def test_a_returned_or_withdrawn_case_is_not_shown(
    case: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs
) -> None:
    consent(case, cast.handler, cast.principal, now)
    returned = signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補時段。", proposal=None)
    assert not policies.viewing_allowed(returned, now)
    assert not policies.viewing_allowed(withdraw(case_id=case.pk, applicant=cast.teacher, now=now), now)


@pytest.mark.counted_elsewhere
def test_what_the_chain_grants_may_be_shown_for_good(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs
) -> None:
    consent(at_principal, cast.handler, cast.principal, now)
    granted = signs(at_principal, cast.principal, Action.APPROVE)
    assert policies.viewing_allowed(granted, now + 30 * DAY)
    assert policies.standing_consent(granted, now) is None


def test_of_a_restricted_case_a_head_who_is_no_reader_does_not_consent(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert {one.user for one in policies.may_consent(case, now)} == {cast.principal, cast.supervisor}
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.principal, cast.supervisor], now=now)
    case.readers.remove(cast.supervisor)
    case.refresh_from_db()
    assert [one.user for one in policies.may_consent(case, now)] == [cast.principal]

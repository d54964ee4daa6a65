"""An officer without a letter: checked, kept, shown on an oral consent; the letter is owed and asked for (ruling 11)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import SchoolPlan
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import Action, Proposal, Status
from requests.documents.filling import appendix_1_of
from requests.models import LetterReminder, ReviewRequest
from requests.services.agency import AgencyRefused, chase_letters, complete_letter, receive_officer
from requests.services.chain.errors import StandingUnknown
from requests.services.drafts import withdraw
from retention.models import Hold
from tests.agency.conftest import BODY, consented, copied, granted
from tests.review.acts import refused, told, written

if TYPE_CHECKING:
    from requests.services.agency import LetterContent, Officer, Wanted
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)


def test_what_he_asks_for_is_kept_at_once_and_his_letter_is_owed(visit: ReviewRequest) -> None:
    assert Hold.objects.filter(case_key=visit.draft_key).exists()
    assert local_date(visit.officer_visit.letter_due_at) == dt.date(2026, 11, 26)
    assert written(visit) == ["requests.officer_received"]
    facts = selectors.agency_facts(visit)
    assert facts is not None
    assert (facts.number, facts.missing) == ("", ("法令依據", "調閱目的", "範圍", "用途"))
    assert appendix_1_of(visit).reason.startswith("（公文補送中）偵辦竊盜案件")


def test_the_plan_says_how_many_working_days_the_letter_has(
    cast: Cast, officer: Officer, wanted: Wanted, now: dt.datetime
) -> None:
    SchoolPlan.objects.update(letter_days=1)
    case = receive_officer(handler=cast.handler, officer=officer, wanted=wanted, form_key=uuid.uuid4(), now=now)
    assert local_date(case.officer_visit.letter_due_at) == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"badge": " "}, "未經查證"),
        ({"answered_by": ""}, "未經查證"),
        ({"called_at": dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)}, "回撥時間"),
        ({"came_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC)}, "到場時間"),
    ],
)
def test_who_was_not_checked_is_not_taken_in(
    cast: Cast, officer: Officer, wanted: Wanted, now: dt.datetime, changes: dict[str, Any], sentence: str
) -> None:
    with refused(AgencyRefused, sentence):
        receive_officer(
            handler=cast.handler, officer=dataclasses.replace(officer, **changes), wanted=wanted, form_key=uuid.uuid4(), now=now
        )  # fmt: skip


def test_the_same_form_sent_twice_is_one_case_and_only_of_who_handles_requests(
    cast: Cast, officer: Officer, wanted: Wanted, now: dt.datetime
) -> None:
    key = uuid.uuid4()
    first, second = (
        receive_officer(handler=cast.handler, officer=officer, wanted=wanted, form_key=key, now=now) for _ in range(2)
    )
    assert first == second
    with refused(policies.MayNotEnter):
        receive_officer(handler=cast.guard, officer=officer, wanted=wanted, form_key=uuid.uuid4(), now=now)


def test_he_may_look_on_an_oral_consent_and_the_chain_may_follow_it(
    visit: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(visit, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    with refused(StandingUnknown, "公文尚未到校"):
        signs(visit, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert not policies.viewing_allowed(visit, now)
    consented(visit, cast, now)
    visit.refresh_from_db()
    assert policies.viewing_allowed(visit, now)
    signs(visit, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)


def test_no_copy_leaves_before_the_letter_is_there(
    visit: ReviewRequest, letter: LetterContent, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    consented(visit, cast, now)
    granted(visit, cast, signs)
    copied(visit, cast, now)
    [owed] = selectors.may_hand_over(visit, now)
    assert "公文尚未到校（應於 115/11/26 23:59 前補送）" in owed
    complete_letter(case_id=visit.pk, handler=cast.handler, letter=dataclasses.replace(letter, use=""), now=now)
    fresh = ReviewRequest.objects.get(pk=visit.pk)
    assert selectors.may_hand_over(fresh, now) == ["來文未載明用途（計畫伍、二），補正後才能交付。"]
    complete_letter(
        case_id=visit.pk, handler=cast.handler, letter=dataclasses.replace(letter, number="補正第2號"), now=now
    )
    fresh = ReviewRequest.objects.get(pk=visit.pk)
    assert selectors.may_hand_over(fresh, now) == []
    assert [one["number"] for one in fresh.agency_letter.supplements] == ["補正第2號"]
    assert fresh.agency_letter.number == letter.number


def test_a_letter_that_is_owed_is_asked_for_daily_and_when_late_told_to_the_principal(
    visit: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    chase_letters(now)
    chase_letters(now + dt.timedelta(hours=3))
    asked = f"調閱申請 {visit.number} 的公文應於 115/11/26 23:59 前補送，請洽來文機關"
    assert told(cast.handler).count(asked) == 1
    chase_letters(now + 4 * DAY)
    chase_letters(now + 5 * DAY)
    assert told(cast.handler).count(asked) == 3
    assert {str(one) for one in LetterReminder.objects.filter(kind="overdue")} == {"逾期 2026-11-26"}
    assert (str(visit.officer_visit), str(visit.agency_letter)) == ("葉𣕑安（警 4471）", BODY)
    assert told(cast.principal).count(f"調閱申請 {visit.number} 的公文逾期未補送，請督導") == 1


def test_nobody_is_asked_for_a_letter_that_came_or_of_a_case_that_is_over(
    visit: ReviewRequest, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    withdraw(case_id=visit.pk, applicant=cast.handler, now=now)
    visit.refresh_from_db()
    assert selectors.what_a_letter_does(visit, visit.agency_letter) is None
    assert list(selectors.settled_letters(cast.handler, now, 5)) == [visit]
    assert chase_letters(now).words == "沒有待補送的公文"
    assert not LetterReminder.objects.exists()


def test_the_duty_tells_of_who_may_know_only(visit: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ReviewRequest.objects.filter(pk=visit.pk).update(is_restricted=True)
    chase_letters(now + 4 * DAY)
    assert not [text for text in told(cast.principal) if "逾期未補送" in text]


def test_the_letter_brings_the_case_its_own_words_and_clock(
    visit: ReviewRequest, letter: LetterContent, wanted: Wanted, cast: Cast, now: dt.datetime
) -> None:
    other = dataclasses.replace(wanted, ends_at=wanted.ends_at + dt.timedelta(hours=1))
    done = complete_letter(
        case_id=visit.pk, handler=cast.handler, letter=dataclasses.replace(letter, reply_by=dt.date(2026, 12, 1)),
        wanted=other, now=now,
    )  # fmt: skip
    assert (done.reason, done.unit, done.ends_at) == (letter.purpose, BODY, other.ends_at)
    assert done.due_at is not None
    assert local_date(done.due_at) == dt.date(2026, 12, 1)
    assert written(done)[-1] == "requests.letter_arrived"
    assert any("公文已到" in text for text in told(cast.handler))
    assert Hold.objects.get(case_key=visit.draft_key, released_at=None).ends_at == other.ends_at


def test_a_returned_letter_comes_back_completed(
    cast: Cast, case: ReviewRequest, letter: LetterContent, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補用途。")
    done = complete_letter(case_id=case.pk, handler=cast.handler, letter=letter, now=now)
    assert (done.status, done.corrected_at) == (Status.IN_REVIEW, now)
    assert written(done)[-1] == "requests.letter_supplemented"


def test_a_slip_is_put_right_only_until_somebody_has_signed(
    cast: Cast, case: ReviewRequest, letter: LetterContent, wanted: Wanted, signs: Signs, now: dt.datetime
) -> None:
    right = dataclasses.replace(letter, number="德警分刑字第1150031235號")
    complete_letter(case_id=case.pk, handler=cast.handler, letter=right, now=now)
    assert written(case)[-1] == "requests.letter_corrected"
    assert ReviewRequest.objects.get(pk=case.pk).agency_letter.number == right.number
    with refused(policies.NotTheHandler):
        complete_letter(case_id=case.pk, handler=cast.supervisor, letter=letter, now=now)
    case.refresh_from_db()
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    with refused(AgencyRefused, "已有人簽核"):
        complete_letter(case_id=case.pk, handler=cast.handler, letter=letter, now=now)


def test_what_was_signed_for_is_not_changed_by_a_letter_that_comes_later(
    visit: ReviewRequest, letter: LetterContent, wanted: Wanted, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    consented(visit, cast, now)
    granted(visit, cast, signs)
    with refused(AgencyRefused, "不能變更攝影機"):
        complete_letter(case_id=visit.pk, handler=cast.handler, letter=letter, wanted=wanted, now=now)


def test_only_a_bodys_case_has_a_letter_to_complete(
    case: ReviewRequest, letter: LetterContent, cast: Cast, now: dt.datetime
) -> None:
    case.agency_letter.delete()
    with refused(AgencyRefused, "不是公務機關"):
        complete_letter(case_id=case.pk, handler=cast.handler, letter=letter, now=now)

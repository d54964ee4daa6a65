"""Ruling 14: a 暫時留存 ends by itself when its case is over, its copy made and nobody may appeal any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.services import SYSTEM, verify
from requests import rules, selectors
from requests.choices import Action, Answer, Proposal, Status, Verdict, ViewingManner
from requests.models import ReviewRequest
from requests.services import chain, secrecy
from requests.services.closing import close_case
from requests.services.drafts import withdraw
from requests.services.ending import NOT_SURE, NOTHING, end_holds
from requests.tasks import end_holds as duty
from retention.choices import BackupOutcome, HoldKind
from retention.models import BackupTask, Hold
from retention.services import release_hold
from tests.retention.keeping import folder_of
from work.models import Duty

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)
moments = st.integers(0, 900).map(lambda days: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + days * DAY)


def close(case: ReviewRequest, cast: Cast, at: dt.datetime) -> None:
    close_case(
        case_id=case.pk, actor=cast.handler, now=at, outcome=BackupOutcome.NO_FOOTAGE, reason="主機故障。", note="不再調閱。"
    )  # fmt: skip


def is_kept() -> bool:
    return Hold.objects.filter(released_at=None).exists()


@given(verdict=st.sampled_from(Verdict), decided=moments, days=st.integers(0, 900), appeal=st.integers(0, 90))
def test_after_full_approval_nothing_follows_and_else_the_appeal_period(
    verdict: Verdict, decided: dt.datetime, days: int, appeal: int
) -> None:
    closed = decided + days * DAY
    until = rules.footage_needed_until(
        verdict, decided_at=decided, withdrawn_at=None, closed_at=closed, appeal_days=appeal, withdrawn_days=14
    )
    assert until == (closed if verdict == Verdict.EVERYTHING else max(closed, decided + appeal * DAY))


@given(withdrawn=moments, days=st.integers(0, 90))
def test_a_withdrawn_case_needs_its_footage_for_the_plans_days(withdrawn: dt.datetime, days: int) -> None:
    def until(**moments: dt.datetime | None) -> dt.datetime | None:
        return rules.footage_needed_until(
            None, decided_at=None, closed_at=None, appeal_days=45, withdrawn_days=days, **moments
        )

    assert until(withdrawn_at=withdrawn) == withdrawn + days * DAY
    assert until(withdrawn_at=None) is None


def test_a_fully_approved_case_lets_its_footage_go_at_its_closing(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert end_holds(now) == NOTHING
    close(approved, cast, now)
    assert end_holds(now).words == "解除暫時留存 1 件"
    hold = Hold.objects.get()
    assert (hold.released_by, hold.release_reason) == ("系統", "案件已結案，應續留期間屆滿，暫時留存由系統解除")
    assert end_holds(now + DAY) == NOTHING
    assert verify().ok


@pytest.mark.parametrize("action", [Action.REFUSE, Action.PARTLY_APPROVE])
def test_after_a_refusal_or_a_part_it_stays_until_nobody_may_appeal(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime, action: Action
) -> None:
    grant = chain.Grant(
        list(content.cameras)[:1], content.starts_at, content.ends_at, ViewingManner.ACCOMPANIED, "不得翻拍。"
    )
    signs(
        at_principal, cast.principal, action, opinion="時段不符。", grounds=("PROC-2",),
        grant=grant if action == Action.PARTLY_APPROVE else None,
    )  # fmt: skip
    close(at_principal, cast, now + 2 * DAY)
    end_holds(now + 44 * DAY)
    assert is_kept()
    end_holds(now + 45 * DAY)
    assert not is_kept()


@pytest.mark.parametrize(("grants_copy", "kept_for"), [(Answer.NO, 45), (Answer.YES, 2)])
def test_a_refused_copy_may_be_appealed_like_a_part(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, grants_copy: Answer, kept_for: int
) -> None:
    ReviewRequest.objects.update(wants_copy=True)
    at_principal.refresh_from_db()
    signs(at_principal, cast.principal, Action.APPROVE, grants_copy=grants_copy, copy_answer="依個資法第10條。")
    ReviewRequest.objects.update(status=Status.CLOSED, closed_at=now + 2 * DAY)
    [case] = ReviewRequest.objects.all()
    assert selectors.footage_needed_until(case) == now + kept_for * DAY


def test_a_withdrawn_case_needs_no_closing(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 13 * DAY)
    assert is_kept()
    end_holds(now + 14 * DAY)
    assert not is_kept()


def test_one_withdrawn_after_it_was_signed_goes_on_until_its_copy_is_made(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 20 * DAY)
    assert is_kept()
    BackupTask.objects.update(outcome=BackupOutcome.COPIED, closed_at=now, copy="E115-0001")
    end_holds(now + 20 * DAY)
    assert not is_kept()


def test_the_moment_of_a_case_withdrawn_before_the_column_was_there_is_asked_of_the_ledger(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    ReviewRequest.objects.update(withdrawn_at=None)
    case.refresh_from_db()
    assert selectors.over_at(case) == now
    ReviewRequest.objects.update(number="115-0999")
    case.refresh_from_db()
    assert selectors.over_at(case) is None


def test_the_holds_of_a_restricted_case_end_as_well(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    secrecy.restrict(case_id=approved.pk, actor=cast.handler, readers=[cast.principal], now=now)
    close(approved, cast, now)
    end_holds(now)
    assert not is_kept()


def test_a_legal_hold_and_one_proposed_as_such_are_left_alone(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    close(approved, cast, now)
    hold = Hold.objects.get()
    proposal = hold.proposals.create(
        kind="legal", document_number="警字第1號", review_on=now.date(), proposed_by="方", proposed_account="supervisor",
        proposed_at=now,
    )  # fmt: skip
    end_holds(now)
    assert is_kept()
    proposal.delete()
    Hold.objects.update(kind=HoldKind.LEGAL, document_number="警字第1號", review_on=now.date())
    end_holds(now)
    assert is_kept()


def test_an_open_case_keeps_its_holds_and_a_hold_released_by_hand_stays_released(
    case: ReviewRequest, now: dt.datetime
) -> None:
    end_holds(now + 300 * DAY)
    assert is_kept()
    release_hold(hold_id=Hold.objects.get().pk, reason="他案已留存", actor=SYSTEM, now=now)
    ReviewRequest.objects.update(status=Status.CLOSED, step=0, closed_at=now)
    assert end_holds(now) == NOTHING


def test_while_a_folder_of_ours_doubts_the_clock_nothing_ends(
    approved: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    close(approved, cast, now)
    source = folder_of(cameras[3:], now)
    source.last_pass_at = now - 100 * DAY
    source.save()
    assert end_holds(now) == NOT_SURE
    assert is_kept()


def test_the_duty_says_what_it_did(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    close(approved, cast, now)
    Hold.objects.update(released_at=None)
    duty()
    assert Duty.objects.get(pk="requests.tasks.end_holds").last_result == "解除暫時留存 1 件"

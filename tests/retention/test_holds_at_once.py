"""Two at once on real connections: a double tap is one hold, the duty run twice reminds once, one decision counts."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

import pytest

from ledger.services import verify
from retention.choices import ProposalDecision
from retention.models import BackupTask, Hold, HoldProposal, Reminder
from retention.services import HoldError, LegalGround, Wanted, decide_proposal, propose_legal_hold, remind_backups
from tests.retention.keeping import DAY, emergency
from tests.review.test_two_at_once import at_once

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_double_tap_at_the_same_moment_is_one_hold(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    tap = partial(emergency, cast, cameras, now, form_key=uuid.uuid4())
    first, second = at_once(tap, tap)
    assert first == second
    assert (Hold.objects.count(), BackupTask.objects.count()) == (1, 1)
    assert verify().finding is None


def test_the_duty_twice_at_once_opens_and_reminds_once(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    emergency(cast, cameras, now)
    BackupTask.objects.all().delete()  # as a hold of before has none
    outcomes = at_once(*[lambda: remind_backups(now)] * 2)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert (BackupTask.objects.count(), Reminder.objects.count()) == (1, 1)


def test_of_two_decisions_at_once_one_counts(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    ground = LegalGround("刑事訴訟法第133條", "桃檢字第1號", now.date() + 90 * DAY)
    wanted = Wanted(cameras[:1], now - DAY, now)
    proposal = propose_legal_hold(wanted=wanted, ground=ground, user=cast.supervisor, now=now)

    def decide(decision: ProposalDecision) -> object:
        try:
            return decide_proposal(
                proposal_id=proposal.pk, decision=decision, reason="依據不足。", user=cast.principal, now=now
            )
        except HoldError as refusal:
            return refusal

    outcomes = at_once(partial(decide, ProposalDecision.AGREED), partial(decide, ProposalDecision.REFUSED))
    assert [isinstance(one, HoldError) for one in outcomes].count(True) == 1
    assert HoldProposal.objects.get().decided_at == now
    assert verify().finding is None

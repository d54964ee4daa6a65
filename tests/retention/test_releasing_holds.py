"""Ending a 暫時留存 by hand: with a reason, not while a case needs it, and what else holds goes on holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ledger.services import SYSTEM, verify
from requests.choices import Status
from requests.models import ReviewRequest
from retention.choices import BackupOutcome, FindingKind, FootageState, ReleaseGround
from retention.models import BackupTask, Finding, Hold
from retention.selectors import footage_clock_for
from retention.services import HoldError, StillNeeded, confirm_hold, place_hold, release_by_hand, remind_holds
from tests.retention.keeping import DAY, HOUR, ask, emergency

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
NOT_NEEDED, ELSEWHERE, MISTAKE = ReleaseGround


def release(hold: Hold, ground: ReleaseGround, user: User, now: dt.datetime) -> Hold:
    return release_by_hand(hold_id=hold.pk, ground=ground, reason="已查明。", user=user, now=now)


@pytest.mark.parametrize("who", ["handler", "supervisor"])
def test_an_emergency_hold_ends_with_a_reason_and_owes_no_copy_any_more(
    cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    hold = emergency(cast, cameras, now)
    remind_holds(now + 8 * DAY)
    release(hold, MISTAKE, getattr(cast, who), now + 8 * DAY)
    hold.refresh_from_db()
    task = BackupTask.objects.get()
    assert (hold.release_reason, task.outcome) == ("誤按：已查明。", BackupOutcome.RELEASED)
    assert Finding.objects.get(kind=FindingKind.UNCONFIRMED_HOLD).closed_at == now + 8 * DAY
    assert verify().finding is None
    with pytest.raises(HoldError, match="已經解除"):
        release(hold, MISTAKE, cast.handler, now)


@pytest.mark.parametrize("who", ["guard", "teacher", "principal", "administrator", "auditor"])
def test_only_who_looks_after_holds_releases(cast: Cast, cameras: list[Camera], now: dt.datetime, who: str) -> None:
    hold = emergency(cast, cameras, now)
    with pytest.raises(PermissionDenied):
        release(hold, MISTAKE, getattr(cast, who), now)


def test_a_hold_of_an_open_case_ends_only_because_another_case_keeps_the_footage(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    ask(cast, cameras, now)
    hold = Hold.objects.get()
    with pytest.raises(StillNeeded, match="案 115-0001 尚未結案"):
        release(hold, NOT_NEEDED, cast.handler, now)
    with pytest.raises(HoldError, match="只用於緊急留存"):
        release(hold, MISTAKE, cast.handler, now)
    release(hold, ELSEWHERE, cast.handler, now)
    hold.refresh_from_db()
    assert hold.release_reason == "他案已留存：已查明。"


def test_a_linked_emergency_hold_may_still_have_been_a_mistake(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    case, hold = ask(cast, cameras, now), emergency(cast, cameras, now)
    confirm_hold(hold_id=hold.pk, reference=str(case.number), note="", user=cast.handler, now=now)
    with pytest.raises(StillNeeded):
        release(hold, NOT_NEEDED, cast.handler, now)
    assert release(hold, MISTAKE, cast.handler, now).released_at == now


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    ("status", "moment", "days", "is_free"),
    [
        (Status.APPROVED, "decided_at", 400, False),
        (Status.REFUSED, "decided_at", 400, False),
        (Status.WITHDRAWN, "withdrawn_at", 13, False),
        (Status.WITHDRAWN, "withdrawn_at", 14, True),
        (Status.CLOSED, "closed_at", 0, True),
    ],
)
def test_a_case_needs_its_footage_until_it_is_over_and_nobody_may_appeal(
    cast: Cast, cameras: list[Camera], now: dt.datetime, status: Status, moment: str, days: int, *, is_free: bool
) -> None:
    """Not closed, a refused case needs it too: it owes a copy (ruling 13). The terms: tests/review/test_ending_holds.py."""
    ask(cast, cameras, now)
    ReviewRequest.objects.update(status=status, step=0, **{moment: now})
    if not is_free:
        with pytest.raises(StillNeeded):
            release(Hold.objects.get(), NOT_NEEDED, cast.handler, now + days * DAY)
    else:
        assert release(Hold.objects.get(), NOT_NEEDED, cast.handler, now + days * DAY).released_at


def test_a_hold_of_a_restricted_case_is_not_released_by_hand(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    case = ask(cast, cameras, now)
    hold = Hold.objects.get()
    ReviewRequest.objects.update(is_restricted=True)
    case.readers.set([cast.handler])
    with pytest.raises(PermissionDenied):
        release(hold, ELSEWHERE, cast.supervisor, now)
    Hold.objects.update(reference="")
    with pytest.raises(StillNeeded, match="屬於限制案"):
        release(hold, ELSEWHERE, cast.handler, now)


def test_several_holds_on_the_same_footage_are_each_their_own(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    first, second = (emergency(cast, cameras, now) for _ in range(2))

    def state() -> FootageState:
        return footage_clock_for(cameras[:1], now - HOUR / 2, now, now, 14)[0].state

    release(first, MISTAKE, cast.handler, now)
    assert state() == FootageState.NOTIFIED
    release(second, MISTAKE, cast.handler, now)
    assert state() == FootageState.UNKEPT


def test_the_page_offers_a_mistake_for_an_emergency_only_and_keeps_what_was_typed(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    ask(cast, cameras, now)
    of_case, of_guard = Hold.objects.get(), emergency(cast, cameras, now)
    client.force_login(cast.handler)
    pages = [reverse("retention:hold-release", args=[hold.pk]) for hold in (of_case, of_guard)]
    assert ["誤按" in client.get(page).content.decode() for page in pages] == [False, True]
    response = client.post(pages[0], {"ground": "not_needed", "reason": "不用了"})
    assert response.status_code == 422
    assert "不用了" in response.content.decode()
    client.post(pages[1], {"ground": "mistake", "reason": "碰到按鈕"})
    assert Hold.objects.exclude(released_at=None).count() == 1


def test_a_reference_that_is_no_case_of_this_school_holds_nobody_back(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    place_hold(
        cameras=cameras[:1], starts_at=now - HOUR, ends_at=now, reason="x", reference="舊案", actor=SYSTEM, now=now
    )
    assert release(Hold.objects.get(), NOT_NEEDED, cast.handler, now).released_at == now

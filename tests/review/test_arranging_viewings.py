"""約定調閱: when, where, with whom; moved, called off, or held. 「現在開始」 needs none of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ledger import services as ledger
from requests import selectors
from requests.choices import AppointmentState
from requests.services.secrecy import restrict
from requests.services.viewings import Arrangement, NotAnEscort, ViewingRefused, arrange, call_off, start_viewing
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from requests.models import ReviewRequest, ViewingAppointment
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


def arranged(
    case: ReviewRequest, actor: User, now: dt.datetime, *, at: dt.datetime | None = None, escorts: Sequence[User] = ()
) -> ViewingAppointment:
    wanted = Arrangement(at=at or now + 2 * HOUR, place="總務處", escorts=escorts or [actor], visitors=2)
    return arrange(case_id=case.pk, wanted=wanted, actor=actor, now=now)


def test_it_is_told_to_who_comes_and_the_guard_reads_no_more_than_four_things(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    planned = arranged(approved, cast.handler, now, escorts=[cast.handler, cast.guard])
    assert told(cast.teacher)[-1] == "調閱申請 115-0001 約定於 115年11月23日（一）11:00 在總務處調閱"
    assert told(cast.guard)[-1] == "請陪同調閱：約定於 115年11月23日（一）11:00 在總務處調閱"
    [today] = selectors.viewings_on(now.date(), cast.guard)
    assert (today.at, today.visitors, today.number, today.state) == (planned.at, 2, "115-0001", "已約定")
    assert today.escort == "事務組長 游承堃、警衛 巴奈・古拉斯"
    restrict(case_id=approved.pk, actor=cast.handler, readers=[cast.supervisor], now=now)
    assert selectors.viewings_on(now.date(), cast.guard) == []
    assert ledger.verify().finding is None


def test_what_was_arranged_for_today_is_held_by_starting(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    arranged(approved, cast.handler, now)
    assert "已約定調閱，請先調閱或取消約定。" in selectors.unfinished(approved, now)
    viewing = start_viewing(
        case_id=approved.pk, escort=cast.supervisor, people_present="許喆安", told_not_to_film=True, now=now + HOUR
    )
    planned = approved.appointments.get()
    assert (planned.state, planned.viewing) == (AppointmentState.HELD, viewing)


def test_what_was_arranged_for_another_day_stays(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    arranged(approved, cast.handler, now, at=now + 30 * HOUR)
    start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now + HOUR
    )
    assert approved.appointments.get().state == AppointmentState.PLANNED


def test_it_is_moved_by_arranging_anew(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    first = arranged(approved, cast.handler, now)
    second = arranged(approved, cast.supervisor, now, at=now + 30 * HOUR)
    first.refresh_from_db()
    assert (first.state, first.ended_name) == (AppointmentState.MOVED, "總務主任 方瑀彤")
    assert selectors.planned_viewing(approved) == second
    assert "改於 115年11月24日" in told(cast.teacher)[-1]


def test_it_is_called_off_with_a_reason(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    planned = arranged(approved, cast.handler, now)

    def off(state: AppointmentState, reason: str, actor: User, at: dt.datetime) -> ViewingAppointment:
        return call_off(appointment_id=planned.pk, state=state, reason=reason, actor=actor, now=at)

    with refused(NotAnEscort):
        off(AppointmentState.CANCELLED, "改天", cast.guard, now)
    with refused(ViewingRefused, "還沒到"):
        off(AppointmentState.NOT_HELD, "未到", cast.handler, now)
    with refused(ViewingRefused, "請選擇取消或未調閱"):
        off(AppointmentState.HELD, "未到", cast.handler, now)
    with refused(ViewingRefused, "請填寫原因"):
        off(AppointmentState.CANCELLED, " ", cast.handler, now)
    done = off(AppointmentState.NOT_HELD, "申請人未到場", cast.handler, now + 3 * HOUR)
    assert (done.state, done.end_reason) == (AppointmentState.NOT_HELD, "申請人未到場")
    with refused(ViewingRefused, "已經處理過"):
        off(AppointmentState.CANCELLED, "改天", cast.handler, now)
    assert selectors.unfinished(approved, now) == []


@pytest.mark.parametrize("username", ["teacher", "guard", "colleague"])
def test_others_do_not_arrange(approved: ReviewRequest, cast: Cast, now: dt.datetime, username: str) -> None:
    with refused(NotAnEscort):
        arranged(approved, getattr(cast, username), now)


def test_it_needs_a_grant_a_time_to_come_a_place_and_one_who_may_start_it(
    at_principal: ReviewRequest, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(ViewingRefused, "現在之後"):
        arranged(approved, cast.handler, now, at=now)
    with refused(ViewingRefused, "至少一位"):
        arranged(approved, cast.handler, now, escorts=[cast.guard])
    with refused(ViewingRefused, "不能陪同本案"):
        arranged(approved, cast.handler, now, escorts=[cast.handler, cast.teacher])
    with refused(ViewingRefused, "地點"):
        wanted = Arrangement(at=now + HOUR, place=" ", escorts=[cast.handler])
        arrange(case_id=approved.pk, wanted=wanted, actor=cast.handler, now=now)
    at_principal.status, at_principal.step = "in_review", 3
    at_principal.save()
    with refused(ViewingRefused, "核准後才能約定"):
        arranged(at_principal, cast.handler, now)

"""伍、四: nobody watches alone, and every viewing stands in the 調閱登記簿."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from requests import selectors
from requests.models import ViewingSession
from requests.services.viewings import NotAnEscort, ViewingRefused, end_viewing, start_viewing

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast


def start(
    case: ReviewRequest, escort: User, now: dt.datetime, *, people: str = "許喆安", told: bool = True
) -> ViewingSession:
    return start_viewing(case_id=case.pk, escort=escort, people_present=people, told_not_to_film=told, now=now)


def test_an_accompanied_viewing_stands_in_the_register(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    viewing = start(approved, cast.handler, now, people="許喆安、五年三班學生家長")
    ended = end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="無", now=now + dt.timedelta(minutes=20))
    assert (ended.escort_name, ended.visitors) == ("事務組長 游承堃", 2)
    assert list(selectors.register(cast.principal, now)) == [ended]
    [today] = selectors.viewings_on(now.date(), cast.guard)
    assert (today.at, today.escort, today.visitors, today.number) == (now, "事務組長 游承堃", 2, "115-0001")


def test_only_an_approved_case_can_be_viewed(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ViewingRefused, match="核准後才能調閱"):
        start(case, cast.handler, now)


@pytest.mark.parametrize("username", ["teacher", "colleague", "dean", "guard", "administrator", "auditor"])
def test_others_do_not_accompany(approved: ReviewRequest, cast: Cast, now: dt.datetime, username: str) -> None:
    with pytest.raises(NotAnEscort):
        start(approved, getattr(cast, username), now)


def test_people_present_and_the_warning_are_asked_for(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ViewingRefused, match="請填寫在場人"):
        start(approved, cast.handler, now, people=" ")
    with pytest.raises(ViewingRefused, match="翻拍"):
        start(approved, cast.handler, now, told=False)
    assert not ViewingSession.objects.exists()


def test_one_viewing_at_a_time_and_each_ends_once(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    viewing = start(approved, cast.handler, now)
    with pytest.raises(ViewingRefused, match="正在調閱中"):
        start(approved, cast.supervisor, now)
    with pytest.raises(NotAnEscort):
        end_viewing(viewing_id=viewing.pk, escort=cast.guard, remarks="", now=now)
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    with pytest.raises(ViewingRefused, match="已經結束"):
        end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)


def test_the_database_itself_refuses_a_second_open_viewing(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    viewing = start(approved, cast.handler, now)
    viewing.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        viewing.save(force_insert=True)


def test_the_register_is_read_by_those_who_keep_it(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    start(approved, cast.handler, now)
    reading = {name for name in cast.__dataclass_fields__ if selectors.register(getattr(cast, name), now).exists()}
    assert reading == {"teacher", "handler", "supervisor", "principal", "auditor"}

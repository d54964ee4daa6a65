"""班別: set and ended by 承辦人, never changed, so that past days keep their calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.models import Shift
from maintenance.selectors import next_turn, turns_between
from maintenance.services import CheckError, end_shift
from tests.conftest import switch_on
from tests.maintenance.looking import check, make_shift
from tests.roc import roc
from work.services import add_holiday

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture(autouse=True)
def switched_on(school: object) -> None:
    switch_on(Feature.DAILY_CHECK)


def test_the_handler_sets_a_shift_over_midnight(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.handler)
    form = {"name": "夜班", "starts": "1900", "ends": "07:00", "weekdays": ["5", "6"], **roc("since", now.date())}
    page = client.post("/maintenance/shifts/", form, follow=True).content.decode()
    assert "已新增班別「夜班」" in page
    assert "19:00–隔日 07:00" in page
    assert "週六、週日" in page
    shift = Shift.objects.get()
    entry = Entry.objects.get(verb=Verb.SHIFT_SET)
    assert entry.subject == f"班別 {shift.pk}（夜班）"
    assert entry.detail == {"terms": "週六、週日 19:00–隔日 07:00", "since": "115年11月23日（一）"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "請填寫班別。"),
        ({"weekdays": []}, "請選擇星期。"),
        ({"starts": "25"}, "24"),
        (roc("since", dt.date(2026, 11, 22)), "適用起日不可早於今天"),
        ({"name": "日班"}, "「日班」在這段期間已有班別"),
    ],
)
def test_a_wrong_shift_is_refused_beside_the_kept_form(
    client: Client, cast: Cast, now: dt.datetime, changes: dict[str, str], says: str
) -> None:
    make_shift(cast.handler, now)
    client.force_login(cast.handler)
    form = {"name": "夜班", "starts": "1900", "ends": "0700", "weekdays": ["0"], **roc("since", now.date())}
    answer = client.post("/maintenance/shifts/", form | changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Shift.objects.count() == 1


def test_past_days_keep_their_calendar_when_a_shift_is_followed_by_another(cast: Cast, now: dt.datetime) -> None:
    early = make_shift(cast.handler, now - 7 * DAY)
    end_shift(shift_id=early.pk, until=now.date() - DAY, user=cast.handler, now=now)
    late = make_shift(cast.handler, now, starts=dt.time(10), ends=dt.time(18))
    turns = turns_between(now.date() - 3 * DAY, now.date(), now)
    assert [(one.turn.shift.key, one.turn.starts_at.hour) for one in turns] == [(early.pk, 8), (late.pk, 10)]


def test_a_shift_ends_yesterday_at_the_earliest_and_never_before_its_check(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    shift = make_shift(cast.handler, now - DAY * 3)
    check(shift, cast.guard, now)
    client.force_login(cast.handler)
    address = f"/maintenance/shifts/{shift.pk}/end/"
    for ago, says in ((2, "最早為昨天"), (1, "今天這一班已經檢查")):
        answer = client.post(address, roc("until", now.date() - ago * DAY))
        assert answer.status_code == 422
        assert says in answer.content.decode()
    page = client.post(address, roc("until", now.date()), follow=True).content.decode()
    assert "已停用班別「日班」" in page
    assert "已停用，適用至115年11月23日（一）" in client.post(address, roc("until", now.date())).content.decode()
    young = make_shift(cast.handler, now, name="支援班")
    with pytest.raises(CheckError, match="適用迄日不可早於起日"):
        end_shift(shift_id=young.pk, until=now.date() - DAY, user=cast.handler, now=now)


def test_only_the_handler_keeps_the_calendar(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(CheckError, match="只有承辦人可以訂定班別"):
        make_shift(cast.guard, now)
    with pytest.raises(CheckError, match="請選擇星期"):
        make_shift(cast.handler, now, weekdays=())


def test_a_day_off_is_not_owed_and_what_was_checked_on_it_is_seen_all_the_same(cast: Cast, now: dt.datetime) -> None:
    shift = make_shift(cast.handler, now)
    check(shift, cast.guard, now)
    for day in (now.date(), now.date() + DAY):
        add_holiday(day=day, name="校慶補假", is_workday=False, actor=SYSTEM, now=now)
    (one,) = turns_between(now.date(), now.date() + DAY, now)
    assert (one.turn.day, bool(one.check)) == (now.date(), True)
    following = next_turn(now)
    assert following is not None
    assert following.turn.day == now.date() + 2 * DAY

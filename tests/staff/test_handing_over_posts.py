"""職務交接: a role moves from A to B on a date, with what belongs to it (ruling 25)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy
from accounts.policies import roles_of
from accounts.services import NotAllowed, PeopleError, appoint, end_post, name_deputy
from ledger import services as ledger
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.choices import Symptom
from maintenance.models import Fault
from maintenance.services import assign_fault, report_fault
from reports.choices import MoveKind, PostAfter
from reports.models import Handover
from reports.services.staff import Leaving, StaffError, call_off, carry_out_due, hand_post, let_go
from requests.services.secrecy import restrict
from tests.ledger.test_witnesses_of_every_room import found
from tests.maintenance.equipment import enter
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)


def hand(cast: Cast, who: User, to: User, day: dt.date, now: dt.datetime) -> Handover:
    post = who.appointments.order_by("pk")[0]
    return hand_post(
        post_id=post.pk, successor_id=to.pk, day=day, staff_title="五年一班導師", actor=cast.administrator, now=now
    )


def test_on_the_day_the_work_goes_over_and_who_gave_it_up_is_a_teacher(
    cast: Cast, case: ReviewRequest, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    assign_fault(
        fault_id=fault.pk, owner=cast.handler, vendor="", visit_on=None, interim="", user=cast.handler, now=now
    )
    thing = enter(cast.handler, now, keeper=cast.handler.name)
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    day = now.date() + 3 * DAY

    row = hand(cast, cast.handler, cast.colleague, day, now)

    assert roles_of(cast.handler, now.date()) == {Role.HANDLER}, "until then nothing changes"
    assert roles_of(cast.handler, day) == {Role.STAFF}
    assert roles_of(cast.colleague, day) == {Role.STAFF, Role.HANDLER}
    assert carry_out_due(now + 2 * DAY).acted is False
    assert Fault.objects.get().owner == cast.handler

    assert carry_out_due(now + 3 * DAY).acted is True
    assert carry_out_due(now + 3 * DAY).acted is False, "a second ring changes nothing"

    assert Fault.objects.get().owner == cast.colleague
    thing.refresh_from_db()
    assert thing.keeper == cast.colleague.name
    assert set(case.readers.all()) == {cast.colleague, cast.supervisor, cast.principal}
    row.refresh_from_db()
    assert [line[0] for line in row.roster] == ["財產", "未結故障"], "a 限制案 is on no paper"
    reminded = Notice.objects.filter(recipient=cast.handler).latest("pk")
    assert "仍負保密義務（計畫肆、二）" in reminded.text
    assert found() == ""


def test_the_roster_names_cases_by_number_and_nobody(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    row = hand(cast, cast.handler, cast.colleague, now.date(), now)
    carry_out_due(now)

    row.refresh_from_db()
    assert [line[:2] for line in row.roster] == [["未結案件", case.number], ["備份工作", case.number]]
    words = str(row.roster)
    assert case.applicant_name not in words
    assert case.reason not in words


def test_a_handover_whose_successor_has_lost_the_post_is_dropped(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    row = hand(cast, cast.handler, cast.colleague, now.date() + 3 * DAY, now)
    begun = cast.colleague.appointments.get(role=Role.HANDLER)
    end_post(appointment_id=begun.pk, actor=cast.administrator, now=now)

    carry_out_due(now + 3 * DAY)

    row.refresh_from_db()
    assert row.is_dropped
    assert row.roster == []
    assert ledger.sentence(Entry.objects.latest("sequence")) == f"系統因接任人已無該職務，未執行{row}"
    told = Notice.objects.filter(text__contains="事務組長交接未執行：接任人已無該職務，目前無人擔任承辦人。")
    assert {one.recipient for one in told} == {cast.administrator, cast.supervisor, cast.principal}


def test_who_is_to_take_a_post_nobody_else_will_hold_does_not_leave_before_that_day(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    row = hand(cast, cast.handler, cast.colleague, now.date() + 3 * DAY, now)
    leaving = Leaving(cast.colleague.pk, MoveKind.LEAVING, None)
    with pytest.raises(
        StaffError, match=r"自115年11月26日（四）起接任事務組長，屆時無人擔任承辦人；請先.*取消那次交接"
    ):
        let_go(leaving=leaving, actor=cast.administrator, now=now)
    cast.colleague.refresh_from_db()
    assert cast.colleague.is_active

    called_off(row, cast.administrator, now)
    let_go(leaving=leaving, actor=cast.administrator, now=now)
    assert roles_of(cast.handler, now.date() + 3 * DAY) == {Role.HANDLER}


def test_who_is_to_take_a_post_that_somebody_else_holds_too_may_leave(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    day = now.date() + 3 * DAY
    hand(cast, cast.handler, cast.colleague, day, now)
    appoint(user=cast.dean, role=Role.HANDLER, title="幹事", since=day, actor=SYSTEM, now=now)
    leaving = Leaving(cast.colleague.pk, MoveKind.LEAVING, cast.teacher.pk, PostAfter.TAKEN)
    let_go(leaving=leaving, actor=cast.administrator, now=now)
    assert roles_of(cast.teacher, now.date()) == {Role.STAFF}
    assert roles_of(cast.teacher, day) == {Role.STAFF, Role.HANDLER}


def called_off(row: Handover, by: User, now: dt.datetime, reason: str = "校長另有安排") -> Handover:
    return call_off(handover_id=row.pk, reason=reason, actor=by, now=now)


def test_a_planned_one_is_called_off_as_if_it_had_never_been_planned(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    day = now.date() + 3 * DAY
    posts = [*Appointment.objects.order_by("pk").values()]
    row = called_off(hand(cast, cast.handler, cast.colleague, day, now), cast.administrator, now + DAY)

    assert [*Appointment.objects.order_by("pk").values()] == posts
    assert carry_out_due(now + 3 * DAY).acted is False
    assert (row.is_dropped, row.call_off_reason) == (True, "校長另有安排")
    for person in (cast.handler, cast.colleague):
        assert "的事務組長交接已取消，由原任人員續任" in Notice.objects.filter(recipient=person).latest("pk").text
    said = [ledger.sentence(entry) for entry in Entry.objects.order_by("-sequence")[:4]]
    assert f"取消事務組長之交接（{row}），理由：校長另有安排" in said[0]
    assert "續任" in said[1]
    assert found() == ""

    again = hand(cast, cast.handler, cast.dean, day, now + DAY)
    assert carry_out_due(now + 3 * DAY).acted is True
    again.refresh_from_db()
    assert not again.is_dropped


def test_it_is_called_off_before_its_day_with_a_reason_by_who_might_have_planned_it(
    cast: Cast, now: dt.datetime
) -> None:
    row = hand(cast, cast.handler, cast.colleague, now.date() + 3 * DAY, now)
    with pytest.raises(NotAllowed):
        called_off(row, cast.principal, now)
    with pytest.raises(StaffError, match="填寫取消的理由"):
        called_off(row, cast.administrator, now, reason=" ")
    for at in (now + 3 * DAY, now + 4 * DAY):
        with pytest.raises(StaffError, match="尚未生效"):
            called_off(row, cast.administrator, at)
    called_off(row, cast.administrator, now)
    with pytest.raises(StaffError, match="尚未生效"):
        called_off(row, cast.administrator, now)
    left = let_go(leaving=Leaving(cast.guard.pk, MoveKind.LEAVING, None), actor=cast.administrator, now=now)
    with pytest.raises(StaffError, match="尚未生效"):
        called_off(left, cast.administrator, now)


def test_neither_who_gives_a_post_up_nor_who_gets_it_calls_off(cast: Cast, now: dt.datetime) -> None:
    day = now.date() - DAY
    for person in (cast.handler, cast.colleague):
        appoint(user=person, role=Role.ADMINISTRATOR, title="資訊組長", since=day, actor=SYSTEM, now=now)
    row = hand(cast, cast.handler, cast.colleague, now.date() + DAY, now)
    with pytest.raises(NotAllowed):
        called_off(row, cast.handler, now)
    with pytest.raises(StaffError, match="接任人不能"):
        called_off(row, cast.colleague, now)
    assert not Handover.objects.get().is_dropped


@pytest.mark.parametrize("changed", ["ended", "given anew"])
def test_what_was_changed_since_is_not_undone(cast: Cast, now: dt.datetime, changed: str) -> None:
    day = now.date() + 3 * DAY
    row = hand(cast, cast.handler, cast.colleague, day, now)
    if changed == "ended":
        Appointment.objects.filter(user=cast.handler, role=Role.HANDLER).update(until=now.date())
    else:
        appoint(user=cast.handler, role=Role.HANDLER, title="事務組長", since=day, actor=SYSTEM, now=now)
    with pytest.raises(PeopleError, match="另有變更，不能取消交接"):
        called_off(row, cast.administrator, now)
    assert cast.colleague.appointments.filter(role=Role.HANDLER).exists()


def test_what_the_successor_lost_already_does_not_stand_in_the_way(cast: Cast, now: dt.datetime) -> None:
    row = hand(cast, cast.handler, cast.colleague, now.date() + 3 * DAY, now)
    begun = cast.colleague.appointments.get(role=Role.HANDLER)
    end_post(appointment_id=begun.pk, actor=cast.administrator, now=now)
    called_off(row, cast.administrator, now)
    assert roles_of(cast.handler, now.date() + 9 * DAY) == {Role.HANDLER}


def test_who_deputises_for_one_who_signs_no_more_deputises_no_more(cast: Cast, now: dt.datetime) -> None:
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE, since=now,
        until=now + 9 * DAY, actor=cast.principal, now=now,
    )  # fmt: skip
    hand(cast, cast.principal, cast.supervisor, now.date() + DAY, now)

    carry_out_due(now + DAY)

    assert Deputy.objects.get().until == now + DAY
    assert found() == ""


@pytest.mark.parametrize(
    ("to", "days", "sentence"),
    [
        ("colleague", -1, "今天以後一年內"),
        ("colleague", 400, "今天以後一年內"),
        ("handler", 1, "必須是另一位"),
        ("administrator", 1, "不能指定自己接任"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    cast: Cast, now: dt.datetime, to: str, days: int, sentence: str
) -> None:
    with pytest.raises(StaffError, match=sentence):
        hand(cast, cast.handler, getattr(cast, to), now.date() + days * DAY, now)
    hand(cast, cast.handler, cast.colleague, now.date() + DAY, now)
    with pytest.raises(PeopleError, match="已訂有終止日"):
        hand(cast, cast.handler, cast.dean, now.date() + 2 * DAY, now)
    assert Handover.objects.count() == 1


def test_one_who_holds_the_role_cannot_be_handed_it(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(PeopleError, match="已擔任同一角色"):
        hand(cast, cast.teacher, cast.colleague, now.date() + DAY, now)

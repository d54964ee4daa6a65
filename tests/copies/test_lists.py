"""銷毀清冊: two people, in order, never one in both parts; what may come on it and what not (rulings 2, 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.choices import DeputyReason, Role
from accounts.models import Appointment
from accounts.services import name_deputy
from ledger.services import verify
from retention import policies
from retention.choices import ListAction, ListKind, ListState, ProposalDecision
from retention.models import DestructionItem, DestructionList
from retention.selectors import candidates, lists_for
from retention.services import LegalGround, decide_proposal, propose_for_hold
from retention.services.copy_destruction import (
    ListError,
    WantedList,
    dispute_copy,
    end_list,
    open_list,
    run_due_day,
    sign_list,
)
from tests.copies.ending import DAY, HOUR, a_year_old, by_law, copied, held, is_there, signed, written
from tests.retention.keeping import told

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast


def test_written_by_one_and_signed_by_another_its_copies_wait_for_their_day(
    cast: Cast, cameras: list[Camera], now: dt.datetime, believed: None
) -> None:
    copy = a_year_old(cameras, now, days=20)
    row = written(cast, now, copy)
    assert (row.state, row.executor, told(cast.supervisor, "請以監銷人簽署")) == (
        ListState.PROPOSED,
        "事務組長 游承堃",
        1,
    )
    assert [one.pk for one in lists_for(cast.supervisor, now)] == [row.pk]
    assert lists_for(cast.handler, now) == []
    sign_list(list_id=row.pk, user=cast.supervisor, now=now)
    row.refresh_from_db()
    assert (row.state, row.witness) == (ListState.SIGNED, "總務主任 方瑀彤")
    assert told(cast.handler, "監銷人已簽署") == 1
    run_due_day(now)
    assert is_there(copy)
    assert verify().finding is None


def test_who_handles_cases_and_who_audits_sees_the_lists(cast: Cast, now: dt.datetime) -> None:
    seeing = {person for person in vars(cast).values() if policies.may_see_lists(person, now)}
    assert seeing == {cast.handler, cast.supervisor, cast.principal, cast.auditor}


@pytest.mark.parametrize("who", ["teacher", "principal", "guard", "administrator", "auditor"])
def test_nobody_but_the_handler_and_the_supervisor_writes_one(
    cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    wanted = WantedList(ListKind.DUE, [a_year_old(cameras, now).pk])
    with pytest.raises(PermissionDenied):
        open_list(wanted=wanted, user=getattr(cast, who), now=now)
    assert open_list(wanted=wanted, user=cast.supervisor, now=now).executor == "總務主任 方瑀彤"


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("who", ["handler", "teacher", "guard", "administrator", "auditor", "dean"])
def test_nobody_but_another_of_those_above_signs_as_witness(
    cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    row = written(cast, now, a_year_old(cameras, now))
    with pytest.raises(PermissionDenied, match="監銷人"):
        sign_list(list_id=row.pk, user=getattr(cast, who), now=now)
    assert sign_list(list_id=row.pk, user=cast.principal, now=now).witness == "校長 蘇翊甯"


def test_a_deputy_of_the_principal_is_witness_but_not_of_what_he_executes(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for order, deputy in enumerate((cast.supervisor, cast.dean), start=1):
        name_deputy(
            principal_id=cast.principal.pk, deputy_id=deputy.pk, order=order, reason=DeputyReason.LEAVE, since=now,
            until=now + DAY, actor=cast.principal, now=now,
        )  # fmt: skip
    wanted = WantedList(ListKind.DUE, [a_year_old(cameras, now).pk])
    row = open_list(wanted=wanted, user=cast.supervisor, now=now)
    with pytest.raises(PermissionDenied):
        sign_list(list_id=row.pk, user=cast.supervisor, now=now)
    assert sign_list(list_id=row.pk, user=cast.dean, now=now).witness == "教務主任 陳煒騏"


def test_where_nobody_is_above_a_second_handler_is_witness(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    Appointment.objects.filter(role__in=[Role.SUPERVISOR, Role.PRINCIPAL]).delete()
    row = written(cast, now, a_year_old(cameras, now))
    with pytest.raises(PermissionDenied):
        sign_list(list_id=row.pk, user=cast.handler, now=now)
    Appointment.objects.filter(user=cast.dean).update(role=Role.HANDLER)
    assert sign_list(list_id=row.pk, user=cast.dean, now=now).state == ListState.SIGNED


def test_the_database_itself_refuses_one_person_in_both_parts(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    row = written(cast, now, a_year_old(cameras, now))
    for columns in ({"witness_account": "handler"}, {"state": ListState.SIGNED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DestructionList.objects.filter(pk=row.pk).update(**columns)


def test_a_copy_stands_on_one_open_list(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    row = written(cast, now, copy)
    with pytest.raises(ListError, match=f"已列入銷毀清冊 {row.pk}"):
        written(cast, now, copy)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionItem.objects.create(list=row, copy=copy)
    end_list(list_id=row.pk, action=ListAction.WITHDRAW, reason="寫錯", user=cast.handler, now=now)
    assert written(cast, now, copy).items.get().copy == copy


@pytest.mark.parametrize(
    ("action", "who", "other", "state"),
    [
        (ListAction.RETURN, "supervisor", "handler", ListState.RETURNED),
        (ListAction.WITHDRAW, "handler", "supervisor", ListState.WITHDRAWN),
    ],
)
def test_between_the_two_it_is_sent_back_or_withdrawn_with_a_reason(
    cast: Cast, cameras: list[Camera], now: dt.datetime, action: ListAction, who: str, other: str, state: ListState
) -> None:
    row = written(cast, now, a_year_old(cameras, now, days=5))

    def end(user: User, reason: str) -> None:
        end_list(list_id=row.pk, action=action, reason=reason, user=user, now=now)

    with pytest.raises(PermissionDenied):
        end(getattr(cast, other), "編號不符")
    with pytest.raises(ListError, match="理由"):
        end(getattr(cast, who), " ")
    end(getattr(cast, who), "編號不符")
    row.refresh_from_db()
    assert (row.state, row.items.get().why_not) == (state, f"清冊已{action.label}：編號不符")
    with pytest.raises(ListError, match="請重新整理頁面"):
        sign_list(list_id=row.pk, user=cast.supervisor, now=now)
    assert verify().finding is None


def test_once_both_have_signed_their_word_stands(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = signed(cast, now, a_year_old(cameras, now, days=5))
    for action, user in ((ListAction.RETURN, cast.supervisor), (ListAction.WITHDRAW, cast.handler)):
        with pytest.raises(ListError, match="已簽署"):
            end_list(list_id=row.pk, action=action, reason="改變主意", user=user, now=now)


def test_what_comes_due_within_thirty_days_is_offered_and_nothing_else(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    past, soon, later = (a_year_old(cameras, now, days=days) for days in (-1, 30, 31))
    assert [one.copy for one in candidates(ListKind.DUE, now)] == [past, soon]
    with pytest.raises(ListError, match="不符合"):
        written(cast, now, later)
    with pytest.raises(ListError, match="請選擇"):
        written(cast, now)
    gone = a_year_old(cameras, now)
    type(gone).objects.filter(pk=gone.pk).update(state="receiving")
    with pytest.raises(ListError, match="尚未完成"):
        written(cast, now, gone)


def test_what_the_law_keeps_or_somebody_disputes_is_shown_but_not_listed(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copies = [a_year_old([camera], now) for camera in cameras[:3]]
    by_law(cameras[:1], copies[0].starts_at, now)
    dispute_copy(copy_id=copies[1].pk, reason="家長異議", user=cast.handler, now=now)
    hold = held([cameras[2]], copies[2].starts_at)
    ground = LegalGround("刑事訴訟法第133條", "桃檢字第1號", now.date() + 90 * DAY)
    proposal = propose_for_hold(hold_id=hold.pk, ground=ground, user=cast.supervisor, now=now)
    offered = candidates(ListKind.DUE, now)
    assert [one.is_selectable for one in offered] == [False, False, False]
    for copy, why in zip(copies, ("有法定留存", "有爭議註記", "提案待校長核定"), strict=True):
        with pytest.raises(ListError, match=why):
            written(cast, now, copy)
    decide_proposal(
        proposal_id=proposal.pk, decision=ProposalDecision.REFUSED, reason="不符", user=cast.principal, now=now
    )
    assert written(cast, now, copies[2])


def test_what_changed_since_it_was_written_stops_the_second_signature(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy, needless = a_year_old(cameras, now), a_year_old(cameras[1:], now, days=100)
    row, early = written(cast, now, copy), written(cast, now, needless, kind=ListKind.EARLY)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    held(cameras[1:2], needless.starts_at)
    with pytest.raises(ListError, match="造冊後有爭議註記"):
        sign_list(list_id=row.pk, user=cast.supervisor, now=now)
    with pytest.raises(ListError, match="另有留存"):
        sign_list(list_id=early.pk, user=cast.supervisor, now=now)


def test_needless_before_its_day_is_what_nothing_holds_any_more(
    cast: Cast, cameras: list[Camera], now: dt.datetime, believed: None
) -> None:
    free = a_year_old(cameras, now, days=200)
    kept = a_year_old(cameras[1:], now, days=200, over=False)
    again = a_year_old(cameras[2:], now, days=200)
    held([cameras[2]], again.starts_at - HOUR / 2)
    assert [one.copy for one in candidates(ListKind.EARLY, now)] == [free]
    for copy in (kept, again):
        with pytest.raises(ListError, match="不符合"):
            written(cast, now, copy, kind=ListKind.EARLY)
    with pytest.raises(ListError, match="事由"):
        open_list(wanted=WantedList(ListKind.EARLY, [free.pk]), user=cast.handler, now=now)
    signed(cast, now, free, kind=ListKind.EARLY)
    run_due_day(now)
    assert (is_there(free), is_there(kept), is_there(again)) == (False, True, True)
    assert verify().finding is None


def test_a_masked_copy_comes_on_the_list_of_its_original(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    original = a_year_old(cameras, now)
    masked = copied(original.hold, original=original, due_on=now.date() + 40 * DAY)
    row = written(cast, now, original)
    assert {item.copy for item in row.items.all()} == {original, masked}


def test_who_is_kept_out_of_a_case_does_not_judge_that_its_copy_is_needless(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: Any
) -> None:
    copy = a_year_old(cameras, now, days=100)
    copy.hold.is_coded = True
    copy.hold.save()
    with pytest.raises(ListError, match="不符合"):
        written(cast, now, copy, kind=ListKind.EARLY)
    with pytest.raises(PermissionDenied, match="得閱覽該案"):
        written(cast, now, copy, kind=ListKind.MISTAKE)

"""銷毀清冊: who hears of each step, what the ledger keeps of it, and beside which field a refusal stands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention.choices import CopyMedium, CopyState, DestructionMethod, ListAction, ListKind, ListState
from retention.models import DestructionItem, DestructionList, EvidenceCopy, Hold
from retention.selectors import losses
from retention.services.copy_destruction import (
    ListError,
    WantedList,
    dispute_copy,
    end_list,
    open_list,
    settle_dispute,
    sign_list,
)
from retention.services.copy_destruction import lists as service
from retention.services.copy_destruction.late import PAST, give_up_late, never_finished
from retention.services.copy_destruction.lists import tell_witnesses, write_items
from retention.services.copy_destruction.mistakes import require_mistake
from tests.absences import away
from tests.copies.ending import DAY, HOUR, a_year_old, by_law, copied, held
from tests.copies.making import begin
from tests.retention.keeping import checked
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


def written(cast: Cast, now: dt.datetime, *copies: EvidenceCopy, kind: ListKind = ListKind.DUE) -> DestructionList:
    reason = "" if kind == ListKind.DUE else " 已無保存必要 "
    return open_list(wanted=WantedList(kind, [one.pk for one in copies], reason), user=cast.handler, now=now)


def notices(row: DestructionList) -> list[tuple[str, str]]:
    """Who was told what of a list; each leads to its page."""
    found = Notice.objects.filter(subject=str(row)).order_by("pk")
    assert {one.url for one in found} <= {reverse("retention:copy-list", args=[row.pk])}
    return sorted((one.recipient.username, one.text) for one in found)


def entry(verb: Verb, row: DestructionList) -> Entry:
    return Entry.objects.filter(verb=verb, subject=str(row)).get()


def test_a_list_is_written_by_its_executor_and_those_who_may_witness_it_are_asked(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    away(cast.principal, cast.dean, now)
    copy = a_year_old(cameras, now)

    row = written(cast, now, copy)

    row.refresh_from_db()
    assert (row.kind, row.state, row.reason, row.opened_at) == (ListKind.DUE, ListState.PROPOSED, "", now)
    assert (row.executor, row.executor_account, row.executor_at) == ("事務組長 游承堃", "handler", now)
    asked = f"請以監銷人簽署{row}"
    assert notices(row) == [("dean", asked), ("principal", asked), ("supervisor", asked)]
    said = entry(Verb.COPY_LIST_OPENED, row)
    assert (said.actor, said.at) == ("事務組長 游承堃", now)
    assert said.detail == {"kind": row.get_kind_display(), "copies": copy.number}


def test_where_nobody_is_above_the_other_handler_is_asked(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    appoint(user=cast.dean, role=Role.HANDLER, title="文書組長", since=now.date(), actor=SYSTEM, now=now)
    for person in (cast.supervisor, cast.principal):
        person.appointments.all().delete()

    row = written(cast, now, copy)

    assert notices(row) == [("dean", f"請以監銷人簽署{row}")]


def test_of_many_copies_the_ledger_names_twenty(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = DestructionList.objects.create(kind=ListKind.DUE, state=ListState.NOTED, opened_at=now)
    found = [EvidenceCopy(number=f"E115-{number:04d}") for number in range(21)]

    service.record_opened(row, found, SYSTEM, now)

    assert entry(Verb.COPY_LIST_OPENED, row).detail["copies"].endswith("E115-0019 等 21 件")


def test_the_executor_is_told_of_the_second_signature_and_the_duty_is_rung(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(service, "ring", rung.append)
    row = written(cast, now, a_year_old(cameras, now))
    Notice.objects.all().delete()

    row = sign_list(list_id=row.pk, user=cast.supervisor, now=now + HOUR)

    row.refresh_from_db()
    assert (row.state, row.witness, row.witness_account, row.witness_at) == (
        ListState.SIGNED, "總務主任 方瑀彤", "supervisor", now + HOUR,
    )  # fmt: skip
    assert notices(row) == [("handler", f"監銷人已簽署{row}")]
    assert rung == ["retention.tasks.destroy_copies"]
    assert entry(Verb.COPY_LIST_SIGNED, row).actor == "總務主任 方瑀彤"


def test_sent_back_the_executor_is_told_and_withdrawn_nobody(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for action, user, told in (
        (ListAction.RETURN, cast.principal, True), (ListAction.WITHDRAW, cast.handler, False),
    ):  # fmt: skip
        row = written(cast, now, a_year_old(cameras, now))
        Notice.objects.all().delete()

        end_list(list_id=row.pk, action=action, reason=" 編號不符 ", user=user, now=now + HOUR)

        row.refresh_from_db()
        assert (row.end_reason, row.ended_at) == ("編號不符", now + HOUR)
        assert row.ended_by.endswith(user.name)
        assert notices(row) == ([("handler", f"監銷人退回{row}")] if told else [])
        item = row.items.get()
        assert (item.ended_at, item.why_not) == (now + HOUR, f"清冊已{action.label}：編號不符")
        verb = Verb.COPY_LIST_RETURNED if told else Verb.COPY_LIST_WITHDRAWN
        assert entry(verb, row).detail == {"reason": "編號不符"}


def test_who_may_not_take_a_step_is_told_who_may(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = written(cast, now, a_year_old(cameras, now))
    steps = (
        (ListAction.RETURN, r"^只有執行人以外的處室主管、校長或其代理人可以退回銷毀清冊。$"),
        (ListAction.WITHDRAW, r"^只有造冊的執行人可以撤回銷毀清冊。$"),
    )
    for action, said in steps:
        with pytest.raises(PermissionDenied, match=said):
            end_list(list_id=row.pk, action=action, reason="x", user=cast.guard, now=now)
    with pytest.raises(PermissionDenied, match=r"^只有承辦人及處室主管可以造具銷毀清冊。$"):
        open_list(wanted=WantedList(ListKind.DUE, [1]), user=cast.principal, now=now)


def test_a_medium_is_destroyed_in_a_way_people_say_later(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = written(cast, now, a_year_old(cameras, now), a_year_old(cameras, now, medium=True))

    methods = {item.copy.medium: item.method for item in row.items.all()}
    assert methods == {CopyMedium.FILE: DestructionMethod.KEY, CopyMedium.MEDIUM: ""}


def refused_at(field: str | None, words: str) -> pytest.RaisesExc[ListError]:
    return pytest.raises(ListError, match=words, check=lambda error: error.field == field)


def test_a_refusal_stands_beside_its_field(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy, later = a_year_old(cameras, now), a_year_old(cameras, now, days=31)
    kept = a_year_old(cameras[2:], now)
    dispute_copy(copy_id=kept.pk, reason="家長異議", user=cast.handler, now=now)

    with refused_at("copies", "請選擇留存檔"):
        written(cast, now)
    with refused_at("copies", "已不在或尚未完成"):
        open_list(wanted=WantedList(ListKind.DUE, [copy.pk, 0]), user=cast.handler, now=now)
    with refused_at("copies", f"{later.number} 不符合「{ListKind.DUE.label}」的條件"):
        written(cast, now, later)
    with refused_at("copies", f"{kept.number} 有爭議註記，不能列入銷毀清冊"):
        written(cast, now, kept)
    with refused_at("reason", "請填寫事由"):
        open_list(wanted=WantedList(ListKind.MISTAKE, [copy.pk], " "), user=cast.handler, now=now)
    row = written(cast, now, copy)
    with refused_at("copies", f"{copy.number} 已列入{row}，不能重複列入"):
        written(cast, now, copy)
    with refused_at("copies", "剛才已列入另一份銷毀清冊"):
        write_items(row, [copy])
    with refused_at("reason", "請填寫撤回的理由"):
        end_list(list_id=row.pk, action=ListAction.WITHDRAW, reason=" ", user=cast.handler, now=now)
    with refused_at(None, "不能補簽"):
        service.locked_list(row.pk, ListAction.COUNTERSIGN, cast.handler, now)


def test_the_same_copy_chosen_twice_is_one(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)

    row = open_list(wanted=WantedList(ListKind.DUE, [copy.pk, copy.pk]), user=cast.handler, now=now)

    assert row.items.count() == 1


def test_a_copy_beyond_those_a_page_offers_may_be_chosen(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("retention.selectors.lists"), "OFFERED", 1)
    a_year_old(cameras, now)
    second = a_year_old(cameras, now, days=5)

    assert written(cast, now, second).items.get().copy == second


def test_what_is_left_unsaid_is_trimmed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now, days=100)

    assert written(cast, now, copy, kind=ListKind.EARLY).reason == "已無保存必要"


def test_a_witness_who_may_not_know_the_case_signs_no_judgement_about_its_copy(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    mistake = written(cast, now, a_year_old(cameras, now), kind=ListKind.MISTAKE)
    due = written(cast, now, a_year_old(cameras, now))
    Hold.objects.update(is_coded=True)

    with pytest.raises(PermissionDenied, match="得閱覽該案的人員可以就 E"):
        sign_list(list_id=mistake.pk, user=cast.supervisor, now=now)
    assert sign_list(list_id=due.pk, user=cast.supervisor, now=now).state == ListState.SIGNED


@pytest.mark.parametrize(("kind", "stopped"), [(ListKind.DUE, False), (ListKind.EARLY, True)])
def test_a_hold_placed_since_stops_what_was_to_go_before_its_day(
    cast: Cast, cameras: list[Camera], now: dt.datetime, kind: ListKind, stopped: bool
) -> None:
    copy = a_year_old(cameras, now, days=0 if kind == ListKind.DUE else 100)
    row = written(cast, now, copy, kind=kind)
    held(cameras[:1], copy.starts_at)

    if stopped:
        with refused_at(None, f"{copy.number} 的影像造冊後另有留存"):
            sign_list(list_id=row.pk, user=cast.supervisor, now=now)
    else:
        assert sign_list(list_id=row.pk, user=cast.supervisor, now=now).state == ListState.SIGNED


@pytest.mark.parametrize("why", ["the law", "a dispute"])
def test_what_keeps_a_copy_since_stops_the_second_signature(
    cast: Cast, cameras: list[Camera], now: dt.datetime, why: str
) -> None:
    copy, other = a_year_old(cameras, now), a_year_old(cameras[2:], now)
    row = written(cast, now, copy, other)
    if why == "the law":
        by_law(cameras[:1], copy.starts_at, now)
    else:
        dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)

    words = "有法定留存" if why == "the law" else "有爭議註記"
    with refused_at(None, f"^{copy.number} 造冊後{words}，請退回清冊"):
        sign_list(list_id=row.pk, user=cast.supervisor, now=now)


def test_what_came_off_the_list_meanwhile_stops_nothing(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy, other = a_year_old(cameras, now), a_year_old(cameras, now)
    row = written(cast, now, copy, other)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    DestructionItem.objects.filter(copy=copy).update(ended_at=now, why_not="有爭議註記")

    assert sign_list(list_id=row.pk, user=cast.supervisor, now=now).state == ListState.SIGNED


def test_who_stands_in_for_the_principal_signs_a_judgement_while_he_is_away(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    row, later = (written(cast, now, a_year_old(cameras, now, days=100), kind=ListKind.EARLY) for _ in range(2))
    away(cast.principal, cast.dean, now)

    assert sign_list(list_id=row.pk, user=cast.dean, now=now).state == ListState.SIGNED
    with pytest.raises(PermissionDenied):
        sign_list(list_id=later.pk, user=cast.dean, now=now + 2 * HOUR)


def test_witnesses_are_those_of_the_moment(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = DestructionList.objects.create(
        kind=ListKind.DUE, state=ListState.PROPOSED, opened_at=now, executor_account="handler"
    )
    tell_witnesses(row, "請簽署", now - 200 * DAY)

    assert notices(row) == []


# --- disputes ----------------------------------------------------------------------------------------------------------
def test_a_dispute_is_noted_with_who_and_why_and_settled_without_a_trace_on_the_row(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    with refused_at("reason", "請填寫爭議事由"):
        dispute_copy(copy_id=copy.pk, reason=" ", user=cast.handler, now=now)
    with refused_at(None, "沒有爭議註記"):
        settle_dispute(copy_id=copy.pk, reason="撤回", user=cast.supervisor, now=now)

    copy = dispute_copy(copy_id=copy.pk, reason=" 家長異議 ", user=cast.handler, now=now)
    copy.refresh_from_db()
    assert (copy.disputed_at, copy.disputed_by, copy.dispute_reason) == (now, "事務組長 游承堃", "家長異議")
    with refused_at(None, "已有爭議註記"):
        dispute_copy(copy_id=copy.pk, reason="再一次", user=cast.handler, now=now)
    with refused_at("reason", "請填寫解除的理由"):
        settle_dispute(copy_id=copy.pk, reason=" ", user=cast.supervisor, now=now)

    settle_dispute(copy_id=copy.pk, reason=" 家長撤回 ", user=cast.supervisor, now=now)
    copy.refresh_from_db()
    assert (copy.disputed_at, copy.disputed_by, copy.dispute_reason) == (None, "", "")
    said = Entry.objects.get(verb=Verb.COPY_UNDISPUTED)
    assert (said.actor, said.detail) == ("總務主任 方瑀彤", {"reason": "家長撤回"})


def test_only_what_stands_is_disputed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    EvidenceCopy.objects.update(state=CopyState.DESTROYED, identity="")

    with refused_at(None, "這件留存檔目前是「.+」，不適用爭議註記"):
        dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)


# --- made by mistake ---------------------------------------------------------------------------------------------------
def may_go(copy: EvidenceCopy, now: dt.datetime) -> bool:
    try:
        require_mistake(copy, now)
    except ListError as error:
        return error.field != "copies" or copy.number not in str(error)
    return True


def test_a_copy_is_no_mistake_while_it_alone_shows_what_a_hold_keeps(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:2], now - 30 * DAY)
    copy = copied(hold)
    assert may_go(copy, now - 29 * DAY), "the recorder has it still"
    checked(cameras[0], 20, now)
    assert not may_go(copy, now)

    one_camera = copied(hold)
    one_camera.cameras.set(cameras[:1])
    assert not may_go(copy, now), "the other camera's is shown by this one alone"
    assert may_go(one_camera, now)
    two_halves = copied(hold, starts_at=hold.starts_at + HOUR / 2), copied(hold, ends_at=hold.starts_at + HOUR / 2)
    assert may_go(copy, now)
    two_halves[0].cameras.set(cameras[:1])
    assert not may_go(copy, now)
    Hold.objects.update(released_at=now)
    assert may_go(copy, now), "nothing is kept any more"


def test_it_is_none_from_the_instant_the_recorder_begins_to_overwrite(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:1], now - 2 * DAY)
    copy = copied(hold)
    loss = losses([hold], now)[hold.pk]
    assert loss is not None

    assert may_go(copy, loss.at - HOUR / 3600)
    assert not may_go(copy, loss.at)


def test_it_comes_on_a_list_of_mistakes_once_another_copy_shows_the_same(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:1], now - 30 * DAY)
    checked(cameras[0], 20, now)
    copy = copied(hold)

    with refused_at("copies", f"^{copy.number} 是留存 {hold.pk} 僅存的影像"):
        written(cast, now, copy, kind=ListKind.MISTAKE)
    copied(hold)
    assert written(cast, now, copy, kind=ListKind.MISTAKE).state == ListState.PROPOSED


def test_of_a_hold_only_what_the_copy_shows_must_be_kept_elsewhere(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = held(cameras[:2], now - 30 * DAY)
    checked(cameras[0], 20, now)
    copy, other = copied(hold), copied(hold)
    for one in (copy, other):
        one.cameras.set(cameras[:1])

    assert may_go(copy, now), "nobody ever copied the other camera's"


# --- begun and never finished ------------------------------------------------------------------------------------------
def test_what_was_begun_and_not_finished_by_its_day_is_given_up_unless_the_law_keeps_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    late, due, kept, soon, made, ready = (
        begin(held([cameras[number % 4]], now - 2 * DAY), 1000, cast.handler, now) for number in range(6)
    )
    for copy, day in ((late, -1), (due, 0), (kept, 0), (soon, 1), (made, -1), (ready, -1)):
        EvidenceCopy.objects.filter(pk=copy.pk).update(due_on=now.date() + day * DAY)
    EvidenceCopy.objects.filter(pk=late.pk).update(state=CopyState.WAITING)
    EvidenceCopy.objects.filter(pk=made.pk).update(state=CopyState.ABANDONED, identity="")
    EvidenceCopy.objects.filter(pk=ready.pk).update(state=CopyState.FINISHING)
    by_law([cameras[2]], kept.starts_at, now)

    assert {copy.number for copy in never_finished(now)} == {late.number, due.number}
    assert sorted(give_up_late(now, SYSTEM)) == sorted([late.number, due.number])

    late.refresh_from_db()
    assert (late.state, late.problem) == (CopyState.ABANDONED, PAST)
    assert never_finished(now) == []

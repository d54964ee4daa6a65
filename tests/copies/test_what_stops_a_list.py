"""What may not stand on a 銷毀清冊, who may not sign one, and beside which field a refusal stands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from retention.choices import ListAction, ListKind, ListState
from retention.models import DestructionItem, Hold
from retention.services.copy_destruction import (
    WantedList,
    dispute_copy,
    end_list,
    open_list,
    sign_list,
)
from retention.services.copy_destruction import lists as service
from retention.services.copy_destruction.lists import write_items
from tests.copies.ending import a_year_old, by_law, held, refused_at, written

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


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

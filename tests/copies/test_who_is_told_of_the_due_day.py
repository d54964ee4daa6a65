"""Who is told of what comes due, of what stands past its day, of what is yet to be signed; each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from retention.choices import Doubt, ListState
from retention.models import CopyReminder, DestructionList
from retention.services.copy_destruction import destroy_copies, dispute_copy
from tests.copies.ending import DAY, HOUR, a_year_old, sure
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


def told(subject: str) -> list[tuple[str, str]]:
    return sorted((one.recipient.username, one.text) for one in Notice.objects.filter(subject=subject))


@pytest.mark.parametrize(
    ("days", "mark", "people"),
    [
        (31, 0, set()), (30, 30, {"handler"}), (15, 30, {"handler"}), (14, 14, {"handler"}),
        (7, 7, {"handler", "supervisor"}), (1, 1, {"handler", "supervisor"}),
    ],
)  # fmt: skip
def test_what_comes_due_is_told_ahead_once_a_mark(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days: int, mark: int, people: set[str]
) -> None:
    copy = a_year_old(cameras, now, days=days)
    a_year_old(cameras, now, days=days + 100)

    for hour in range(2):
        destroy_copies(now + hour * HOUR)

    first = told("留存檔屆期")
    assert {who for who, _ in first} == people
    assert len(first) == len(people)
    for _, text in first:
        assert text.startswith(f"留存檔 {copy.number} {mark} 日內屆期（最早 ")
    assert {one.url for one in Notice.objects.filter(subject="留存檔屆期")} <= {reverse("retention:copies-due")}


def test_all_that_reach_a_mark_together_are_one_notice(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    later, first = a_year_old(cameras, now, days=14), a_year_old(cameras, now, days=12)

    destroy_copies(now)

    assert told("留存檔屆期") == [
        (
            "handler",
            f"留存檔 {first.number}、{later.number} 14 日內屆期（最早 115年12月5日（六）），請列入銷毀清冊或辦理法定留存",
        )
    ]


def test_each_mark_is_told_of_and_all_of_one_day_are_counted(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    a_year_old(cameras, now, days=20)
    a_year_old(cameras, now, days=13)

    said = [destroy_copies(now + days * DAY).words for days in (0, 6)]

    assert said == ["銷毀留存檔 0 件；通知 2 則", "銷毀留存檔 0 件；通知 3 則"], (
        "30 and 14 days; 14, and 7 to two people"
    )


def test_what_stands_past_its_day_is_told_to_the_principal_every_day(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)

    for later in (0 * HOUR, HOUR, DAY):
        destroy_copies(now + later)

    said = f"留存檔 {copy.number} 已屆應銷毀日而未銷毀（計畫肆、四）"
    assert told("留存檔逾期未銷毀") == [("principal", said)] * 2
    assert {one.url for one in Notice.objects.filter(subject="留存檔逾期未銷毀")} == {reverse("retention:copies-due")}


def test_a_list_of_the_systems_is_called_to_mind_once_a_week_before_its_end(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    a_year_old(cameras, now)
    destroy_copies(now)
    row = DestructionList.objects.get()
    subject = f"{row} 補簽催辦"

    destroy_copies(now + 6 * DAY)
    assert told(subject) == []
    for days in (7, 8):
        outcome = destroy_copies(now + days * DAY)
        assert outcome.words == f"銷毀留存檔 0 件；通知 {3 if days == 7 else 0} 則"

    text = f"請於 115年12月7日（一）前補簽{row}"
    assert told(subject) == [("handler", text), ("principal", text), ("supervisor", text)]
    assert {one.url for one in Notice.objects.filter(subject=subject)} == {
        reverse("retention:copy-list", args=[row.pk])
    }


def test_each_list_yet_to_be_signed_is_called_to_mind_and_all_are_counted(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for hour in range(2):
        a_year_old(cameras, now)
        destroy_copies(now + hour * HOUR)

    assert destroy_copies(now + 7 * DAY).words == "銷毀留存檔 0 件；通知 6 則"


def test_nobody_is_told_of_a_list_that_was_signed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    a_year_old(cameras, now)
    destroy_copies(now)
    DestructionList.objects.update(
        state=ListState.SIGNED, executor="甲", executor_account="a", executor_at=now, witness="乙", witness_account="b",
        witness_at=now,
    )  # fmt: skip

    destroy_copies(now + 8 * DAY)

    assert not Notice.objects.filter(subject__contains="補簽催辦").exists()


def test_while_the_clock_is_in_doubt_nobody_is_told_and_once_somebody_vouches_for_it_they_are(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=44)
    destroy_copies(now)
    late = now + 30 * DAY

    assert destroy_copies(late).words == f"銷毀留存檔 0 件；通知 0 則；未執行：{Doubt.CLOCK.label}"
    assert told("留存檔屆期") == []
    assert not CopyReminder.objects.exists(), "what was not told is told another time"

    sure(cameras, late)
    assert destroy_copies(late).words == "銷毀留存檔 0 件；通知 1 則"
    assert [who for who, _ in told("留存檔屆期")] == ["handler"]
    assert CopyReminder.objects.get().copy == copy

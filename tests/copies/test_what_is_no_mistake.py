"""A copy that alone shows what a hold keeps is no 誤製 once the recorder may have overwritten it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention.choices import ListKind, ListState
from retention.models import EvidenceCopy, Hold
from retention.selectors import losses
from retention.services.copy_destruction import (
    ListError,
)
from retention.services.copy_destruction.mistakes import require_mistake
from tests.copies.ending import DAY, HOUR, copied, held, refused_at, written
from tests.retention.keeping import checked

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


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

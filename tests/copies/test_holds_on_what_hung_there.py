"""A hold on a camera keeps the copies of what hung in its place before or after it, as it keeps their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cameras.services import replace_camera
from ledger.services import SYSTEM
from retention.choices import CopyState, CopyVerdict, ListKind
from retention.models import Hold
from retention.selectors import judged_copy, legal_holds_on
from retention.services.copy_destruction import ListError, destroy_copies
from tests.copies.ending import DAY, a_year_old, by_law, copied, held, is_there, signed, written
from tests.copies.making import begin
from tests.retention.keeping import checked

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


@pytest.fixture
def successor(cameras: list[Camera], now: dt.datetime) -> Camera:
    """C37 hangs where C01 hung until three days ago."""
    return replace_camera(code="C01", new_code="C37", on=now.date() - 3 * DAY, actor=SYSTEM, now=now)


def test_a_legal_hold_on_the_successor_keeps_a_copy_of_the_camera_before_past_its_day(
    cast: Cast, cameras: list[Camera], successor: Camera, now: dt.datetime
) -> None:
    kept, goes = a_year_old(cameras, now), a_year_old(cameras[1:], now)
    signed(cast, now, kept, goes)
    hold = by_law([successor], kept.starts_at, now)

    destroy_copies(now)

    assert (is_there(kept), is_there(goes)) == (True, False)
    one = judged_copy(kept, now)
    assert one is not None
    assert one.verdict == CopyVerdict.HELD
    Hold.objects.filter(pk=hold.pk).update(released_at=now)
    destroy_copies(now + DAY)
    assert not is_there(kept)


def test_a_copy_that_was_begun_is_not_given_up_either(
    cast: Cast, cameras: list[Camera], successor: Camera, now: dt.datetime
) -> None:
    day = now.replace(year=now.year - 1)
    copy = begin(held(cameras[:1], day), 5000, cast.handler, now)
    hold = by_law([successor], day, now)
    assert legal_holds_on(copy) == [hold]

    destroy_copies(now)

    copy.refresh_from_db()
    assert copy.state == CopyState.RECEIVING


def test_the_last_copy_of_what_is_held_by_the_successors_name_is_no_mistake(
    cast: Cast, cameras: list[Camera], successor: Camera, now: dt.datetime
) -> None:
    at = now - 20 * DAY
    copy = copied(held(cameras[:1], at, released=now - DAY))
    checked(successor, 5, now)
    held([successor], at)

    with pytest.raises(ListError, match="僅存的影像"):
        written(cast, now, copy, kind=ListKind.MISTAKE)

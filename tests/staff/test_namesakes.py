"""The books name who keeps a thing: where two in use have one name, what may be the other's stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.models import User
from maintenance.models import EquipmentMove
from reports.choices import MoveKind, PostAfter
from reports.services.staff import Leaving, carry_out_due, hand_post, let_go
from tests.ledger.test_witnesses_of_every_room import found
from tests.maintenance.equipment import enter
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from maintenance.models import Equipment
    from reports.models import Handover
    from tests.conftest import Cast

NOT_MOVED = "設備 3140403-12-1的經管人與另一位使用中人員同名，職務異動時未移交；請查明後登錄異動"


@pytest.fixture
def thing(cast: Cast, now: dt.datetime) -> Equipment:
    """A camera 事務組長 keeps by the books, or the teacher of his name."""
    cast.teacher.name = cast.handler.name
    cast.teacher.save(update_fields=["name"])
    return enter(cast.handler, now, keeper=cast.handler.name)


def left(cast: Cast, now: dt.datetime) -> Handover:
    leaving = Leaving(cast.handler.pk, MoveKind.LEAVING, cast.colleague.pk, PostAfter.TAKEN)
    return let_go(leaving=leaving, actor=cast.administrator, now=now)


def handed(cast: Cast, now: dt.datetime) -> Handover:
    post = cast.handler.appointments.get()
    row = hand_post(
        post_id=post.pk, successor_id=cast.colleague.pk, day=now.date(), staff_title="導師",
        actor=cast.administrator, now=now,
    )  # fmt: skip
    carry_out_due(now)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("act", [left, handed])
def test_what_may_be_a_namesakes_is_not_handed_over_and_the_new_handler_is_told(
    cast: Cast, thing: Equipment, now: dt.datetime, act: Callable[[Cast, dt.datetime], Handover]
) -> None:
    row = act(cast, now)

    thing.refresh_from_db()
    assert thing.keeper == cast.handler.name
    assert not EquipmentMove.objects.filter(equipment=thing).exists()
    assert ("3140403-12-1", "經管人有同名者，未移交") in [(line[1], line[3]) for line in row.roster]
    assert [one.recipient for one in Notice.objects.filter(text=NOT_MOVED)] == [cast.colleague]
    assert found() == ""


def test_a_namesake_who_has_left_is_none(cast: Cast, thing: Equipment, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)

    left(cast, now)

    thing.refresh_from_db()
    assert thing.keeper == cast.colleague.name
    assert not Notice.objects.filter(text=NOT_MOVED).exists()

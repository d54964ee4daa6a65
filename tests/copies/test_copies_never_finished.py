"""A copy begun and not finished by its due day is given up, unless the law keeps what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.services import SYSTEM
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copy_destruction.late import PAST, give_up_late, never_finished
from tests.copies.ending import DAY, by_law, held
from tests.copies.making import begin

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


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

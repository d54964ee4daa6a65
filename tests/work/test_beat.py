"""Beat rings on when a clock that was ahead is set right; until it does, the duties count as overdue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine

from cctv_admin.beat import Scheduler
from cctv_admin.celery import app
from work.models import Duty
from work.selectors import overdue_duties
from work.services import Outcome, run_duty, seed_duties

if TYPE_CHECKING:
    from pathlib import Path

NAME = "retention.tasks.make_copies"
AHEAD = dt.timedelta(days=3 * 365)
TEN_MINUTES = dt.timedelta(minutes=10)


class Beat(Scheduler):
    """Notes what it rings for, and rings for nobody."""

    rung: list[str]

    def apply_async(self, entry: object, **_: object) -> None:
        self.rung.append(entry.name)  # type: ignore[attr-defined]


def begun(schedule: Path) -> Beat:
    """Return beat as it begins, with what it wrote down before."""
    beat = Beat(app=app, schedule_filename=str(schedule), lazy=True)
    beat.rung = []
    beat.setup_schedule()
    return beat


def rings(beat: Beat, clock: time_machine.Traveller, minutes: int) -> list[str]:
    """Return for what beat rings in so many minutes."""
    beat.rung = []
    for _ in range(minutes):
        clock.shift(60)
        while beat.tick() == 0:
            pass
    return beat.rung


@pytest.mark.parametrize("anew", [True, False], ids=["begun anew", "going on"])
def test_beat_rings_on_when_a_clock_that_was_ahead_is_set_right(tmp_path: Path, now: dt.datetime, anew: bool) -> None:
    with time_machine.travel(now + AHEAD, tick=False) as clock:
        beat = begun(tmp_path / "beat-schedule")
        assert NAME in rings(beat, clock, 20)
        clock.move_to(now)
        if anew:
            beat.close()
            beat = begun(tmp_path / "beat-schedule")
        found = rings(beat, clock, 60)
        assert found.count(NAME) == 6
        assert len(set(found)) > 3, "the others had their turn as well"
        beat.close()


@pytest.mark.django_db
def test_a_duty_noted_by_a_clock_that_was_ahead_is_overdue_until_it_runs(now: dt.datetime) -> None:
    Duty.objects.all().delete()
    seed_duties(now)
    run_duty(NAME, lambda _: Outcome(""), clock=lambda: now + AHEAD)
    assert [duty.name for duty in overdue_duties(now)] == [NAME]
    run_duty(NAME, lambda _: Outcome(""), clock=lambda: now)
    assert overdue_duties(now) == []

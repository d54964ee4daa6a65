"""Until when a hold is confirmed, reviewed and copied: days of the school, not hours, and the nearest mark (rulings 12, 14)."""

from __future__ import annotations

import datetime as dt

import pytest

from printing.rules import TAIPEI
from retention.choices import ReminderKind
from retention.rules import Loss, backup_mark, confirm_by, first_loss, latest_review, review_reminder

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)


@pytest.mark.parametrize(("days", "last"), [(2, 25), (None, 30), (1, 24)])
def test_an_emergency_is_confirmed_by_the_end_of_the_last_day_a_week_unless_the_plan_says_else(
    days: int | None, last: int
) -> None:
    assert confirm_by(NOW, days) == dt.datetime(2026, 11, last, 23, 59, 59, tzinfo=TAIPEI)


def test_the_day_an_emergency_is_counted_from_is_that_of_taipei() -> None:
    late_in_utc = dt.datetime(2026, 11, 22, 23, 0, tzinfo=dt.UTC)
    assert confirm_by(late_in_utc, 1) == dt.datetime(2026, 11, 24, 23, 59, 59, tzinfo=TAIPEI)


def test_a_legal_hold_is_looked_at_again_within_a_year() -> None:
    assert latest_review(TODAY) == dt.date(2027, 11, 23)
    assert latest_review(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


def test_of_a_review_people_are_reminded_at_thirty_fourteen_and_seven_days_and_no_more_once_it_has_passed() -> None:
    marks = {left: review_reminder(TODAY + left * DAY, TODAY) for left in (31, 30, 15, 14, 8, 7, 1, 0, -1)}
    assert marks == {
        31: None, 30: ReminderKind.REVIEW_30_DAYS, 15: ReminderKind.REVIEW_30_DAYS, 14: ReminderKind.REVIEW_14_DAYS,
        8: ReminderKind.REVIEW_14_DAYS, 7: ReminderKind.REVIEW_7_DAYS, 1: ReminderKind.REVIEW_7_DAYS,
        0: ReminderKind.REVIEW_7_DAYS, -1: None,
    }  # fmt: skip


def test_the_camera_that_loses_it_first_counts_and_one_that_is_known_before_one_that_is_guessed() -> None:
    assert first_loss(NOW, [(20, False), (14, True), (30, False)]) == Loss(NOW + 14 * DAY, is_estimate=True)
    assert first_loss(NOW, [(14, True), (14, False)]) == Loss(NOW + 14 * DAY, is_estimate=False)
    assert first_loss(NOW, []) is None


def test_before_an_overwriting_there_is_a_mark_at_72_and_at_24_hours_and_none_once_it_is_too_late() -> None:
    marks = [
        (3 * DAY + SECOND, None), (3 * DAY, ReminderKind.BACKUP_72_HOURS), (DAY + SECOND, ReminderKind.BACKUP_72_HOURS),
        (DAY, ReminderKind.BACKUP_24_HOURS), (SECOND, ReminderKind.BACKUP_24_HOURS), (0 * DAY, None), (-DAY, None),
    ]  # fmt: skip
    assert [(left, backup_mark(NOW + left, NOW)) for left, _ in marks] == marks

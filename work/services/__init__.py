"""What is due, as rows: notices, jobs, duties, holidays; and the bell that wakes the worker."""

from __future__ import annotations

from work.services.attempts import count_attempt, is_tried_too_often
from work.services.bell import ring
from work.services.duties import Outcome, run_duty, seed_duties
from work.services.holidays import HolidayError, add_holiday, remove_holiday, seed_holidays
from work.services.inbox import carried, carry, count_anew
from work.services.jobs import advance_job, fail_job, finish_job, order_job, report_job, start_job, take_job
from work.services.notices import (
    MailError,
    mark_all_read,
    mark_read,
    mark_read_about,
    notify,
    send_notices,
    take_back_notices,
    try_mail,
)
from work.services.rows import RowsRefused, try_rows, write_rows
from work.services.sessions import clear_sessions

__all__ = [
    "HolidayError",
    "MailError",
    "Outcome",
    "RowsRefused",
    "add_holiday",
    "advance_job",
    "carried",
    "carry",
    "clear_sessions",
    "count_anew",
    "count_attempt",
    "fail_job",
    "finish_job",
    "is_tried_too_often",
    "mark_all_read",
    "mark_read",
    "mark_read_about",
    "notify",
    "order_job",
    "remove_holiday",
    "report_job",
    "ring",
    "run_duty",
    "seed_duties",
    "seed_holidays",
    "send_notices",
    "start_job",
    "take_back_notices",
    "take_job",
    "try_mail",
    "try_rows",
    "write_rows",
]

"""Duties (例行工作): every beat task runs through `run_duty`, so every run can be seen."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from ledger import services as ledger
from ledger.choices import Verb
from work.models import Duty
from work.selectors import next_run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a duty did, in words for 保存規則; `acted` when the ledger should know."""

    words: str
    acted: bool = False


def run_duty(
    name: str, work: Callable[[dt.datetime], Outcome], *, clock: Callable[[], dt.datetime] = timezone.now
) -> str:
    """Run `work` as the duty `name` of the beat schedule and return its words; start, finish, next run are recorded.

    The ledger gets an entry when something was done, and for a failure the first time it is met. A failure is raised
    again after it is recorded. The clock is read twice, before and after the work: that is what a duty's row is about.
    """
    started = clock()
    Duty.objects.update_or_create(name=name, defaults={"title": settings.DUTY_TITLES[name], "last_started_at": started})
    try:
        outcome = work(started)
    except Exception as error:
        _record_failure(name, _in_words(error)[:400], now=clock())
        logger.exception("duty %s failed", name)
        raise
    _record_result(name, outcome, now=clock())
    return outcome.words


def _in_words(error: Exception) -> str:
    """Return what failed; of a database its code alone, for what it says may be the values of a row.

    Of a mail server nothing: it names the recipients, and the ledger would keep them for ever.
    """
    kind = type(error).__name__
    if isinstance(error, SMTPException):
        return kind
    if not isinstance(error, DatabaseError):
        return f"{kind}: {error}"
    code = getattr(error.__cause__, "pgcode", None)
    return f"{kind} {code}" if code else kind


@transaction.atomic
def _record_result(name: str, outcome: Outcome, *, now: dt.datetime) -> None:
    duty = Duty.objects.select_for_update(no_key=True).get(pk=name)
    duty.last_finished_at, duty.last_result, duty.last_failure = now, outcome.words[:400], ""
    duty.next_run_at = next_run(name, now)
    duty.save(update_fields=["last_finished_at", "last_result", "last_failure", "next_run_at"])
    if outcome.acted:
        _append(duty, outcome.words, now)


@transaction.atomic
def _record_failure(name: str, failure: str, *, now: dt.datetime) -> None:
    duty = Duty.objects.select_for_update(no_key=True).get(pk=name)
    is_new = duty.last_failure != failure
    duty.last_failure = failure
    duty.save(update_fields=["last_failure"])
    if is_new:
        _append(duty, f"失敗（{failure}）", now)


def _append(duty: Duty, result: str, now: dt.datetime) -> None:
    ledger.append(verb=Verb.DUTY_RUN, actor=ledger.SYSTEM, subject=duty.title, detail={"result": result[:400]}, now=now)


def seed_duties(now: dt.datetime) -> None:
    """Give every duty of the beat schedule its row, so that one that never ran is seen too. A new title is taken over."""
    for name in settings.CELERY_BEAT_SCHEDULE:
        Duty.objects.update_or_create(
            name=name,
            defaults={"title": settings.DUTY_TITLES[name]},
            create_defaults={"title": settings.DUTY_TITLES[name], "next_run_at": next_run(name, now)},
        )

"""Doorbells: each asks the database what is due, and may be lost, late or doubled."""

from __future__ import annotations

from celery import shared_task

from requests.services import agency, chain, ending, viewings
from requests.services.drafts import discard_old_drafts as discard
from work.services import run_duty


@shared_task(name="requests.tasks.discard_old_drafts")  # type: ignore[untyped-decorator]
def discard_old_drafts(**_: object) -> None:
    """Drafts are gone after seven days."""
    run_duty("requests.tasks.discard_old_drafts", discard)


@shared_task(name="requests.tasks.end_holds")  # type: ignore[untyped-decorator]
def end_holds(**_: object) -> None:
    """暫時留存 end when their case is over and nobody may appeal any more (ruling 14)."""
    run_duty("requests.tasks.end_holds", ending.end_holds)


@shared_task(name="requests.tasks.chase_ratifications")  # type: ignore[untyped-decorator]
def chase_ratifications(**_: object) -> None:
    """Emergency viewings whose chain did not follow by the next working day are told to whoever can act (ruling 10)."""
    run_duty("requests.tasks.chase_ratifications", viewings.chase_ratifications)


@shared_task(name="requests.tasks.chase_corrections")  # type: ignore[untyped-decorator]
def chase_corrections(**_: object) -> None:
    """Those who may go on with a case that was not corrected in time are told so."""
    run_duty("requests.tasks.chase_corrections", chain.chase_corrections)


@shared_task(name="requests.tasks.chase_letters")  # type: ignore[untyped-decorator]
def chase_letters(**_: object) -> None:
    """The letter of an officer who came without one is asked for until it is there (ruling 11)."""
    run_duty("requests.tasks.chase_letters", agency.chase_letters)

"""Outages (影像中斷): since when, until when, why. Periods of one cause that overlap are one row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from cameras.models import Camera, Outage
from cameras.rules import Period, merged
from cameras.selectors import OUTAGES
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_moment, short_moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cameras.choices import OutageCause
    from ledger.services import Actor

SHORTEST = dt.timedelta(minutes=1)


class OutageError(Exception):
    """The outage cannot be recorded that way; the message says why. `field` names what was wrong, if one thing was."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def hold_still(cameras: Iterable[Camera]) -> None:
    """Lock several cameras by their keys, inside the caller's transaction, before the first of their outages is written.

    Written one after another each would be locked behind the ledger, and two such acts could wait for each other.
    """
    keys = [camera.pk for camera in cameras]
    list(Camera.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


@transaction.atomic
def open_outage(
    *,
    camera: Camera,
    cause: OutageCause,
    reference: str,
    since: dt.datetime,
    actor: Actor,
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> Outage:
    """Record that `camera` shows nothing since a moment (until None: still). Raises OutageError.

    What overlaps or touches an outage of the same cause becomes one with it, its numbers joined; another cause keeps its
    own row, because both are true.
    """
    if until is not None and until <= since:
        raise OutageError("迄必須晚於起。")
    Camera.objects.select_for_update(no_key=True).get(pk=camera.pk)
    touching = [row for row in camera.outages.filter(cause=cause) if _touches(row, since, until)]
    periods = [Period(row.since, row.until) for row in touching]
    [whole] = merged([*periods, Period(since, until)])
    outage = touching[0] if touching else Outage(camera=camera, cause=cause)
    outage.since, outage.until = whole
    numbers = [row.reference for row in reversed(touching)] + [reference]
    outage.reference = _joined(numbers)
    Outage.objects.filter(pk__in=[row.pk for row in touching[1:]]).delete()
    outage.save()
    words = {"cause": _named(outage.get_cause_display(), reference), "since": short_moment(since)}
    said = OUTAGES.said(outage)
    ledger.append(verb=Verb.OUTAGE_OPENED, actor=actor, detail=words, now=now, **said)
    for row in touching[1:]:
        into = {"into": said["subject"]}
        ledger.append(verb=Verb.OUTAGE_MERGED, actor=actor, detail=into, now=now, **OUTAGES.said(row))
    return outage


@transaction.atomic
def close_outage(*, outage_id: int, until: dt.datetime, actor: Actor, now: dt.datetime) -> Outage:
    """Record that the camera shows a picture again. Raises OutageError when it was closed already, or began later.

    An outage lasts at least a minute: moments are entered by the minute.
    """
    outage = Outage.objects.select_for_update(no_key=True).select_related("camera").get(pk=outage_id)
    if outage.until is not None:
        raise OutageError("這段影像中斷已經登錄恢復。")
    if until < outage.since.replace(second=0, microsecond=0):
        raise OutageError(f"恢復時間不可早於中斷開始的時間（{long_moment(outage.since)}）。", field="until")
    outage.until = max(until, outage.since + SHORTEST)
    outage.save(update_fields=["until"])
    words = {"until": short_moment(outage.until)}
    ledger.append(verb=Verb.OUTAGE_CLOSED, actor=actor, detail=words, now=now, **OUTAGES.said(outage))
    return outage


@transaction.atomic
def withdraw_outage(*, outage_id: int, reference: str | None, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Take back what `reference` said (None: all of it): there was a picture after all.

    What other numbers say too stays, without this one. Raises Outage.DoesNotExist.
    """
    outage = Outage.objects.select_for_update(no_key=True).select_related("camera").get(pk=outage_id)
    others = [part for part in outage.numbers if part != reference] if reference is not None else []
    if others:
        outage.reference = _joined(others)
        outage.save(update_fields=["reference"])
        words = {"change": f"刪去{reference}，{reason}"}
        ledger.append(verb=Verb.OUTAGE_CHANGED, actor=actor, detail=words, now=now, **OUTAGES.said(outage))
        return
    Outage.objects.filter(pk=outage.pk).delete()
    ledger.append(verb=Verb.OUTAGE_WITHDRAWN, actor=actor, detail={"reason": reason}, now=now, **OUTAGES.said(outage))


def _touches(row: Outage, since: dt.datetime, until: dt.datetime | None) -> bool:
    return (until is None or row.since <= until) and (row.until is None or since <= row.until)


def _named(cause: str, reference: str) -> str:
    return f"{cause}（{reference}）" if reference else cause


def _joined(references: list[str]) -> str:
    """Return the numbers as one line of at most 60 characters, each once, the first first."""
    parts = [part for reference in references for part in reference.split("、") if part]
    return "、".join(dict.fromkeys(parts))[:60]

"""Holds on footage. Whoever needs footage kept asks here; destruction asks one table one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention.choices import HoldKind
from retention.models import Hold
from retention.selectors import HOLDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cameras.models import Camera
    from ledger.services import Actor


CODED = "限制案"


@transaction.atomic
def place_hold(
    *,
    cameras: Iterable[Camera],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    reference: str,
    actor: Actor,
    now: dt.datetime,
) -> Hold:
    """Place a 暫時留存 on the half-open period of `cameras` and record it (ruling 14)."""
    hold = Hold.objects.create(
        kind=HoldKind.TEMPORARY,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        reference=reference,
        placed_by=actor.name,
        placed_at=now,
    )
    hold.cameras.set(cameras)
    codes = "、".join(hold.cameras.values_list("code", flat=True))
    words = {"cameras": f"{codes}（{reference}）" if reference else codes, "reason": reason}
    ledger.append(verb=Verb.HOLD_PLACED, actor=actor, detail=words, now=now, **HOLDS.said(hold))
    return hold


@transaction.atomic
def code_hold(*, reference: str, actor: Actor, now: dt.datetime) -> int:
    """Take the case `reference`, which became a 限制案, out of what its holds say; return how many there were.

    What is kept stays kept; released holds are coded, too. Where free text names the case, 「限制案」 stands instead.
    The entries of before say what they said: who may not know the case does not read them. Raises ValueError for an
    empty reference, which is that of every hold coded before.
    """
    if not reference:
        raise ValueError("請指定案號。")
    holds = list(Hold.objects.select_for_update(no_key=True).filter(reference=reference).order_by("pk"))
    for hold in holds:
        hold.reference = ""
        hold.reason = hold.reason.replace(reference, CODED)
        hold.release_reason = hold.release_reason.replace(reference, CODED)
        hold.save(update_fields=["reference", "reason", "release_reason"])
    for hold in holds:
        ledger.append(verb=Verb.HOLD_CODED, actor=actor, now=now, **HOLDS.said(hold))
    return len(holds)


@transaction.atomic
def release_hold(*, hold_id: int, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    """End a hold with a reason and record it. A hold already released stays as it is."""
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.released_at is None:
        hold.released_at, hold.released_by, hold.release_reason = now, actor.name, reason
        hold.save(update_fields=["released_at", "released_by", "release_reason"])
        ledger.append(verb=Verb.HOLD_RELEASED, actor=actor, detail={"reason": reason}, now=now, **HOLDS.said(hold))
    return hold

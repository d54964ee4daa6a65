"""What a check found wrong becomes faults, each once (陸、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import in_words
from maintenance.services.faults import open_by_itself, stand_in_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from maintenance.choices import FaultOrigin
    from maintenance.models import Fault, Trouble


def open_faults(
    troubles: Iterable[Trouble],
    *,
    origin: FaultOrigin,
    user: User,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> list[Fault]:
    """Return the fault of each trouble, the open one where the same is known; each fault once. Raises FaultError."""
    actor, troubles = in_words(user, now), list(troubles)
    if troubles:
        stand_in_line(troubles, now)
    faults = [
        open_by_itself(
            camera=trouble.camera, recorder=trouble.recorder, symptom=trouble.symptom, origin=origin,
            description=trouble.description, actor=actor, now=now, since=since, reporter=user,
        )
        for trouble in troubles
    ]  # fmt: skip
    return list({fault.pk: fault for fault in faults}.values())


def fault_in_words(fault: Fault) -> str:
    """Return for instance C02（F115-0001）: code and number, as 備考 names it (ruling 21)."""
    return f"{fault.code}（{fault.number}）"

"""What is held, and who may know for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, row_facts
from retention.choices import HoldKind
from retention.models import Hold
from work.policies import naming_secrets

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import User


def hold_facts(hold: Hold) -> dict[str, object]:
    """Return the columns of a hold and the codes of its cameras."""
    return row_facts(hold) | {"cameras": sorted(camera.code for camera in hold.cameras.all())}


HOLDS = RowWitness(Hold.objects.prefetch_related("cameras"), subject=lambda hold: f"留存 {hold.pk}", facts=hold_facts)


def holds_in_force() -> QuerySet[Hold]:
    """Return the holds nobody has released, newest first."""
    return Hold.objects.filter(released_at=None).prefetch_related("cameras")


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A hold as somebody sees it. Who may not know its case sees what must not be overwritten, not for whom."""

    hold: Hold
    is_known: bool


def shown_holds(user: User, now: dt.datetime) -> list[ShownHold]:
    """Return the holds in force as `user` sees them; a 暫時留存 that names no case is one of a 限制案."""
    holds = list(holds_in_force())
    secret = naming_secrets(user, {hold.reference for hold in holds if hold.reference}, now)
    return [
        ShownHold(hold, hold.reference not in secret and (bool(hold.reference) or hold.kind == HoldKind.LEGAL))
        for hold in holds
    ]

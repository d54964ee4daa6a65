"""After a backup was brought back: nothing is destroyed until a person has confirmed the ground (house, invariant 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention.models import CopyStore, FootageSource

if TYPE_CHECKING:
    import datetime as dt


def wait_for_a_person(now: dt.datetime) -> None:
    """Let every folder of recordings and the store of copies stand unconfirmed since `now`.

    What is known to be destroyed is destroyed again all the same; a confirmation of theirs ends it for each.
    """
    FootageSource.objects.update(restored_at=now)
    CopyStore.objects.update_or_create(pk=1, defaults={"restored_at": now})

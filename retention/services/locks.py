"""The lock between keeping and destroying: whoever keeps footage or its copy was here before, or comes too late."""

from __future__ import annotations

from retention.models import CopyStore, FootageSource


def lock_against_destruction() -> None:
    """Lock the store of copies and every folder of recordings, inside the caller's transaction and before any hold or copy.

    Placing a hold, making it one by law and destroying a copy take it; a folder being emptied has its own locked.
    """
    CopyStore.objects.get_or_create(pk=1)
    CopyStore.objects.select_for_update(no_key=True).get(pk=1)
    list(FootageSource.objects.select_for_update(no_key=True).filter(retired_on=None).order_by("pk"))

"""Photos of a fault: kept by the files room, named in the ledger by number only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance.models import FaultPhoto

if TYPE_CHECKING:
    import datetime as dt

    from files.models import StoredFile
    from ledger.services import Actor
    from maintenance.choices import PhotoStage
    from maintenance.models import Fault


def attach(fault: Fault, photo: StoredFile | None, stage: PhotoStage, actor: Actor, now: dt.datetime) -> None:
    """Let the fault have a kept photo. Call inside the act's transaction, before its entry."""
    if photo is None:
        return
    FaultPhoto.objects.create(fault=fault, file=photo, stage=stage, added_at=now, added_by=actor.name)
    ledger.append(verb=Verb.FILE_STORED, actor=actor, subject=f"故障 {fault.number} {file_in_words(photo)}", now=now)

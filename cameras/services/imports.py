"""One row of the camera sheet, written as the pages would: added, changed, retired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cameras.models import Camera
from cameras.services.register import CHANGEABLE, add_camera, change_camera, retire_camera

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ledger.services import Actor


@transaction.atomic
def write_camera(*, row: Mapping[str, Any], actor: Actor, now: dt.datetime) -> None:
    """Bring one camera to what its row says; an empty 停用日 of a retired one does not bring it back. Raises CameraError."""
    code, facts = str(row["code"]), {name: row[name] for name in CHANGEABLE}
    act = change_camera if Camera.objects.filter(code=code).exists() else add_camera
    act(code=code, actor=actor, now=now, **facts)
    if row["retired_on"]:
        retire_camera(code=code, on=row["retired_on"], actor=actor, now=now)

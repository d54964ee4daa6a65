"""The token on a camera's sticker: renewed when somebody misuses it; the old sticker then leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cameras.models import Camera, make_token
from cameras.selectors import CAMERAS
from cameras.services.register import CameraError
from ledger import services as ledger
from ledger.choices import Verb

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor


@transaction.atomic
def renew_token(*, code: str, reason: str, actor: Actor, now: dt.datetime) -> Camera:
    """Give the camera a new token. Raises CameraError for one that is retired: it has no sticker."""
    camera = Camera.objects.select_for_update(no_key=True).get(code=code)
    if camera.retired_on:
        raise CameraError(f"攝影機 {code} 已停用，不需要貼紙。")
    camera.token = make_token()
    camera.save(update_fields=["token"])
    ledger.append(verb=Verb.TOKEN_RENEWED, actor=actor, detail={"reason": reason}, now=now, **CAMERAS.said(camera))
    return camera

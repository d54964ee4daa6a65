"""Who may open the pages of cameras, and an act whose refusal stands beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from cameras import policies, services

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms

    from accounts.models import User


def gate(request: HttpRequest, *, edits: bool = False) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 for those who may not see cameras, 403 for those who may not change them."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_cameras(user, today):
        raise Http404
    if edits and not policies.may_edit_cameras(user, today):
        raise PermissionDenied
    return user, now


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do the act; a refusal stands beside its field, the typed text stays."""
    try:
        act()
    except services.CameraError as error:
        form.add_error(error.field, str(error))
        return False
    return True

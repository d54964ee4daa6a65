"""The page behind a camera's QR sticker: open to everybody, a choice only (ruling 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature
from cameras.selectors import cameras_in_use
from maintenance import services
from maintenance.choices import Symptom
from maintenance.forms import StickerForm
from work.services import count_attempt, is_tried_too_often

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = "sticker"
"""Under which name wrong tokens are counted."""
TOO_MANY = 429


@login_not_required
@require_http_methods(["GET", "POST"])
def sticker(request: HttpRequest, token: str) -> HttpResponse:
    """Say which camera this is, and take one report of what is wrong with it. The token is read in any case.

    Who tries token after token from one place is not told any more which of them is one.
    """
    if not has_feature(Feature.STICKERS):
        raise Http404
    now = timezone.now()
    if is_tried_too_often(PAGE, token, now):
        return render(request, "maintenance/sticker_gone.html", {"is_paused": True}, status=TOO_MANY)
    camera = cameras_in_use(timezone.localdate(now)).filter(token=token.upper()).first()
    if camera is None:
        count_attempt(PAGE, token, now)
        return render(request, "maintenance/sticker_gone.html", status=404)
    form = StickerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        symptom, form_key = Symptom(form.cleaned_data["symptom"]), form.cleaned_data["form_key"]
        try:
            services.report_by_sticker(camera=camera, symptom=symptom, form_key=form_key, now=now)
        except services.FaultError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}?sent=1")
    context = {"form": form, "camera": camera, "is_sent": request.method == "GET" and "sent" in request.GET}
    return render(request, "maintenance/sticker.html", context)

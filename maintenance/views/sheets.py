"""Sheets of stickers, and a new token for a sticker that is misused (ruling 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature, in_words, the_school, typed
from cameras.selectors import cameras_in_use
from cameras.services import CameraError, renew_token
from maintenance import policies
from maintenance.forms import RenewForm, SheetForm
from printing.documents import Label, render_labels
from printing.views import furniture, pdf_response

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from cameras.models import Camera

ACTION = "掃碼回報故障"


def _gate(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when; 404 in a school without stickers and for those who see no cameras, 403 for readers."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not has_feature(Feature.STICKERS) or not policies.may_see_downtime(user, today):
        raise Http404
    if not policies.may_print_stickers(user, today):
        raise PermissionDenied
    return user, now


@require_GET
def sticker_sheet(request: HttpRequest) -> HttpResponse:
    """貼紙: choose cameras by place, and where on the sheet to begin."""
    _, now = _gate(request)
    return render(request, "maintenance/stickers.html", {"form": SheetForm(today=timezone.localdate(now))})


@require_GET
def sticker_sheet_pdf(request: HttpRequest) -> HttpResponse:
    """貼紙 as PDF; what was chosen wrongly is said on the page."""
    user, now = _gate(request)
    form = SheetForm(request.GET, today=timezone.localdate(now))
    if not form.is_valid():
        return render(request, "maintenance/stickers.html", {"form": form})
    phone = the_school().phone
    labels = [_label(camera, phone) for camera in form.cleaned_data["cameras"]]
    paper = furniture(printed_by=user.name, now=now, path="")
    return pdf_response(render_labels(labels, form.cleaned_data["start"], paper), "攝影機貼紙.pdf")


def _label(camera: Camera, phone: str) -> Label:
    return Label(
        url=sticker_address(camera),
        name=camera.code,
        where=f"{camera.place}\n{camera.name}",
        action=ACTION,
        phone=f"電話 {phone}" if phone else "",
    )


def sticker_address(camera: Camera) -> str:
    """Return what the code says: in upper case where the installation is a host of its own, for a smaller code."""
    address = f"{settings.PUBLIC_URL}/c/{camera.token}/"
    return address if urlsplit(settings.PUBLIC_URL).path else address.upper()


@require_http_methods(["GET", "POST"])
def renew_sticker(request: HttpRequest, code: str) -> HttpResponse:
    """更換貼紙代碼: the old sticker leads nowhere from now on."""
    user, now = _gate(request)
    camera = get_object_or_404(cameras_in_use(timezone.localdate(now)), code=code)
    form = RenewForm(typed(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            renew_token(code=code, reason=form.cleaned_data["reason"], actor=in_words(user, now), now=now)
        except CameraError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已更換攝影機 {code} 的貼紙代碼，請重印並換貼")
            return redirect("maintenance:stickers")
    return render(request, "maintenance/renew_sticker.html", {"form": form, "camera": camera})

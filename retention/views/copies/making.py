"""Pages: 製作留存檔 of a hold's footage, in one of three ways (ruling 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.selectors import typed
from retention import policies, selectors
from retention.choices import MediumKind
from retention.forms import FolderCopyForm, MediumCopyForm, UploadCopyForm
from retention.models import Hold
from retention.services import HoldError
from retention.services.copies import Content, Label, NotYourCopy, open_upload, queue_folder_copy, store_medium
from retention.views.doing import reader

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.forms.copies import CopyForm
    from retention.models import EvidenceCopy

Form = TypeVar("Form", bound="CopyForm")


def _opened(request: HttpRequest, hold_id: int) -> tuple[Hold, User, dt.datetime]:
    """Return the hold whose copy is to be made; 404 or 403 for who does not make it."""
    user, now = reader(request)
    hold = get_object_or_404(Hold.objects.prefetch_related("cameras__recorder"), pk=hold_id)
    if not policies.may_know_hold(user, hold, now):
        raise NotYourCopy
    policies.require(policies.makes_copies(user, hold, now), policies.COPY_MAKERS, "製作留存檔")
    if hold.released_at:
        raise Http404
    return hold, user, now


@require_http_methods(["GET", "POST"])
def copy_from_folder(request: HttpRequest, hold_id: int) -> HttpResponse:
    """The three ways; the first is one button."""
    hold, user, now = _opened(request, hold_id)
    form = FolderCopyForm(typed(request, now))

    def begin() -> EvidenceCopy:
        return queue_folder_copy(hold_id=hold.pk, user=user, now=now, **form.cleaned_data)

    if made := _made(request, form, begin):
        messages.success(request, f"已開始由影像資料夾複製 {made.number}，完成後備份工作自動結束")
        return redirect("retention:copy", made.number)
    lies_here = selectors.lies_in_folders(list(hold.cameras.all()))
    context = _context(hold, form) | {"lies_in_folders": lies_here, "missing": selectors.not_backed_up(hold)}
    return _answer(request, "retention/new_copy.html", context)


@require_http_methods(["GET", "POST"])
def copy_to_upload(request: HttpRequest, hold_id: int) -> HttpResponse:
    """上傳檔案: first what it shows, then, on a page of its own, the file."""
    hold, user, now = _opened(request, hold_id)
    form = _form(UploadCopyForm, request, hold, now)

    def begin() -> EvidenceCopy:
        content, player = Content(**form.content()), form.cleaned_data["player"]
        return open_upload(hold_id=hold.pk, content=content, name="", size=0, player=player, user=user, now=now)

    if made := _made(request, form, begin):
        return redirect("retention:copy-upload", made.number)
    return _answer(request, "retention/new_copy_upload.html", _context(hold, form))


@require_http_methods(["GET", "POST"])
def copy_to_safe(request: HttpRequest, hold_id: int) -> HttpResponse:
    """標籤媒體放入保險櫃."""
    hold, user, now = _opened(request, hold_id)
    form = _form(MediumCopyForm, request, hold, now)

    def store() -> EvidenceCopy:
        data = form.cleaned_data
        label = Label(MediumKind(data["medium_kind"]), data["medium_serial"], data["kept_at"])
        return store_medium(hold_id=hold.pk, content=Content(**form.content()), label=label, user=user, now=now)

    if made := _made(request, form, store):
        messages.success(request, f"已登錄 {made.number}：{made.get_medium_kind_display()} {made.medium_serial}")
        return redirect("retention:copy", made.number)
    return _answer(request, "retention/new_copy_medium.html", _context(hold, form))


def _form(kind: type[Form], request: HttpRequest, hold: Hold, now: dt.datetime) -> Form:
    originals = list(selectors.usable_originals(hold))
    return kind(typed(request, now), hold=hold, originals=originals, initial=_initial(request, hold))


def _initial(request: HttpRequest, hold: Hold) -> dict[str, Any]:
    """Return what is most likely so: all that is not copied yet, the whole period, the recorder as it was last checked."""
    recorders = {camera.recorder for camera in hold.cameras.all()}
    recorder = next(iter(recorders)) if len(recorders) == 1 else None
    check = selectors.newest_check(recorder) if recorder else None
    original = request.GET.get("original", "")
    return {
        "cameras": list(hold.cameras.all()) if original else selectors.not_backed_up(hold),
        "starts_at": hold.starts_at,
        "ends_at": hold.ends_at,
        "recorder": recorder.code if recorder else None,
        "clock_offset_seconds": check.clock_offset_seconds if check else 0,
        "original": original,
    }


def _made(request: HttpRequest, form: forms.Form, make: Callable[[], EvidenceCopy]) -> EvidenceCopy | None:
    """Make the copy when the form was sent and is well-formed; a refusal stands beside its field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return make()
    except HoldError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _context(hold: Hold, form: forms.Form) -> dict[str, Any]:
    return {"hold": hold, "form": form}


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)

"""Without script: one form brings the whole file, which never lies on the disk as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from retention.services.copies import CopyError, CopyRefused, Stream, one_stream
from retention.views.copies.gates import known_copy
from retention.views.copies.handler import FIELD, IntoParts
from retention.views.copies.uploading import status_of, upload_context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@csrf_exempt
@login_not_required
@require_POST
def take_file(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take a whole file in. Session, person, state and length are asked before a byte of the body is read.

    The form's own token stands in that body: until `_checked` has seen it nothing is kept. Without a session the
    middleware would read the body to keep what was typed, a file too; so this view asks for the session by itself.
    """
    upload = reverse("retention:copy-upload", args=[number])
    if not request.user.is_authenticated:
        messages.warning(request, "您登入逾時，檔案尚未上傳，請重新登入後再選擇檔案")
        return redirect_to_login(upload)
    shown, user, now = known_copy(request, number)
    said = request.headers.get("Content-Length", "")
    try:
        with one_stream(
            copy_id=shown.copy.pk, length=int(said) if said.isdecimal() else 0, user=user, now=now
        ) as stream:
            request.upload_handlers = [IntoParts(request, stream)]
            return _checked(request, stream, number)
    except CopyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("retention:copy", number)
    except CopyError as error:
        context = upload_context(shown) | {"error": str(error)}
        return render(request, "retention/upload.html", context, status=status_of(error))


@csrf_protect
def _checked(request: HttpRequest, stream: Stream, number: str) -> HttpResponse:
    """Keep what came: reading the form is what brings it in."""
    file = request.FILES.get(FIELD)
    stream.keep(file.name or "" if file else "")
    messages.success(request, f"已收到 {number} 的檔案，正在驗證")
    return redirect("retention:copy", number)

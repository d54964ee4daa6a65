"""Pages: 回報故障, and 故障 as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.policies import roles_of
from accounts.selectors import typed
from cameras.selectors import cameras_in_use, recorders_in_use
from files.services import store
from maintenance import policies, selectors, services
from maintenance.choices import Symptom
from maintenance.forms import FaultForm, RecorderFaultForm
from maintenance.views.words import fault_rows
from work.views import page_by_key

if TYPE_CHECKING:
    import datetime as dt

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from files.models import StoredFile

PAGE = 30


@require_GET
def fault_list(request: HttpRequest) -> HttpResponse:
    """故障: all that waits for somebody, then what is over page by page, newest first."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    faults = policies.visible_to(user, today)
    past = page_by_key(request, selectors.past_faults(faults), PAGE)
    waiting = [] if past.newer_url else list(selectors.unfinished_faults(faults))
    context = {
        "rows": fault_rows([*waiting, *past.rows], now),
        "waiting": len(waiting),
        "newer_url": past.newer_url,
        "older_url": past.older_url,
        "may_see_downtime": policies.may_see_downtime(user, today),
    }
    return render(request, "maintenance/fault_list.html", context)


@require_GET
def choose_camera(request: HttpRequest) -> HttpResponse:
    """回報故障, first tap: which camera, by place; recorders below."""
    today = timezone.localdate()
    context = {"cameras": cameras_in_use(today), "recorders": recorders_in_use(today)}
    return render(request, "maintenance/choose_camera.html", context)


@require_http_methods(["GET", "POST"])
def new_fault(request: HttpRequest, code: str) -> HttpResponse:
    """回報故障, second and third tap: what is wrong, and send."""
    camera = get_object_or_404(cameras_in_use(timezone.localdate()), code=code)
    return _report(request, FaultForm, camera=camera)


@require_http_methods(["GET", "POST"])
def new_recorder_fault(request: HttpRequest, code: str) -> HttpResponse:
    """回報故障 of a recorder."""
    recorder = get_object_or_404(recorders_in_use(timezone.localdate()), code=code)
    return _report(request, RecorderFaultForm, recorder=recorder)


def _report(request: HttpRequest, form_class: type[FaultForm], **thing: Any) -> HttpResponse:
    user, now = cast("User", request.user), timezone.now()
    form = form_class(typed(request, now), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"symptom": Symptom(form.cleaned_data["symptom"])}
        data["photo"] = kept(data["photo"], now)
        try:
            fault = services.report_fault(reporter=user, now=now, **thing, **data)
        except services.FaultError as error:
            form.add_error(None, str(error))
        else:
            is_handler = Role.HANDLER in roles_of(user, timezone.localdate(now))
            told = "" if is_handler else "，承辦人已收到通知"
            messages.success(request, f"已通報，單號 {fault.number}{told}")
            return redirect("maintenance:fault", number=fault.number)
    return render(request, "maintenance/new_fault.html", {"form": form, **thing})


def kept(upload: UploadedFile[bytes] | None, now: dt.datetime) -> StoredFile | None:
    """Keep an uploaded photo; if the act is refused nobody names it, and it is cleared away."""
    return store(upload=upload, now=now) if upload else None

"""Pages: 逐項檢查. Every camera is posted by itself; htmx only spares the reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import selectors as accounts
from accounts.selectors import typed
from cameras.models import Camera, Recorder
from files.services import in_words as file_in_words
from files.services import store
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, selectors, services
from maintenance.choices import Answer, Condition
from maintenance.forms import CameraForm, FinishForm, RecorderForm, SystemForm
from maintenance.forms.inspections import TICKS
from maintenance.models import CheckedCamera, CheckedRecorder, WorkList
from maintenance.views.gates import upkeep_reader

if TYPE_CHECKING:
    import datetime as dt

    from django.http import FileResponse, HttpRequest, HttpResponse

    from accounts.models import User


@require_POST
def start_work_list(request: HttpRequest) -> HttpResponse:
    """開始逐項檢查, or go on with the open one."""
    user, now, today = upkeep_reader(request)
    if not policies.may_inspect(user, today):
        raise PermissionDenied
    work_list = services.start_work_list(user=user, now=now)
    return redirect("maintenance:work-list", work_list_id=work_list.pk)


@require_GET
def work_list(request: HttpRequest, work_list_id: int) -> HttpResponse:
    """The list as it stands: what is left, by place."""
    user, _, today = upkeep_reader(request)
    found = _found(work_list_id)
    row = getattr(found, "inspection", None)
    if row:
        return redirect("maintenance:inspection", inspection_id=row.pk)
    context = {
        "sheet": selectors.sheet_of(found, today),
        "may_check": found.is_open and policies.may_check(user, today),
        "may_finish": found.is_open and policies.may_inspect(user, today),
    }
    return render(request, "maintenance/work_list.html", context)


@require_http_methods(["GET", "POST"])
def check_camera(request: HttpRequest, work_list_id: int, code: str) -> HttpResponse:
    """One camera: 正常 is one tap in the list, everything else is chosen here."""
    user, now, found = _checking(request, work_list_id)
    camera = get_object_or_404(Camera.objects.select_related("place"), code=code)
    row = CheckedCamera.objects.filter(work_list=found, camera=camera).first()
    initial = {"condition": row.condition, "note": row.note} if row else {}
    form = CameraForm(typed(request, now), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        photo = store(upload=data["photo"], now=now) if data["photo"] else None
        try:
            services.check_camera(
                work_list_id=found.pk, camera=camera, condition=Condition(data["condition"]), note=data["note"],
                photo=photo, user=user, now=now,
            )  # fmt: skip
        except services.InspectionError as error:
            messages.error(request, str(error))
        return redirect(f"{_address(found)}#camera-{camera.code}")
    context = {
        "form": form,
        "work_list": found,
        "heading": f"{camera.code} {camera.name}",
        "place": camera.place,
        "row": row,
    }
    return render(request, "maintenance/work_item.html", context, status=422 if form.errors else 200)


@require_POST
def check_rest(request: HttpRequest, work_list_id: int) -> HttpResponse:
    """其餘全部正常."""
    user, now, found = _checking(request, work_list_id)
    try:
        number = services.check_rest(work_list_id=found.pk, user=user, now=now)
    except services.InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已將其餘 {number} 支攝影機登錄為正常")
    return redirect(_address(found))


@require_http_methods(["GET", "POST"])
def check_recorder(request: HttpRequest, work_list_id: int, code: str) -> HttpResponse:
    """One recorder: what was read off it."""
    user, now, found = _checking(request, work_list_id)
    recorder = get_object_or_404(Recorder, code=code)
    row = CheckedRecorder.objects.filter(work_list=found, recorder=recorder).first()
    form = RecorderForm(typed(request, now), initial=_read(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.check_recorder(work_list_id=found.pk, recorder=recorder, user=user, now=now, **form.cleaned_data)
        except services.InspectionError as error:
            form.add_error(error.field, str(error))
        else:
            return redirect(f"{_address(found)}#recorder-{recorder.code}")
    context = {
        "form": form,
        "work_list": found,
        "heading": f"主機 {recorder.code}",
        "place": recorder.name,
        "is_ticked": True,
    }
    return render(request, "maintenance/work_item.html", context, status=422 if form.errors else 200)


def _read(row: CheckedRecorder | None) -> dict[str, object]:
    if row is None:
        return {"has_power": "yes", "is_recording": "yes", "disk_is_healthy": "yes"}
    ticks = {name: "yes" if getattr(row, name) else "no" for name in ("has_power", "is_recording", "disk_is_healthy")}
    return {
        **ticks,
        "earliest_day": row.earliest_day,
        "clock_offset_seconds": row.clock_offset_seconds,
        "note": row.note,
    }


@require_http_methods(["GET", "POST"])
def check_system(request: HttpRequest, work_list_id: int) -> HttpResponse:
    """The items of the whole system."""
    user, now, found = _checking(request, work_list_id)
    initial = {name: getattr(found, name) for name in (*selectors.SYSTEM_ITEMS, "system_note")}
    form = SystemForm(typed(request, now), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        answers = {name: Answer(data[name]) for name in selectors.SYSTEM_ITEMS}
        try:
            services.check_system(work_list_id=found.pk, answers=answers, note=data["system_note"], user=user, now=now)
        except services.InspectionError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{_address(found)}#system")
    context = {
        "form": form,
        "work_list": found,
        "heading": "系統項目",
        "place": "密碼、韌體、告示牌、不斷電系統",
        "is_ticked": True,
    }
    return render(request, "maintenance/work_item.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def finish_work_list(request: HttpRequest, work_list_id: int) -> HttpResponse:
    """附錄2 as the list filled it in: the person confirms."""
    user, now, today = upkeep_reader(request)
    found = _found(work_list_id)
    if not policies.may_inspect(user, today):
        raise PermissionDenied
    sheet = selectors.sheet_of(found, today)
    ticks = sheet.ticks
    initial = {
        "inspected_on": today,
        "inspector": user.name,
        **{name: "yes" if getattr(ticks, name) else "no" for name in TICKS},
    }
    form = FinishForm(typed(request, now), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.record_inspection(user=user, now=now, work_list_id=found.pk, **form.row())
        except services.InspectionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "已登錄檢查保養紀錄")
            return redirect("maintenance:inspection", inspection_id=row.pk)
    context = {"form": form, "sheet": sheet}
    return render(request, "maintenance/finish_work_list.html", context, status=422 if form.errors else 200)


@require_POST
def drop_work_list(request: HttpRequest, work_list_id: int) -> HttpResponse:
    """不採用這份清單."""
    user, now, today = upkeep_reader(request)
    found = _found(work_list_id)
    if not policies.may_inspect(user, today):
        raise PermissionDenied
    try:
        services.drop_work_list(work_list_id=found.pk, user=user, now=now)
    except services.InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已不採用這份逐項檢查；已儲存的內容仍保留")
    return redirect("maintenance:inspection-list")


@require_GET
def photo(request: HttpRequest, work_list_id: int, code: str) -> FileResponse:
    """Download the photo of one camera; an entry stands before the first byte."""
    user, now, _ = upkeep_reader(request)
    row = get_object_or_404(CheckedCamera, work_list=work_list_id, camera__code=code)
    if row.photo is None:
        raise Http404
    answer = download(row.photo)
    subject = f"逐項檢查 {work_list_id} {file_in_words(row.photo)}"
    ledger.append_reading(verb=Verb.FILE_READ, actor=accounts.in_words(user, now), subject=subject, now=now)
    return answer


def _found(work_list_id: int) -> WorkList:
    return get_object_or_404(WorkList.objects.select_related("inspection", "started_by"), pk=work_list_id)


def _checking(request: HttpRequest, work_list_id: int) -> tuple[User, dt.datetime, WorkList]:
    """Return who checks, when, and the list; 403 for those who only read."""
    user, now, today = upkeep_reader(request)
    found = _found(work_list_id)
    if not policies.may_check(user, today):
        raise PermissionDenied
    return user, now, found


def _address(found: WorkList) -> str:
    return reverse("maintenance:work-list", args=[found.pk])

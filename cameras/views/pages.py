"""Pages: 攝影機 and 主機."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature, in_words, plan_on, typed
from cameras import policies, selectors, services
from cameras.forms import CameraForm, NewCameraForm, RecorderForm, ReplaceForm, RetireForm
from cameras.models import Camera, Recorder
from cameras.views.gates import done, gate

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def camera_list(request: HttpRequest) -> HttpResponse:
    """攝影機, by place; 主機 below."""
    user, now = gate(request)
    today = timezone.localdate(now)
    cameras = list(selectors.cameras_by_place())
    context = {
        "in_use": [camera for camera in cameras if not camera.retired_on],
        "retired": [camera for camera in cameras if camera.retired_on],
        "recorders": Recorder.objects.all(),
        "may_edit": policies.may_edit_cameras(user, today),
        "minimum_days": plan_on(today).minimum_days,
        "has_stickers": has_feature(Feature.STICKERS),
    }
    return render(request, "cameras/camera_list.html", context)


@require_GET
def camera(request: HttpRequest, code: str) -> HttpResponse:
    """One camera: what it watches, how long it is kept, when it showed nothing."""
    user, now = gate(request)
    today = timezone.localdate(now)
    found = get_object_or_404(Camera.objects.select_related("place", "recorder", "replaces", "replaced_by"), code=code)
    context = {
        "camera": found,
        "successor": getattr(found, "replaced_by", None),
        "may_edit": policies.may_edit_cameras(user, today),
        "minimum_days": plan_on(today).minimum_days,
        "has_stickers": has_feature(Feature.STICKERS),
    }
    return render(request, "cameras/camera.html", context)


@require_http_methods(["GET", "POST"])
def new_camera(request: HttpRequest) -> HttpResponse:
    """Add a camera."""
    user, now = gate(request, edits=True)
    form = NewCameraForm(typed(request, now), today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        actor = in_words(user, now)
        if done(form, lambda: services.add_camera(actor=actor, now=now, **form.cleaned_data)):
            messages.success(request, f"已新增攝影機 {form.cleaned_data['code']}")
            return redirect("cameras:camera", code=form.cleaned_data["code"])
    context = {"form": form, "title": "新增攝影機", "back": None}
    return render(request, "cameras/camera_form.html", context)


@require_http_methods(["GET", "POST"])
def edit_camera(request: HttpRequest, code: str) -> HttpResponse:
    """Change a camera's facts."""
    user, now = gate(request, edits=True)
    found = get_object_or_404(Camera.objects.select_related("place"), code=code)
    initial = {name: getattr(found, name) for name in CameraForm.base_fields if hasattr(found, name)}
    initial |= {"place": found.place.name, "recorder": found.recorder_id}
    form = CameraForm(typed(request, now), initial=initial, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        actor = in_words(user, now)
        if done(form, lambda: services.change_camera(code=code, actor=actor, now=now, **form.cleaned_data)):
            messages.success(request, f"已儲存攝影機 {code} 的變更")
            return redirect("cameras:camera", code=code)
    context = {"form": form, "title": f"變更攝影機 {code}", "back": found}
    return render(request, "cameras/camera_form.html", context)


@require_http_methods(["GET", "POST"])
def replace_camera(request: HttpRequest, code: str) -> HttpResponse:
    """Put a new camera in the place of an old one, after saying what that means."""
    user, now = gate(request, edits=True)
    found = get_object_or_404(Camera.objects.select_related("place"), code=code)
    today = timezone.localdate(now)
    initial = {name: getattr(found, name) for name in ("name", "records_sound")}
    form = ReplaceForm(typed(request, now), initial=initial | {"recorder": found.recorder_id, "on": today}, today=today)
    if request.method == "POST" and form.is_valid():
        new_code = form.cleaned_data.pop("code")
        act = {"code": code, "new_code": new_code, "actor": in_words(user, now), "now": now}
        if done(form, lambda: services.replace_camera(**act, **form.cleaned_data)):
            messages.success(request, f"已用攝影機 {new_code} 更換 {code}；請一併登錄新攝影機的財產編號")
            return redirect("cameras:camera", code=new_code)
    return render(request, "cameras/replace.html", {"form": form, "camera": found})


@require_http_methods(["GET", "POST"])
def retire_camera(request: HttpRequest, code: str) -> HttpResponse:
    """Take a camera out of use, after saying what that means."""
    user, now = gate(request, edits=True)
    found = get_object_or_404(Camera, code=code)
    form = RetireForm(typed(request, now), initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        actor, on = in_words(user, now), form.cleaned_data["on"]
        if done(form, lambda: services.retire_camera(code=code, on=on, actor=actor, now=now)):
            messages.success(request, f"已停用攝影機 {code}")
            return redirect("cameras:camera", code=code)
    return render(request, "cameras/retire.html", {"form": form, "what": f"攝影機 {code}", "camera": found})


@require_http_methods(["GET", "POST"])
def new_recorder(request: HttpRequest) -> HttpResponse:
    """Add a recorder."""
    user, now = gate(request, edits=True)
    form = RecorderForm(typed(request, now))
    if request.method == "POST" and form.is_valid():
        actor = in_words(user, now)
        if done(form, lambda: services.add_recorder(actor=actor, now=now, **form.cleaned_data)):
            messages.success(request, f"已新增主機 {form.cleaned_data['code']}")
            return redirect("cameras:list")
    return render(request, "cameras/camera_form.html", {"form": form, "title": "新增主機", "back": None})


@require_http_methods(["GET", "POST"])
def retire_recorder(request: HttpRequest, code: str) -> HttpResponse:
    """Take a recorder out of use."""
    user, now = gate(request, edits=True)
    get_object_or_404(Recorder, code=code)
    form = RetireForm(typed(request, now), initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        actor, on = in_words(user, now), form.cleaned_data["on"]
        if done(form, lambda: services.retire_recorder(code=code, on=on, actor=actor, now=now)):
            messages.success(request, f"已停用主機 {code}")
            return redirect("cameras:list")
    return render(request, "cameras/retire.html", {"form": form, "what": f"主機 {code}"})

"""Pages: 設備帳."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature, typed
from cameras.models import Camera
from maintenance import policies, selectors, services
from maintenance.choices import AssetKind
from maintenance.forms import EquipmentForm, MoveForm, NewEquipmentForm, ScrapForm
from maintenance.models import Equipment
from maintenance.selectors import Wanted
from maintenance.views.equipment_rows import equipment_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms

    from accounts.models import User


def book_reader(request: HttpRequest, *, keeps: bool = False) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of the books, 403 for who may not change them."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_equipment(user, today):
        raise Http404
    if keeps and not policies.may_keep_equipment(user, today):
        raise PermissionDenied
    return user, now, today


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address asks to see; what it cannot mean asks nothing."""
    text, kind, state = (request.GET.get(name, "").strip() for name in ("q", "kind", "state"))
    return Wanted(
        text=text[:60],
        kind=kind if kind in AssetKind.values else "",
        state=state if state in (selectors.SCRAPPED, selectors.ALL) else selectors.IN_USE,
        only_warned=request.GET.get("warned") == "1",
    )


@require_GET
def equipment_list(request: HttpRequest) -> HttpResponse:
    """設備帳: what is in use, or what the filter asks for."""
    user, _, today = book_reader(request)
    wanted = wanted_of(request)
    found = selectors.equipment_shown(wanted)
    context = {
        "rows": equipment_rows(found),
        "total": sum(one.cost for one in found),
        "warned": selectors.number_warned(),
        "wanted": wanted,
        "query": request.GET.urlencode(),
        "kinds": AssetKind.choices,
        "may_keep": policies.may_keep_equipment(user, today),
        "takes_stock": has_feature(Feature.STOCK_TAKE),
    }
    return render(request, "maintenance/equipment_list.html", context)


@require_GET
def equipment(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """One thing: what the books say of it, and where it went."""
    user, _, today = book_reader(request)
    found = get_object_or_404(Equipment.objects.select_related("camera", "recorder"), pk=equipment_id)
    ticks = found.ticks.exclude(result="").select_related("stock_take").order_by("-stock_take__year")
    context = {
        "equipment": found,
        "moves": found.moves.all(),
        "ticks": ticks if has_feature(Feature.STOCK_TAKE) else (),
        "may_keep": policies.may_keep_equipment(user, today) and not found.scrapped_on,
    }
    return render(request, "maintenance/equipment.html", context)


def _act(
    request: HttpRequest, form: forms.Form, act: Callable[[], Equipment], page: dict[str, Any], done: str
) -> HttpResponse:
    """Show a form on its page; do its act once, a refusal stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            equipment = act()
        except services.EquipmentError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, done)
            return redirect("maintenance:equipment", equipment_id=equipment.pk)
    return render(request, "maintenance/equipment_form.html", {"form": form, **page})


@require_http_methods(["GET", "POST"])
def new_equipment(request: HttpRequest) -> HttpResponse:
    """列帳: enter a thing; `?camera=C37` begins with the camera it is."""
    user, now, _ = book_reader(request, keeps=True)
    camera = Camera.objects.filter(code=request.GET.get("camera", "")).select_related("place").first()
    initial = {"camera": camera.code, "name": "網路攝影機", "location": camera.place.name} if camera else {}
    form = NewEquipmentForm(typed(request, now), initial=initial | {"unit": "總務處", "keeper": user.name})
    page = {"title": "新增設備", "back_url": reverse("maintenance:equipment-list"), "back": "設備帳"}
    return _act(
        request, form, lambda: services.enter_equipment(user=user, now=now, **form.cleaned_data), page, "已列入設備帳"
    )


def _of_one(found: Equipment, title: str, text: str = "") -> dict[str, Any]:
    url = reverse("maintenance:equipment", args=[found.pk])
    return {"title": title, "back_url": url, "back": str(found), "text": text, "equipment": found}


@require_http_methods(["GET", "POST"])
def edit_equipment(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """變更設備資料."""
    user, now, _ = book_reader(request, keeps=True)
    found = get_object_or_404(Equipment.objects.select_related("camera", "recorder"), pk=equipment_id)
    initial = {name: getattr(found, name) for name in EquipmentForm.base_fields}
    codes = {name: getattr(initial[name], "code", None) for name in ("camera", "recorder")}
    form = EquipmentForm(typed(request, now), initial=initial | codes)
    return _act(
        request, form,
        lambda: services.change_equipment(equipment_id=found.pk, user=user, now=now, **form.cleaned_data),
        _of_one(found, "變更設備資料"), "已儲存設備資料",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def move_equipment(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """登錄異動: another keeper, unit or place."""
    user, now, today = book_reader(request, keeps=True)
    found = get_object_or_404(Equipment, pk=equipment_id)
    initial = {name: getattr(found, name) for name in ("keeper", "unit", "location")}
    form = MoveForm(typed(request, now), initial=initial | {"moved_on": today})
    return _act(
        request, form,
        lambda: services.move_equipment(equipment_id=found.pk, user=user, now=now, **form.cleaned_data).equipment,
        _of_one(found, "登錄異動", "改為新的經管人、使用單位或存置地點；原來的會留在異動紀錄。"), "已登錄異動",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def scrap_equipment(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """登錄報廢, after saying what that means."""
    user, now, today = book_reader(request, keeps=True)
    found = get_object_or_404(Equipment, pk=equipment_id)
    form = ScrapForm(typed(request, now), initial={"scrapped_on": today})
    return _act(
        request, form,
        lambda: services.scrap_equipment(equipment_id=found.pk, user=user, now=now, **form.cleaned_data),
        _of_one(found, "登錄報廢", "報廢須先依財產管理規定核准。登錄後留在帳上，標示報廢日期與文號，不能再變更。"),
        "已登錄報廢",
    )  # fmt: skip

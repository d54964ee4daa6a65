"""Pages: 盤點, while the school takes stock here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature, in_words, the_school, typed
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, selectors, services
from maintenance.choices import StockTakeAction, TickResult
from maintenance.documents import render_stock_take
from maintenance.forms import CloseForm, OpenForm, ReturnForm, SignForm, TickForm
from maintenance.models import StockTake
from maintenance.views.equipment import book_reader
from printing.rules import roc_year
from printing.views import furniture, pdf_response

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms

    from accounts.models import User
    from maintenance.models import StockTakeItem

VIEWS = (("", "全部"), ("left", "未盤"), ("differs", "差異"))


def _stock_taker(request: HttpRequest, *, keeps: bool = False) -> tuple[User, dt.datetime, dt.date]:
    if not has_feature(Feature.STOCK_TAKE):
        raise Http404
    return book_reader(request, keeps=keeps)


def _of_year(year: int) -> StockTake:
    return get_object_or_404(StockTake.objects.select_related("closed_by", "signed_by"), year=year)


@require_http_methods(["GET", "POST"])
def stock_takes(request: HttpRequest) -> HttpResponse:
    """盤點: one a year; POST begins one."""
    user, now, today = _stock_taker(request)
    may_open = policies.may_keep_equipment(user, today)
    if request.method == "POST" and not may_open:
        raise PermissionDenied
    taken = list(selectors.stock_takes())
    this_year = roc_year(today)
    years = [year for year in (this_year, this_year - 1) if year not in {one.year for one in taken}]
    form = OpenForm(typed(request, now), years=years)
    if request.method == "POST" and form.is_valid():
        try:
            opened = services.open_stock_take(user=user, now=now, **form.cleaned_data)
        except services.StockTakeError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已開始 {opened.year} 年度盤點")
            return redirect("maintenance:stock-take", year=opened.year)
    context = {"stock_takes": taken, "form": form if may_open and years else None}
    return render(request, "maintenance/stock_takes.html", context)


@require_http_methods(["GET", "POST"])
def stock_take(request: HttpRequest, year: int) -> HttpResponse:
    """One year's stock-take by place; POST says in one tap that a thing is where the books have it."""
    user, now, today = _stock_taker(request)
    found = _of_year(year)
    acts = policies.acts_on_stock_take(user, found, today)
    if request.method == "POST":
        return _present(request, found, acts, user, now)
    items = selectors.items_of(found)
    view = request.GET.get("view", "")
    shown = [item for item in items if _is_shown(item, view)]
    left, differing = sum(not item.result for item in items), sum(item.is_difference for item in items)
    numbers = {"left": left, "differs": differing}
    context = {
        "stock_take": found, "items": shown, "total": len(items), "left": left, "differing": differing, "view": view,
        "acts": acts, "views": [
            {"label": label, "url": f"?view={key}" if key else "?", "current": key == view, "number": numbers.get(key)}
            for key, label in VIEWS
        ],
    }  # fmt: skip
    return render(request, "maintenance/stock_take.html", context)


def _is_shown(item: StockTakeItem, view: str) -> bool:
    return {"left": not item.result, "differs": item.is_difference}.get(view, True)


def _present(
    request: HttpRequest, found: StockTake, acts: frozenset[StockTakeAction], user: User, now: dt.datetime
) -> HttpResponse:
    if StockTakeAction.TICK not in acts:
        raise PermissionDenied
    key = request.POST.get("item", "")
    item = get_object_or_404(found.items, pk=int(key) if key.isdecimal() else 0)
    try:
        services.tick_item(item_id=item.pk, result=TickResult.PRESENT, found_at="", remark="", user=user, now=now)
    except services.StockTakeError as error:
        messages.error(request, str(error))
    back = reverse("maintenance:stock-take", args=[found.year])
    view = request.GET.get("view", "")
    kept = f"?view={view}" if view and view in dict(VIEWS) else ""
    return redirect(f"{back}{kept}#item-{item.pk}")


@require_http_methods(["GET", "POST"])
def stock_take_item(request: HttpRequest, year: int, item_id: int) -> HttpResponse:
    """登錄盤點結果 of one thing."""
    user, now, today = _stock_taker(request, keeps=True)
    found = _of_year(year)
    item = get_object_or_404(found.items.select_related("equipment"), pk=item_id)
    if StockTakeAction.TICK not in policies.acts_on_stock_take(user, found, today):
        raise PermissionDenied("這次盤點已經完成，不能再登錄。")
    initial = {"result": item.result, "found_at": item.found_at, "remark": item.remark}
    form = TickForm(typed(request, now), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.tick_item(item_id=item.pk, user=user, now=now, **form.cleaned_data)
        except services.StockTakeError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已登錄 {item.equipment}")
            return redirect(f"{reverse('maintenance:stock-take', args=[year])}#item-{item.pk}")
    return render(request, "maintenance/stock_take_item.html", {"form": form, "item": item, "stock_take": found})


@require_http_methods(["GET", "POST"])
def close_stock_take(request: HttpRequest, year: int) -> HttpResponse:
    """完成盤點, with its conclusion."""
    user, now, _ = _stock_taker(request)
    form = CloseForm(typed(request, now))
    return _act(
        request, form, StockTakeAction.CLOSE, _of_year(year),
        lambda: services.close_stock_take(year=year, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sign_stock_take(request: HttpRequest, year: int) -> HttpResponse:
    """覆核 by another person."""
    user, now, _ = _stock_taker(request)
    form = SignForm(typed(request, now))
    return _act(
        request, form, StockTakeAction.SIGN, _of_year(year),
        lambda: services.sign_stock_take(year=year, user=user, now=now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def return_stock_take(request: HttpRequest, year: int) -> HttpResponse:
    """退回, with the reason."""
    user, now, _ = _stock_taker(request)
    form = ReturnForm(typed(request, now))
    return _act(
        request, form, StockTakeAction.RETURN, _of_year(year),
        lambda: services.return_stock_take(year=year, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


def _act(
    request: HttpRequest, form: forms.Form, action: StockTakeAction, found: StockTake, act: Callable[[], object]
) -> HttpResponse:
    """Show the confirm page of an act; 403 for whom it is not, or not now."""
    user, _, today = _stock_taker(request)
    if action not in policies.acts_on_stock_take(user, found, today):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except services.StockTakeError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已{action.label}")
            return redirect("maintenance:stock-take", year=found.year)
    differences = [item for item in selectors.items_of(found) if item.is_difference]
    context = {"form": form, "stock_take": found, "title": str(action.label), "differences": differences}
    return render(request, "maintenance/stock_take_act.html", context)


@require_GET
def stock_take_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """盤點清冊."""
    user, now, _ = _stock_taker(request)
    found = _of_year(year)
    actor = in_words(user, now)
    ledger.append_reading(verb=Verb.STOCK_TAKE_PRINTED, actor=actor, subject=f"{year}年度盤點清冊", now=now)
    paper = furniture(printed_by=user.name, now=now, path=reverse("maintenance:stock-take", args=[year]))
    content = render_stock_take(found, selectors.items_of(found), the_school().short_name, paper)
    return pdf_response(content, f"{year}年度盤點清冊.pdf")

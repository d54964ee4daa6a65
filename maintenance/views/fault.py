"""Pages: one fault, and every act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import in_words, typed, typed_for
from files.services import in_words as file_in_words
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from ledger.selectors import entries_about
from maintenance import policies, services
from maintenance.choices import FaultAction, FaultStatus
from maintenance.forms import AssignForm, DismissForm, RecheckFaultForm, RepairForm
from maintenance.rules import gaps_of
from maintenance.transitions import WrongOrder
from maintenance.views.faults import kept
from maintenance.views.words import is_late, lasted, waits_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import FileResponse, HttpRequest, HttpResponse

    from accounts.models import User
    from maintenance.models import Fault

DONE = frozenset({FaultStatus.CLOSED, FaultStatus.DISMISSED})


def _visible(request: HttpRequest, number: str) -> tuple[Fault, User, dt.datetime]:
    user, now = cast("User", request.user), timezone.now()
    visible = policies.visible_to(user, timezone.localdate(now))
    rows = visible.select_related("camera__place", "recorder", "reporter", "owner")
    return get_object_or_404(rows, number=number), user, now


def _require(user: User, action: FaultAction, now: dt.datetime) -> None:
    if not policies.may_act(user, action, timezone.localdate(now)):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def fault(request: HttpRequest, number: str) -> HttpResponse:
    """One fault; POST records its repair."""
    found, user, now = _visible(request, number)
    if request.method == "POST":
        _require(user, FaultAction.REPAIR, now)
    form = _repair_form(found, now, typed(request, now), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _repair(form, found, user, now):
        messages.success(request, f"故障 {number} 已登錄修復，請另一人複驗")
        return redirect("maintenance:fault", number=number)
    return render(request, "maintenance/fault.html", _shown(request, found, user, now, form))


def _repair_form(found: Fault, now: dt.datetime, data: Any = None, files: Any = None) -> RepairForm:
    return RepairForm(data, files, initial={"repaired_at": now, "measures": found.measures})


def _shown(request: HttpRequest, found: Fault, user: User, now: dt.datetime, form: RepairForm) -> dict[str, object]:
    acts = policies.acts_on(user, found, timezone.localdate(now))
    return _facts(found, user, now) | {
        "form": form if FaultAction.REPAIR in acts else None,
        "refused": form.non_field_errors() if form.is_bound else [],
        "may_confirm": FaultAction.CONFIRM in acts,
        "may_assign": FaultAction.ASSIGN in acts,
        "recheck_form": _sent_form(RecheckFaultForm, "recheck", request, found, now)
        if FaultAction.PASS in acts
        else None,
        "dismiss_form": _sent_form(DismissForm, "dismiss", request, found, now)
        if FaultAction.DISMISS in acts
        else None,
    }


def _facts(found: Fault, user: User, now: dt.datetime) -> dict[str, object]:
    entries = entries_about(f"故障 {found.number}")
    return {
        "fault": found,
        "gaps": gaps_of(found.gaps),
        "photos": found.photos.select_related("file"),
        "lasted": lasted(found, now),
        "waits_for": waits_for(found),
        "is_late": is_late(found, timezone.localdate(now)),
        "is_done": found.status in DONE,
        "may_see_downtime": policies.may_see_downtime(user, timezone.localdate(now)),
        "log": [{"at": entry.at, "text": ledger.sentence(entry)} for entry in entries],
    }


def _sent_form(
    form_class: type[forms.Form], act: str, request: HttpRequest, found: Fault, now: dt.datetime
) -> forms.Form:
    """Return a form that is sent to an address of its own, with what was typed before a time-out."""
    return form_class(typed_for(request, reverse(f"maintenance:fault-{act}", args=[found.number]), now))


def _repair(form: RepairForm, found: Fault, user: User, now: dt.datetime) -> bool:
    data = form.cleaned_data
    bill = services.Bill(**{name: data[name] for name in ("cost", "under_warranty", "warranty_until")})
    try:
        services.repair_fault(
            fault_id=found.pk, measures=data["measures"], repaired_at=data["repaired_at"], bill=bill,
            photo=kept(data["photo"], now), user=user, now=now,
        )  # fmt: skip
    except services.FaultError as error:
        form.add_error(error.field, str(error))
    except WrongOrder as error:
        form.add_error(None, str(error))
    return form.is_valid()


@require_http_methods(["GET", "POST"])
def assign_fault(request: HttpRequest, number: str) -> HttpResponse:
    """派工: who looks after it, which firm comes when, what is done meanwhile."""
    found, user, now = _visible(request, number)
    _require(user, FaultAction.ASSIGN, now)
    initial = {name: getattr(found, name) for name in ("vendor", "visit_on", "interim")}
    initial["owner"] = found.owner or user
    form = AssignForm(typed(request, now), initial=initial, fault=found, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_fault(fault_id=found.pk, user=user, now=now, **form.cleaned_data)
        except services.FaultError as error:
            form.add_error(error.field, str(error))
        except WrongOrder as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"故障 {number} 已派工")
            return redirect("maintenance:fault", number=number)
    return render(request, "maintenance/assign_fault.html", {"form": form, "fault": found})


@require_POST
def confirm_fault(request: HttpRequest, number: str) -> HttpResponse:
    """確認故障: what nobody of the school saw yet becomes a fault."""
    found, user, now = _visible(request, number)
    _require(user, FaultAction.CONFIRM, now)
    return _decide(request, found, "已確認故障", lambda: services.confirm_fault(fault_id=found.pk, user=user, now=now))


@require_POST
def dismiss_fault(request: HttpRequest, number: str) -> HttpResponse:
    """判定非故障, with the reason."""
    found, user, now = _visible(request, number)
    _require(user, FaultAction.DISMISS, now)
    form = DismissForm(request.POST)

    def dismiss() -> None:
        if not form.is_valid():
            raise services.FaultError("請填寫判定非故障的理由。")
        services.dismiss_fault(fault_id=found.pk, reason=form.cleaned_data["reason"], user=user, now=now)

    return _decide(request, found, "已判定非故障", dismiss)


@require_POST
def recheck_fault(request: HttpRequest, number: str) -> HttpResponse:
    """複驗: the button says whether it is repaired indeed."""
    found, user, now = _visible(request, number)
    _require(user, FaultAction.PASS, now)
    form = RecheckFaultForm(request.POST)
    if not form.is_valid():
        context = _shown(request, found, user, now, _repair_form(found, now))
        context["refused"] = [error for errors in form.errors.values() for error in errors]
        if context["recheck_form"]:
            context["recheck_form"] = form
        return render(request, "maintenance/fault.html", context, status=422)
    is_well, note = form.is_well, form.cleaned_data["note"]
    act = services.pass_fault if is_well else services.fail_fault
    done = "複驗合格，已結案" if is_well else "複驗不合格，退回處理中"
    return _decide(request, found, done, lambda: act(fault_id=found.pk, note=note, user=user, now=now))


def _decide(request: HttpRequest, found: Fault, done: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except (services.FaultError, WrongOrder) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"故障 {found.number} {done}")
    return redirect("maintenance:fault", number=found.number)


@require_GET
def fault_photo(request: HttpRequest, number: str, photo_id: int) -> FileResponse:
    """A photo of a fault one may see; an entry stands before the first byte."""
    found, user, now = _visible(request, number)
    photo = get_object_or_404(found.photos.select_related("file"), pk=photo_id)
    answer = download(photo.file)
    subject = f"故障 {found.number} {file_in_words(photo.file)}"
    ledger.append_reading(verb=Verb.FILE_READ, actor=in_words(user, now), subject=subject, now=now)
    return answer

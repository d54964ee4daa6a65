"""人員: the list, a person, and the administrator's acts on them. Thin: one service call a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies, selectors, services
from accounts.forms import PostForm, ProofForm
from accounts.models import Appointment, DeviceCode, User
from accounts.selectors import typed

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """人員: name, account, titles, state."""
    today = _day_of_viewer(request)
    page = {"rows": selectors.people_list(today), "may_manage": _is_administrator(request, today)}
    return render(request, "accounts/people.html", page)


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, and what the viewer may do."""
    return render(request, "accounts/person.html", _person_page(request, pk))


@require_http_methods(["GET", "POST"])
def give_post(request: HttpRequest, pk: int) -> HttpResponse:
    """派任職務, with a proof of person: a post opens what its role may see and decide."""
    now = timezone.now()
    page = _acting_page(request, pk, now)
    form = PostForm(typed(request, now), day=timezone.localdate(now))
    proof: ProofForm = page["proof"]  # type: ignore[assignment]
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            services.give_post(person_id=pk, **form.cleaned_data, actor=request.user, now=now)  # type: ignore[arg-type]
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已派任職務。")
            return redirect("accounts:person", pk=pk)
    return render(request, "accounts/post_new.html", {**page, "form": form})


@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """結束職務"""
    now = timezone.now()
    post = get_object_or_404(Appointment.objects.select_related("user"), pk=pk)
    page = {
        **_acting_page(request, post.user_id, now),
        "post": post,
        "is_last": selectors.stands_alone(post, timezone.localdate(now)),
    }
    proof: ProofForm = page["proof"]  # type: ignore[assignment]
    if request.method == "POST":
        try:
            services.prove(request, proof, now)
            services.end_post(appointment_id=pk, actor=request.user, now=now)  # type: ignore[arg-type]
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            page["error"] = str(error)
        else:
            messages.success(request, "已結束職務。")
            return redirect("accounts:person", pk=post.user_id)
    return render(request, "accounts/post_end.html", page)


def acting_page(request: HttpRequest, pk: int, now: dt.datetime) -> dict[str, object]:
    """Return the person `pk` and a proof form, for a confirm page of who may see people. Raises Http404."""
    _day_of_viewer(request)
    minutes = selectors.plan_on(timezone.localdate(now)).proof_minutes
    return {
        "person": get_object_or_404(User, pk=pk),
        "proof": ProofForm(request.POST or None, request=request, minutes=minutes, now=now),
    }


def _acting_page(request: HttpRequest, pk: int, now: dt.datetime) -> dict[str, object]:
    page = acting_page(request, pk, now)
    _require_administrator(request, timezone.localdate(now))
    if pk == request.user.pk:
        raise PermissionDenied
    return page


def _person_page(request: HttpRequest, pk: int) -> dict[str, object]:
    today = _day_of_viewer(request)
    shown = get_object_or_404(User, pk=pk)
    user: User = request.user  # type: ignore[assignment]
    may_manage = _is_administrator(request, today)
    return {
        "person": shown,
        "state": selectors.state_of(shown, today),
        "is_in_use": policies.is_in_use(shown, today),
        "posts": shown.appointments.select_related("office"),
        "may_manage": may_manage and shown.pk != user.pk,
        "device_code": DeviceCode.objects.filter(user=shown).first() if may_manage else None,
        "may_issue_link": policies.may_issue_link(user, shown, today),
        "may_name_deputies": policies.may_name_deputies(user, shown, today),
    }


def _day_of_viewer(request: HttpRequest) -> dt.date:
    """Return today. Raises Http404 for who has no list of people."""
    today = timezone.localdate()
    if not policies.may_see_people(request.user, today):  # type: ignore[arg-type]
        raise Http404
    return today


def _is_administrator(request: HttpRequest, day: dt.date) -> bool:
    return policies.is_administrator(request.user, day)  # type: ignore[arg-type]


def _require_administrator(request: HttpRequest, day: dt.date) -> None:
    _day_of_viewer(request)
    if not _is_administrator(request, day):
        raise PermissionDenied

"""職務代理: naming deputies for oneself, or as administrator for somebody who is away; ending them early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policies, services
from accounts.forms import DeputyForm
from accounts.models import Deputy, User
from accounts.selectors import typed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
def deputies(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """List and name the deputies of oneself, or of person `pk`."""
    now = timezone.now()
    actor: User = request.user  # type: ignore[assignment]
    principal = get_object_or_404(User, pk=pk) if pk else actor
    if not policies.may_name_deputies(actor, principal, timezone.localdate(now)):
        raise Http404
    form = DeputyForm(typed(request, now), principal=principal, actor=actor, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_deputy(
                principal_id=principal.pk,
                deputy_id=form.cleaned_data["deputy"].pk,
                actor=actor,
                now=now,
                **{name: form.cleaned_data[name] for name in ("order", "reason", "since", "until")},
            )
        except services.PeopleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已指定代理人。")
            return _back(principal, actor)
    rows = principal.deputies.select_related("deputy").order_by("-until", "order")
    page = {"principal": principal, "is_self": principal.pk == actor.pk, "rows": rows, "form": form, "now": now}
    return render(request, "accounts/deputies.html", page)


@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """結束代理"""
    now = timezone.now()
    actor: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Deputy.objects.select_related("principal"), pk=pk)
    if not policies.may_name_deputies(actor, row.principal, timezone.localdate(now)):
        raise Http404
    try:
        services.end_deputy(deputy_row_id=pk, actor=actor, now=now)
    except services.PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已結束代理。")
    return _back(row.principal, actor)


def _back(principal: User, actor: User) -> HttpResponse:
    if principal.pk == actor.pk:
        return redirect("accounts:deputies")
    return redirect("accounts:person-deputies", pk=principal.pk)

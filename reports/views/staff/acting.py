"""What the confirm pages of this part share: one act, with a proof of person, on one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts import services
from accounts.forms import ProofForm
from accounts.models import User
from reports import policies
from reports.services.staff import StaffError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from reports.models import AccountApplication


@dataclass(frozen=True)
class ActPage:
    """What a confirm page says: heading, way back, what the act does, its button."""

    heading: str
    back_url: str
    back: str
    text: str
    button: str


def require_administrator(request: HttpRequest, now: dt.datetime) -> None:
    """Raises PermissionDenied for who does not keep the accounts."""
    user: User = request.user  # type: ignore[assignment]
    policies.require(allowed=people.is_administrator(user, timezone.localdate(now)))


def of_another(request: HttpRequest, pk: int, now: dt.datetime) -> tuple[User, User]:
    """Return the person and who acts. Raises PermissionDenied for who keeps no accounts and for oneself, Http404."""
    require_administrator(request, now)
    actor = cast("User", request.user)
    policies.require(allowed=actor.pk != pk, why="不能變更自己的職務或帳號，請由另一位系統管理人員辦理。")
    return get_object_or_404(User, pk=pk), actor


def proof_of(request: HttpRequest, now: dt.datetime) -> ProofForm:
    """Return the form of a proof of person as the plan asks for it."""
    minutes = accounts.plan_on(timezone.localdate(now)).proof_minutes
    return ProofForm(request.POST or None, request=request, minutes=minutes, now=now)


def act(
    request: HttpRequest,
    page: ActPage,
    form: forms.Form,
    do: Callable[[dict[str, Any]], HttpResponse],
    now: dt.datetime,
    *,
    row: AccountApplication | None = None,
) -> HttpResponse:
    """Show the page, and on POST prove who acts and `do` what was filled in; a refusal shows what was typed again.

    row: the application that is decided on, shown above the form.
    """
    proof = proof_of(request, now)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            return do(form.cleaned_data)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except StaffError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except services.BadAccountName as error:
            form.add_error("username" if "username" in form.fields else None, str(error))
        except services.PeopleError as error:
            form.add_error(None, str(error))
    context = {"page": page, "form": form, "proof": proof, "row": row}
    return render(request, "reports/staff_act.html", context, status=422 if form.errors or proof.errors else 200)

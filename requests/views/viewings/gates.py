"""The way in to a viewing, and who may be named beside the escort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.utils import timezone

from accounts import selectors as accounts
from printing.rules import local_date
from requests import policies
from requests.services.errors import ReviewError
from requests.services.viewings import NotAnEscort
from requests.transitions import WrongOrder
from requests.views import reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from accounts.models import User
    from requests.models import ReviewRequest, ViewingSession


def case_to_escort(request: HttpRequest, number: str) -> tuple[ReviewRequest, User, dt.datetime]:
    """Return the case, read as an entry, for one who may accompany its viewings. Raises Http404, NotAnEscort."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    if not policies.may_escort(user, case, now):
        raise NotAnEscort
    return case, user, now


def viewing_of(case: ReviewRequest, viewing_id: int) -> ViewingSession:
    """Return a viewing of the case. Raises Http404."""
    viewing = case.viewings.prefetch_related("corrections").filter(pk=viewing_id).first()
    if viewing is None:
        raise Http404
    return viewing


def companions(case: ReviewRequest, user: User | None, now: dt.datetime) -> list[User]:
    """Return who may be beside `user`, who escorts; for None everybody who may be there for the school."""
    people = accounts.people_in_use(local_date(now))
    return [one for one in people if one != user and policies.may_accompany(one, case, now)]


def escorts_of(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who may start a viewing of the case."""
    return [one for one in accounts.people_in_use(local_date(now)) if policies.may_escort(one, case, now)]


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Return what the act gives, or None after its refusal was put beside its field."""
    try:
        return act()
    except (ReviewError, WrongOrder) as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
    return None

"""Cases by what a person remembers of them: number, who asks, the letter, a camera or place."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When

from accounts.choices import Role
from cameras.models import Camera, Place
from requests.models import ReviewRequest
from requests.selectors.lists import matching

if TYPE_CHECKING:
    from requests.selectors.lists import Desk

SHOWN_WITH = ("cameras", "places", "viewings", "plan__steps")


def may_search_cases(desk: Desk) -> bool:
    """Say whether the person has to do with cases: who asks or signs; neither a guard nor who keeps the accounts (ruling 24)."""
    return desk.is_in_chain or Role.STAFF in desk.roles


def cases_found(desk: Desk, text: str, most: int) -> list[ReviewRequest]:
    """Return the first `most` cases the person may know of that `text` names, the number itself first, then the newest.

    Never by what is encrypted, nor by the reason: a list does not show it. Prefetched for `shown_as`.
    """
    if not may_search_cases(desk):
        return []
    number = unicodedata.normalize("NFKC", text)
    found = matching(desk.cases, text) | desk.cases.filter(_where(text))
    is_it = Case(When(number__iexact=number, then=Value(0)), default=Value(1))
    return list(found.order_by(is_it, "-pk").prefetch_related(*SHOWN_WITH)[:most])


def _where(text: str) -> Q:
    """A case of a camera or place that is called so; asked by key, so none is found twice."""
    cameras = Camera.objects.filter(Q(code__iexact=text) | Q(name__icontains=text) | Q(place__name__icontains=text))
    places = Place.objects.filter(name__icontains=text)
    of_cameras = ReviewRequest.cameras.through.objects.filter(camera__in=cameras.values("pk"))
    of_places = ReviewRequest.places.through.objects.filter(place__in=places.values("pk"))
    return Q(pk__in=of_cameras.values("reviewrequest")) | Q(pk__in=of_places.values("reviewrequest"))

"""A child's case is shown to nobody without need (肆、一; `visible_to` is the one source)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from requests import policies, selectors

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest
    from tests.conftest import Cast

SEES = {
    "teacher": True, "colleague": False, "handler": True, "supervisor": True, "dean": False, "principal": True, "guard": False,
    "administrator": False, "auditor": False,
}  # fmt: skip


@pytest.mark.parametrize(("username", "sees"), SEES.items())
def test_who_sees_an_ordinary_case(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str, sees: bool
) -> None:
    user = getattr(cast, username)
    assert policies.visible_to(user, now).filter(pk=case.pk).exists() is sees
    if sees:
        assert policies.get_case(user, "115-0001", now) == case
    else:
        with pytest.raises(Http404):
            policies.get_case(user, "115-0001", now)


def test_a_restricted_case_is_seen_by_its_readers_only(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set([cast.handler, cast.principal])
    seeing = {name for name in SEES if policies.visible_to(getattr(cast, name), now).exists()}
    assert seeing == {"teacher", "handler", "principal"}


def test_a_draft_is_its_authors_alone(cast: Cast, case: ReviewRequest) -> None:
    with pytest.raises(Http404):
        policies.get_draft(cast.teacher, case.draft_key)


def test_what_waits_for_whom(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    waiting = {name for name in SEES if case in selectors.desk_of(getattr(cast, name), now).waiting}
    assert waiting == {"handler"}


def test_departure_closes_access_at_once(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert policies.visible_to(cast.handler, now).exists()
    cast.handler.is_active = False
    cast.handler.save(update_fields=["is_active"])
    assert not policies.visible_to(cast.handler, now).exists()

"""Whose session it is, a page that reads is told with the posts of the day; an act asks for the account by itself."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts import policies
from accounts.adapters.account import Backend
from accounts.once import while_reading

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture(params=[True, False], ids=["a page that reads", "an act"])
def reads(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def known(user: User, *, reads: bool) -> User | None:
    """Return whom the session of `user` is of, to a page of his or to an act of his."""
    page: AbstractContextManager[None] = while_reading(user.pk) if reads else nullcontext()
    with page:
        return Backend().get_user(user.pk)


@pytest.mark.parametrize("who", ["teacher", "handler", "guard", "auditor"])
def test_a_session_is_of_its_account(cast: Cast, who: str, reads: bool) -> None:
    user: User = getattr(cast, who)
    found = known(user, reads=reads)
    assert found == user
    assert found.password == user.password  # a session is worth nothing once the password is another


def test_a_page_asks_for_its_reader_and_for_all_posts_at_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with while_reading(cast.teacher.pk), django_assert_num_queries(1):
        user = Backend().get_user(cast.teacher.pk)
        assert user is not None
        assert policies.posts_of(user, timezone.localdate())


def test_who_has_no_post_is_asked_for_by_himself(cast: Cast, reads: bool) -> None:
    cast.teacher.appointments.all().delete()
    assert known(cast.teacher, reads=reads) == cast.teacher


def test_an_account_out_of_use_is_nobody(cast: Cast, reads: bool) -> None:
    cast.teacher.is_active = False
    cast.teacher.save()
    assert known(cast.teacher, reads=reads) is None
    cast.guard.expires_on = timezone.localdate() - dt.timedelta(days=1)
    cast.guard.save()
    assert known(cast.guard, reads=reads) is None


def test_an_account_that_is_gone_is_nobody(cast: Cast, reads: bool) -> None:
    cast.teacher.pk = 999_999
    assert known(cast.teacher, reads=reads) is None


def test_a_page_of_somebody_else_does_not_answer_for_an_account(cast: Cast) -> None:
    with while_reading(cast.handler.pk):
        assert policies.reader_with_posts(cast.teacher.pk, timezone.localdate()) is None
        assert Backend().get_user(cast.teacher.pk) == cast.teacher

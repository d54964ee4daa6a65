"""A long list page by page: every row on one page, whichever way one goes, and neither counted nor skipped over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from work.models import Notice
from work.views.paging import KeyedPage, page_by_key

if TYPE_CHECKING:
    import datetime as dt

    from tests.conftest import Cast

SIZE = 3


@pytest.fixture
def keys(cast: Cast, now: dt.datetime) -> list[int]:
    """Return the keys of eight rows, newest first."""
    rows = [Notice.objects.create(recipient=cast.teacher, text=f"{i}", url="/", created_at=now) for i in range(8)]
    return [row.pk for row in rows][::-1]


def page(address: str) -> KeyedPage[Notice]:
    return page_by_key(RequestFactory().get(f"/{address}"), Notice.objects.all(), SIZE, state="gone", year="")


def shown(one: KeyedPage[Notice]) -> list[int]:
    return [row.pk for row in one.rows]


def test_down_and_up_again(keys: list[int]) -> None:
    first = page("")
    second = page(first.older_url)
    last = page(second.older_url)
    assert [shown(each) for each in (first, second, last)] == [keys[:3], keys[3:6], keys[6:]]
    assert (first.newer_url, last.older_url) == ("", "")
    assert shown(page(last.newer_url)) == keys[3:6]
    assert shown(page(second.newer_url)) == keys[:3]
    assert page(second.newer_url).newer_url == ""
    assert first.older_url == f"?state=gone&before={keys[2]}"


def test_a_row_that_comes_meanwhile_moves_none_from_its_page(keys: list[int], cast: Cast, now: dt.datetime) -> None:
    older = page("").older_url
    Notice.objects.create(recipient=cast.teacher, text="新", url="/", created_at=now)
    assert shown(page(older)) == keys[3:6]


@pytest.mark.parametrize("address", ["?before=x", "?after=", "?before=-1", f"?before={10**30}"])
def test_what_is_no_key_is_the_newest_page(keys: list[int], address: str) -> None:
    assert shown(page(address)) == keys[:3]


@pytest.mark.usefixtures("cast")
def test_an_empty_list_has_no_neighbours() -> None:
    assert page("") == KeyedPage([], "", "")


def test_one_query_that_counts_nothing(keys: list[int]) -> None:
    with CaptureQueriesContext(connection) as made:
        page(f"?before={keys[4]}")
    (only,) = made
    assert "COUNT" not in only["sql"]
    assert "OFFSET" not in only["sql"]

"""What comes due is shown page by page, the earliest day first: nothing twice, nothing left out (肆、四)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from retention.choices import CopyKind
from retention.models import EvidenceCopy
from retention.selectors import due_page, due_place_of
from retention.services.copy_destruction import dispute_copy
from tests.copies.ending import DAY, a_year_old, by_law, copied, held, written

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now", "believed")
ADDRESS = "/retention/copies/due/"


@pytest.fixture
def five(cameras: list[Camera], now: dt.datetime) -> list[EvidenceCopy]:
    """Five copies that come due: two on one day, one on its day, one past it, one far off."""
    return [a_year_old(cameras[:1], now, days=days) for days in (-1, 0, 20, 20, 55)]


def asked(client: Client, query: str = "") -> str:
    return client.get(f"{ADDRESS}{query}").content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r'<a class="num" href="[^"]*">(E[\d-]+)</a>', page)


def leads_to(page: str, which: str) -> str:
    found = re.search(rf'id="pager-{which}" href="([^"]*)"', page)
    return unescape(found[1]) if found else ""


@pytest.mark.once
def test_every_copy_stands_on_one_page_there_and_back(
    client: Client, cast: Cast, five: list[EvidenceCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.views.copy_ends.PAGE", 2)
    client.force_login(cast.handler)
    there, back, query = [], [], ""
    while True:
        page = asked(client, query)
        there.append(numbers(page))
        if not (query := leads_to(page, "older")):
            break
    while query := leads_to(page, "newer"):
        page = asked(client, query)
        back.append(numbers(page))
    assert [number for page in there for number in page] == [copy.number for copy in five]
    assert back == there[-2::-1]
    assert "較晚屆期" in page
    assert "較早屆期" not in page


@pytest.mark.once
def test_a_page_says_of_its_parts_that_there_is_more_and_of_a_part_it_has_none_of_nothing(
    client: Client, cast: Cast, five: list[EvidenceCopy], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for copy in five[:2]:
        dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    client.force_login(cast.supervisor)
    whole = asked(client)
    assert "2 件，每日通知校長" in whole
    assert "本頁" not in whole
    assert not leads_to(whole, "older")
    monkeypatch.setattr("retention.views.copy_ends.PAGE", 2)
    first = asked(client)
    assert "本頁 2 件，每日通知校長" in first
    assert first.count("解除註記<span") == 2
    assert "60 日內屆期</h2>" not in first
    assert "沒有屆期的留存檔" not in first
    second = asked(client, leads_to(first, "older"))
    assert "逾期未銷毀</h2>" not in second
    assert '60 日內屆期</h2><span class="aside">本頁 2 件' in second


@pytest.mark.once
def test_a_place_nobody_wrote_is_the_first_page(client: Client, cast: Cast, five: list[EvidenceCopy]) -> None:
    client.force_login(cast.principal)
    for query in ("?after=", "?after=20261399-E115-0001", "?before=x", "?after=-"):
        assert numbers(asked(client, query)) == [copy.number for copy in five]
    for end in ("?after=20990101-E115-0001", "?before=19990101-E115-0001"):
        assert numbers(asked(client, end)) == []


def test_a_masked_copy_stands_at_the_day_of_its_original(cameras: list[Camera], cast: Cast, now: dt.datetime) -> None:
    soon, later = a_year_old(cameras[:1], now, days=10), a_year_old(cameras[1:], now, days=30)
    masked = copied(held(cameras[:1], now - DAY, released=now))
    EvidenceCopy.objects.filter(pk=masked.pk).update(kind=CopyKind.MASKED, original=soon)
    first = due_page(now, 2)
    assert [one.copy for one in first.rows] == [soon, masked]
    assert first.later is not None
    assert due_place_of(first.later.as_text()) == first.later
    second = due_page(now, 2, after=first.later)
    assert [one.copy for one in second.rows] == [later]
    assert second.earlier is not None
    assert [one.copy for one in due_page(now, 2, before=second.earlier).rows] == [soon, masked]


def test_what_bears_on_a_copy_is_found_on_whatever_page_it_stands(
    cast: Cast, five: list[EvidenceCopy], cameras: list[Camera], now: dt.datetime
) -> None:
    by_law(cameras[:1], five[1].starts_at, now)
    row = written(cast, now, five[2])
    by_number = {one.copy.number: one for size in (1, 5) for one in due_page(now, size).rows}
    assert by_number[five[1].number].facts.is_held_by_law
    assert by_number[five[2].number].item == row.items.get()
    assert [by_number[copy.number].is_selectable for copy in five] == [True, False, False, True, True]

"""調閱登記簿: a row is read by who may know of its case, and by the auditor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameras.models import Place
from requests.choices import RecusalGround
from requests.models import Recusal, ReviewRequest

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.house.world import World

pytestmark = pytest.mark.counted_elsewhere


def register(client: Client, world: World, who: str) -> str:
    client.force_login(getattr(world.cast, who))
    return client.get("/ledger/register/").content.decode()


@pytest.mark.parametrize(("who", "opens"), [("handler", True), ("principal", True), ("auditor", False)])
def test_a_row_leads_to_the_case_of_who_may_open_it(client: Client, world: World, who: str, opens: bool) -> None:
    page = register(client, world, who)
    assert str(world.paths["approved"]) in page
    assert (f'href="/requests/{world.paths["approved"]}/"' in page) is opens


@pytest.mark.parametrize("who", ["handler", "principal", "auditor"])
def test_who_must_keep_out_of_the_case_reads_no_row_of_it(
    client: Client, world: World, now: dt.datetime, who: str
) -> None:
    case = ReviewRequest.objects.get(number=world.paths["approved"])
    person = getattr(world.cast, who)
    Recusal.objects.create(review_request=case, person=person, ground=RecusalGround.PARTY, declared_by="方瑀彤", at=now)
    assert str(case.number) not in register(client, world, who)


def test_the_screen_reads_nothing_that_is_encrypted(client: Client, world: World) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert str(world.paths["approved"]) in register(client, world, "handler")
    assert not [one["sql"] for one in captured if '"id_number"' in one["sql"]]


@pytest.mark.parametrize("query", ["", "?since=999/01/01"])
def test_the_filter_offers_every_place_in_its_order_whether_there_are_rows_or_not(
    client: Client, world: World, query: str
) -> None:
    client.force_login(world.cast.handler)
    page = client.get(f"/ledger/register/{query}").content.decode()
    select = page.split('<select name="place"')[1].split("</select>")[0]
    assert re.findall(r"<option[^>]*>([^<]*)<", select) == ["全部", *(place.name for place in Place.objects.all())]
    place = Place.objects.latest("order")
    chosen = client.get(f"/ledger/register/?place={place.pk}").content.decode()
    assert f'<option value="{place.pk}" selected>{place.name}</option>' in chosen

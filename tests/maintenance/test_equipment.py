"""設備帳: entered, changed, moved and scrapped by 承辦人, read by who needs it, never deleted (陸、二)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.models import Equipment
from maintenance.selectors import Wanted, equipment_list
from maintenance.services import EquipmentError, change_equipment, move_equipment, scrap_equipment
from tests.maintenance.equipment import FACTS, enter
from tests.roc import roc
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_now")


@shared
def thing(cast: Cast, now: dt.datetime) -> Equipment:
    return enter(cast.handler, now)


@pytest.fixture
def handler(client: Client, cast: Cast) -> Client:
    client.force_login(cast.handler)
    return client


def typed(**changes: str) -> dict[str, str]:
    plain = {name: str(value) for name, value in FACTS.items() if isinstance(value, (str, int))}
    return {**plain, "is_networked": "on", **roc("acquired_on", FACTS["acquired_on"]), **changes}


def suffixes(page: str) -> list[str]:
    return re.findall(r'data-label="財產編號">3140403-12-?(\d*)<', page)


def last_sentence() -> str:
    return ledger.sentence(Entry.objects.latest("sequence"))


def test_a_thing_is_entered_with_the_camera_it_is(handler: Client, cameras: list[Camera]) -> None:
    page = handler.get(reverse("maintenance:equipment-new"), {"camera": "C01"}).content.decode()
    assert '<option value="C01" selected>' in page
    answer = handler.post(reverse("maintenance:equipment-new"), typed(camera="C01"), follow=True)
    thing = Equipment.objects.get()
    assert (thing.camera, thing.full_number, thing.kind.label) == (cameras[0], "3140403-12-1", "財產")
    assert "已列入設備帳" in answer.content.decode()
    assert last_sentence() == f"事務組長 游承堃將財產編號 3140403-12-1 列帳（設備帳第 {thing.pk} 筆）"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": ""}, "請填寫財產編號。"),
        ({"cost": "一萬"}, "原值（元）請填整數。"),
        ({"cost": "-1"}, "大於或等於 0"),
        ({"acquired_on_0": "116"}, "取得日期不可晚於今天。"),
        ({"camera": "C01", "recorder": "NVR1"}, "請擇一"),
        ({"suffix": "1"}, "這個財產編號（含分號）已經列帳"),
    ],
)
def test_a_wrong_entry_is_refused_and_what_was_typed_stays(
    handler: Client, thing: Equipment, cameras: list[Camera], changes: dict[str, str], says: str
) -> None:
    page = handler.post(reverse("maintenance:equipment-new"), typed(**{"suffix": "2", **changes})).content.decode()
    assert says in page
    assert 'value="IB9365"' in page
    assert Equipment.objects.count() == 1


def test_a_change_names_its_fields_and_an_unchanged_form_says_nothing(handler: Client, thing: Equipment) -> None:
    address = reverse("maintenance:equipment-edit", args=[thing.pk])
    assert "經管人" not in handler.get(address).content.decode()
    acts = Entry.objects.count()
    handler.post(address, typed())
    assert Entry.objects.count() == acts
    handler.post(address, typed(number="3140403-99", restriction="no"))
    assert last_sentence() == f"事務組長 游承堃變更設備帳第 {thing.pk} 筆：財產編號、限制廠牌"


def test_a_move_leaves_where_it_was(handler: Client, thing: Equipment) -> None:
    address = reverse("maintenance:equipment-move", args=[thing.pk])
    where = {"keeper": "林組長", "unit": "總務處", "location": "仁愛樓", "reason": "職務交接"}
    page = handler.post(address, {**where, **roc("moved_on", TODAY - DAY)}, follow=True).content.decode()
    thing.refresh_from_db()
    assert (thing.keeper, thing.location) == ("林組長", "仁愛樓")
    assert "經管人：游承堃 → <b>林組長</b>" in page
    assert "存置地點：忠孝樓 → <b>仁愛樓</b>" in page
    assert "使用單位：" not in page
    assert "沒有異動" in handler.post(address, {**where, **roc("moved_on", TODAY)}).content.decode()


def test_what_was_scrapped_stays_in_the_books_and_is_changed_no_more(
    handler: Client, cast: Cast, thing: Equipment, now: dt.datetime
) -> None:
    address = reverse("maintenance:equipment-scrap", args=[thing.pk])
    assert "請填寫報廢文號。" in handler.post(address, roc("scrapped_on", TODAY)).content.decode()
    handler.post(address, {"scrap_number": "總字第1號", **roc("scrapped_on", TODAY)})
    thing.refresh_from_db()
    assert (thing.scrapped_on, thing.scrap_number) == (TODAY, "總字第1號")
    assert (
        "已於115年11月23日（一）報廢"
        in handler.post(address, {"scrap_number": "2", **roc("scrapped_on", TODAY)}).content.decode()
    )
    assert equipment_list(Wanted()) == []
    assert equipment_list(Wanted(state="scrapped")) == [thing]
    for act in (change_equipment, move_equipment):
        with pytest.raises(EquipmentError, match="報廢"):
            act(equipment_id=thing.pk, user=cast.handler, now=now, moved_on=TODAY, reason="")


@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), TODAY + DAY])
def test_moves_and_scrapping_lie_between_purchase_and_today(
    cast: Cast, thing: Equipment, now: dt.datetime, day: dt.date
) -> None:
    who: dict[str, Any] = {"equipment_id": thing.pk, "user": cast.handler, "now": now}
    with pytest.raises(EquipmentError, match="取得日期"):
        move_equipment(moved_on=day, reason="", keeper="甲", unit="乙", location="丙", **who)
    with pytest.raises(EquipmentError, match="取得日期"):
        scrap_equipment(scrapped_on=day, scrap_number="1", **who)


def test_only_the_handler_keeps_the_books(cast: Cast, thing: Equipment, now: dt.datetime) -> None:
    with pytest.raises(EquipmentError, match="只有承辦人"):
        enter(cast.supervisor, now, suffix="2")
    with pytest.raises(EquipmentError, match="只有承辦人"):
        scrap_equipment(equipment_id=thing.pk, scrapped_on=TODAY, scrap_number="1", user=cast.administrator, now=now)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["1", "2", "3"]),
        ({"q": "vivotek 忠孝"}, ["1"]),
        ({"q": "C01"}, ["1"]),
        ({"q": "沒有"}, []),
        ({"kind": "article"}, ["3"]),
        ({"kind": "property"}, ["1", "2"]),
        ({"kind": "?", "state": "?"}, ["1", "2", "3"]),
        ({"state": "scrapped"}, ["4"]),
        ({"state": "all"}, ["1", "2", "3", "4"]),
        ({"warned": "1"}, ["2"]),
    ],
)
def test_the_list_shows_what_its_filter_asks_for(
    handler: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, query: dict[str, str], found: list[str]
) -> None:
    enter(cast.handler, now, brand="晶睿 VIVOTEK", camera=cameras[0])
    enter(cast.handler, now, suffix="2", brand="大華")
    enter(cast.handler, now, suffix="3", cost=9000)
    gone = enter(cast.handler, now, suffix="4", brand="大華")
    scrap_equipment(equipment_id=gone.pk, scrapped_on=TODAY, scrap_number="1", user=cast.handler, now=now)
    answer = handler.get(reverse("maintenance:equipment-list"), query)
    assert suffixes(answer.content.decode()) == found
    assert "1 件待處理" in answer.content.decode()


def test_a_row_says_which_camera_a_thing_is_and_how_it_stands(
    handler: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    def row() -> str:
        return handler.get(reverse("maintenance:equipment-list"), {"state": "all"}).content.decode().split("<tbody>")[1]

    thing = enter(cast.handler, now, name="<球型>", brand="", camera=cameras[0])
    assert (
        f'<a href="/maintenance/equipment/{thing.pk}/">&lt;球型&gt;</a> <span class="cam__id">C01</span></td>' in row()
    )
    assert "— IB9365" in row()
    assert ">財產</span>" in row()
    scrap_equipment(equipment_id=thing.pk, scrapped_on=TODAY, scrap_number="1", user=cast.handler, now=now)
    assert "已報廢</span>" in row()
    assert ">財產</span>" not in row()


def test_the_tenth_stands_after_the_ninth_and_thousands_are_set_apart(
    handler: Client, cast: Cast, now: dt.datetime
) -> None:
    for suffix in ("10", "9", ""):
        enter(cast.handler, now, suffix=suffix)
    answer = handler.get(reverse("maintenance:equipment-list"))
    assert suffixes(answer.content.decode()) == ["", "9", "10"]
    assert "原值合計 38,400 元" in answer.content.decode()


def test_a_warning_says_what_to_do(handler: Client, cast: Cast, now: dt.datetime) -> None:
    suspected, listed = enter(cast.handler, now, brand="大華"), enter(cast.handler, now, suffix="2", restriction="yes")
    for thing, says in ((suspected, "請查明後在「變更資料」選擇是或否"), (listed, "汰換前登錄核准文號與汰換期限")):
        assert says in handler.get(reverse("maintenance:equipment", args=[thing.pk])).content.decode()


@pytest.mark.parametrize("blank", ["", "1"])
def test_the_book_prints_and_says_so(handler: Client, thing: Equipment, blank: str) -> None:
    answer = handler.get(reverse("maintenance:equipment-pdf"), {"blank": blank})
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb=Verb.EQUIPMENT_PRINTED).exists() == (blank == "")

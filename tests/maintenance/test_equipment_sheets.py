"""設備帳 as a sheet: out and back without a change; a move and a scrapping by sheet are acts like any other."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.rules import read_sheet, write_ods
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.forms import EquipmentRow
from maintenance.models import Equipment, EquipmentMove
from maintenance.services import scrap_equipment
from tests.maintenance.equipment import enter

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("at_now")
HEADINGS = EquipmentRow.headings()


@pytest.fixture
def handler(client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime) -> Client:
    enter(
        cast.handler,
        now,
        camera=cameras[0],
        warranty_until=TODAY,
        restriction="yes",
        replace_by=TODAY,
        approval_number="1",
    )
    enter(cast.handler, now, suffix="", recorder=cameras[0].recorder, remarks="=1+1")
    gone = enter(cast.handler, now, suffix="9")
    scrap_equipment(equipment_id=gone.pk, scrapped_on=TODAY, scrap_number="總字第1號", user=cast.handler, now=now)
    client.force_login(cast.handler)
    return client


def exported(client: Client) -> list[list[str]]:
    content = client.get(reverse("maintenance:equipment-export", args=["ods"])).content
    return [list(cells) for _, cells in read_sheet(content).rows]


def send(client: Client, rows: list[list[str]]) -> Any:
    upload = SimpleUploadedFile("設備帳.ods", write_ods("設備帳", HEADINGS, rows))
    return client.post(reverse("maintenance:equipment-import"), {"file": upload})


def confirm(client: Client, answer: Any) -> None:
    [token] = re.findall(r'name="sheet" value="([^"]+)"', answer.content.decode())
    client.post(reverse("maintenance:equipment-import"), {"sheet": token})


def test_what_was_exported_changes_nothing(handler: Client) -> None:
    rows = exported(handler)
    assert [row[1] for row in rows] == ["", "1", "9"]
    assert "3 列都與現有資料相同" in send(handler, rows).content.decode()


def test_a_row_enters_changes_moves_and_scraps(handler: Client) -> None:
    rows = exported(handler)
    new = list(rows[0])
    new[HEADINGS.index("分號")], new[HEADINGS.index("原值")] = "2", "8,000"
    rows[0][HEADINGS.index("存置地點")] = "仁愛樓"
    rows[1][HEADINGS.index("報廢日期")], rows[1][HEADINGS.index("報廢文號")] = "115/11/20", "總字第2號"
    acts = Entry.objects.latest("sequence").sequence
    answer = send(handler, [*rows, new])
    assert "其中 1 件的經管人、使用單位或存置地點不同，將以今天登錄異動" in answer.content.decode()
    confirm(handler, answer)
    verbs = Entry.objects.filter(sequence__gt=acts).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == [Verb.EQUIPMENT_MOVED, Verb.EQUIPMENT_SCRAPPED, Verb.EQUIPMENT_ENTERED]
    move = EquipmentMove.objects.get()
    assert (move.from_location, move.to_location, move.moved_on) == ("忠孝樓", "仁愛樓", TODAY)
    assert Equipment.objects.get(suffix="2").cost == 8000


@pytest.mark.parametrize(
    ("heading", "value", "says"),
    [
        ("報廢日期", "115/11/20", "報廢日期與報廢文號須一併填寫。"),
        ("攝影機", "C99", "攝影機：沒有這支攝影機"),
        ("限制廠牌", "大概", "限制廠牌：沒有「大概」這一項，請填：是、否。"),
        ("原值", "很貴", "原值："),
        ("取得日期", "116/1/1", "取得日期不可晚於今天。"),
    ],
)
def test_a_wrong_row_stops_the_sheet(handler: Client, heading: str, value: str, says: str) -> None:
    rows = exported(handler)
    rows[0][HEADINGS.index(heading)] = value
    page = send(handler, rows).content.decode()
    assert says in page
    assert "3 列中有 1 列有誤" in page


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_the_template_has_our_headings(handler: Client, kind: str) -> None:
    content = handler.get(reverse("maintenance:equipment-template", args=[kind])).content
    assert list(read_sheet(content).headings) == HEADINGS

"""Sheets of stickers that any phone reads, and a new token when one is misused (issue 5, point 4)."""

from __future__ import annotations

import io
import uuid
from typing import TYPE_CHECKING

import pdfplumber
import pytest
import zxingcpp
from django.urls import reverse

from accounts.choices import Feature
from accounts.models import School
from cameras.models import Camera
from cameras.services import CameraError, renew_token, retire_camera
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.models import Fault
from printing.documents import LABELS_A_SHEET, Furniture, Label, render_labels
from tests.conftest import switch_on

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from django.test import Client

    from tests.conftest import Cast

MM = 72 / 25.4
DPI = 200


@pytest.fixture(autouse=True)
def stickers(school: School, at_now: None) -> None:
    switch_on(Feature.STICKERS)


def sheets(pdf: bytes) -> list[Any]:
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def codes(page: Any) -> dict[str, Any]:
    """Return the codes of a sheet by what they say, decoded from its picture as a phone would."""
    picture = page.to_image(resolution=DPI).original.convert("L")
    return {found.text: found.position for found in zxingcpp.read_barcodes(picture)}


def cell_of(position: Any) -> tuple[int, int]:
    """Return in which row and column of labels a code lies."""
    x, y = (position.top_left.x + position.bottom_right.x) / 2, (position.top_left.y + position.bottom_right.y) / 2
    return int(y / DPI * 25.4 // 37), int(x / DPI * 25.4 // 70)


def test_a_printed_sticker_leads_to_its_camera(
    client: Client, cast: Cast, cameras: list[Camera], settings: Any
) -> None:
    settings.PUBLIC_URL = "https://cctv.ruifeng.example"
    School.objects.update(phone="03-0000000")
    client.force_login(cast.handler)
    place = cameras[0].place.pk
    asked: Any = {"places": place, "cameras": ["C04"], "start": 5}
    answer = client.get(reverse("maintenance:stickers-pdf"), asked)
    [page] = sheets(answer.content)
    found = codes(page)
    assert {text: cell_of(position) for text, position in found.items()} == {
        f"HTTPS://CCTV.RUIFENG.EXAMPLE/C/{cameras[0].token}/": (1, 1),
        f"HTTPS://CCTV.RUIFENG.EXAMPLE/C/{cameras[1].token}/": (1, 2),
        f"HTTPS://CCTV.RUIFENG.EXAMPLE/C/{cameras[3].token}/": (2, 0),
    }
    words = page.extract_text()
    for told in ("C01", "C02", "C04", "掃碼回報故障", "03-0000000"):
        assert told in words
    client.logout()
    path = next(iter(found)).removeprefix("HTTPS://CCTV.RUIFENG.EXAMPLE")
    sent = client.post(path, {"symptom": "black", "form_key": str(uuid.uuid4())})
    assert client.get(sent["Location"]).status_code == 200
    assert Fault.objects.get().camera == cameras[0]


def test_the_code_is_large_enough_and_an_address_below_another_keeps_its_case(
    client: Client, cast: Cast, cameras: list[Camera], settings: Any
) -> None:
    settings.PUBLIC_URL = "https://school.example/cctv"
    client.force_login(cast.administrator)
    answer = client.get(reverse("maintenance:stickers-pdf"), {"cameras": "C01", "start": "1"})
    [(text, position)] = codes(sheets(answer.content)[0]).items()
    assert text == f"https://school.example/cctv/c/{cameras[0].token}/"
    assert (position.top_right.x - position.top_left.x) / DPI * 25.4 >= 25


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(("start", "count", "pages"), [(1, 24, 1), (2, 24, 2), (24, 1, 1), (1, 25, 2)])
def test_sheets_are_filled_from_the_place_that_is_free(start: int, count: int, pages: int, now: dt.datetime) -> None:
    labels = [
        Label(url=f"HTTP://A/C/{number}/", name=f"C{number}", where="走廊", action="掃碼") for number in range(count)
    ]
    furniture = Furniture(reference="", printed_at=now, printed_by="", url="", is_demo=True)
    made = sheets(render_labels(labels, start, furniture))
    assert len(made) == pages
    assert sum(page.extract_text().count("示範資料") for page in made) == count
    assert {(round(page.width / MM), round(page.height / MM)) for page in made} == {(210, 297)}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": "1"}, "請選擇地點或攝影機"),
        ({"cameras": "C01", "start": "25"}, "請填寫 1 到 24"),
        ({"cameras": "C01"}, "請填寫從第幾格開始"),
        ({"cameras": "C99", "start": "1"}, "C99"),
    ],
)
def test_what_was_chosen_wrongly_is_said(
    client: Client, cast: Cast, cameras: list[Camera], asked: Any, says: str
) -> None:
    client.force_login(cast.handler)
    answer = client.get(reverse("maintenance:stickers-pdf"), asked)
    assert answer["Content-Type"].startswith("text/html")
    assert says in answer.content.decode()


def test_the_sheet_is_found_from_cameras_and_from_print(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    pages = (reverse("cameras:list"), reverse("reports:print"))
    client.force_login(cast.handler)
    assert all(reverse("maintenance:stickers") in client.get(page).content.decode() for page in pages)
    switch_on()
    assert not any(reverse("maintenance:stickers") in client.get(page).content.decode() for page in pages)
    assert client.get(reverse("maintenance:stickers")).status_code == 404


def test_a_misused_sticker_leads_nowhere_once_its_token_is_renewed(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    old, address = cameras[0].token, reverse("maintenance:sticker-renew", args=["C01"])
    client.force_login(cast.handler)
    assert "請填寫理由" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "遭人冒用"})
    new = Camera.objects.get(code="C01").token
    assert (len(new), new != old) == (10, True)
    client.logout()
    gone = client.get(f"/c/{old}/")
    assert (gone.status_code, "這張貼紙已失效" in gone.content.decode()) == (404, True)
    assert "C01" not in gone.content.decode()
    assert client.get(f"/c/{new}/").status_code == 200
    entry = Entry.objects.get(verb=Verb.TOKEN_RENEWED)
    assert ledger.sentence(entry) == "事務組長 游承堃更換攝影機 C01 的貼紙代碼：遭人冒用"
    assert new not in ledger.sentence(entry)


def test_a_retired_camera_gets_no_token(cameras: list[Camera], now: dt.datetime) -> None:
    retire_camera(code="C01", on=now.date(), actor=SYSTEM, now=now)
    with pytest.raises(CameraError, match="不需要貼紙"):
        renew_token(code="C01", reason="遺失", actor=SYSTEM, now=now)


def test_a_sheet_has_three_by_eight_labels() -> None:
    assert LABELS_A_SHEET == 3 * 8

"""Cameras are added, changed and retired; nothing that a record names is ever deleted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cameras.models import Camera, Place, Recorder
from cameras.selectors import cameras_in_use
from ledger.choices import Verb
from ledger.models import Entry
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(time_machine: object, now: dt.datetime) -> None:
    time_machine.move_to(now)  # type: ignore[attr-defined]


def facts(**changes: str) -> dict[str, str]:
    recorder = Recorder.objects.get(code="NVR1")
    return {
        "code": "C05",
        "name": "校門",
        "place": "忠孝樓",
        "new_place": "",
        "recorder": str(recorder.pk),
        "area_type": "gate",
        "coverage": "",
        "purpose": "維護校園安全",
        "minimum_days": "",
        **roc("installed_on", TODAY),
        **changes,
    }


def test_the_handler_adds_a_camera_at_a_new_place(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.handler)
    response = client.post(reverse("cameras:new"), facts(place="", new_place="仁愛樓", minimum_days="30"))
    camera = Camera.objects.get(code="C05")
    assert response["Location"] == reverse("cameras:camera", args=["C05"])
    assert (camera.place.name, camera.minimum_days, camera.records_sound) == ("仁愛樓", 30, False)
    assert len(camera.token) >= 8
    entry = Entry.objects.filter(verb=Verb.CAMERA_ADDED).latest("sequence")
    assert (entry.subject, entry.actor) == ("攝影機 C05", "事務組長 游承堃")
    assert "仁愛樓" in client.get(reverse("cameras:list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "C01"}, "編號 C01 已有攝影機使用（含已停用），請換一個編號。"),
        ({"code": "c01"}, "編號 C01 已有攝影機使用（含已停用），請換一個編號。"),
        (roc("installed_on", TODAY + dt.timedelta(days=1)), "啟用日不可晚於今天；請於啟用當日登錄。"),
        ({"coverage": "看得到😀"}, "列印用的楷體沒有「😀」，請改用其他寫法。"),
        ({"code": "new"}, "編號請用英文字母、數字"),
        ({"code": "校門"}, "編號請用英文字母、數字"),
        ({"minimum_days": "13"}, "只能比本校計畫的 14 日更長"),
        ({"place": "", "new_place": ""}, "請選擇地點，或在下一欄輸入新地點。"),
        ({"new_place": "仁愛樓"}, "兩者擇一"),
        ({"recorder": ""}, "請選擇主機。"),
    ],
)
def test_a_wrong_entry_is_refused_beside_the_kept_form(
    client: Client, cast: Cast, cameras: list[Camera], changes: dict[str, str], says: str
) -> None:
    client.force_login(cast.handler)
    page = client.post(reverse("cameras:new"), facts(**changes)).content.decode()
    assert says in page
    assert 'value="校門"' in page
    assert Camera.objects.count() == 4
    assert not Place.objects.filter(name="仁愛樓").exists()


def test_a_change_names_the_changed_fields_in_the_ledger(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.administrator)
    form = client.get(reverse("cameras:edit", args=["C01"])).content.decode()
    assert 'value="一樓川堂"' in form
    changes = facts(
        name="一樓川堂（北側）", area_type="corridor", installed_on_0="109", installed_on_1="1", installed_on_2="1"
    )
    client.post(reverse("cameras:edit", args=["C01"]), changes)
    assert Camera.objects.get(code="C01").name == "一樓川堂（北側）"
    assert Entry.objects.get(verb=Verb.CAMERA_CHANGED).detail == {"fields": "名稱"}
    client.post(reverse("cameras:edit", args=["C01"]), changes)
    assert Entry.objects.filter(verb=Verb.CAMERA_CHANGED).count() == 1


def test_a_retired_camera_stays_but_leaves_the_lists_and_cannot_be_changed(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    client.force_login(cast.handler)
    client.post(reverse("cameras:retire", args=["C02"]), roc("on", TODAY))
    assert [camera.code for camera in cameras_in_use(TODAY)] == ["C01", "C03", "C04"]
    assert [camera.code for camera in cameras_in_use(TODAY - dt.timedelta(days=1))] == ["C01", "C02", "C03", "C04"]
    page = client.get(reverse("cameras:list")).content.decode()
    assert "已停用的攝影機（1 支）" in page
    refused = client.post(reverse("cameras:retire", args=["C02"]), roc("on", TODAY)).content.decode()
    assert "已於115年11月23日（一）停用" in refused
    assert "不能再變更" in client.post(reverse("cameras:edit", args=["C02"]), facts()).content.decode()


@pytest.mark.parametrize(
    ("day", "says"), [(dt.date(2019, 12, 31), "不可早於啟用日"), (dt.date(2026, 11, 24), "不可晚於今天")]
)
def test_a_camera_is_retired_on_a_day_it_was_in_use(
    client: Client, cast: Cast, cameras: list[Camera], day: dt.date, says: str
) -> None:
    client.force_login(cast.handler)
    assert says in client.post(reverse("cameras:retire", args=["C02"]), roc("on", day)).content.decode()
    assert Camera.objects.get(code="C02").retired_on is None


def test_a_recorder_is_added_and_retired_when_no_camera_needs_it(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    client.force_login(cast.handler)
    client.post(reverse("cameras:new-recorder"), {"code": "NVR2", "name": "備用主機", "location": ""})
    again = client.post(reverse("cameras:new-recorder"), {"code": "NVR2", "name": "備用主機"}).content.decode()
    assert "編號 NVR2 已有主機使用" in again
    refused = client.post(reverse("cameras:retire-recorder", args=["NVR1"]), roc("on", TODAY)).content.decode()
    assert "攝影機 C01、C02、C03、C04 仍錄到這部主機" in refused
    tomorrow = roc("on", TODAY + dt.timedelta(days=1))
    early = client.post(reverse("cameras:retire-recorder", args=["NVR2"]), tomorrow).content.decode()
    assert "停用日不可晚於今天" in early
    assert Recorder.objects.get(code="NVR2").retired_on is None
    client.post(reverse("cameras:retire-recorder", args=["NVR2"]), roc("on", TODAY))
    assert Recorder.objects.get(code="NVR2").retired_on == TODAY
    twice = client.post(reverse("cameras:retire-recorder", args=["NVR2"]), roc("on", TODAY)).content.decode()
    assert "主機 NVR2 已於115年11月23日（一）停用" in twice


@pytest.mark.parametrize(
    ("who", "reads", "edits"),
    [
        ("teacher", 404, 404),
        ("guard", 200, 403),
        ("supervisor", 200, 403),
        ("principal", 200, 403),
        ("auditor", 200, 403),
        ("handler", 200, 200),
        ("administrator", 200, 200),
    ],
)
def test_who_reads_and_who_edits(
    client: Client, cast: Cast, cameras: list[Camera], who: str, reads: int, edits: int
) -> None:
    client.force_login(getattr(cast, who))
    for address in (reverse("cameras:list"), reverse("cameras:camera", args=["C01"])):
        page = client.get(address)
        assert page.status_code == reads
        assert (b"/cameras/new/" in page.content or b"/edit/" in page.content) == (edits == 200)
    for address in (
        reverse("cameras:new"),
        reverse("cameras:new-recorder"),
        reverse("cameras:edit", args=["C01"]),
        reverse("cameras:retire", args=["C01"]),
        reverse("cameras:retire-recorder", args=["NVR1"]),
    ):
        assert client.get(address).status_code == edits


def test_a_camera_that_is_not_there_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    assert client.get(reverse("cameras:camera", args=["C99"])).status_code == 404


def test_a_school_without_cameras_is_told_what_to_do_first(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("cameras:list")).content.decode()
    assert "請先新增主機，再新增或匯入攝影機。" in page
    assert reverse("cameras:new-recorder") in page

"""Why there is no footage where nothing is broken (ruling 18), and the way from a QR code to the answer in a case."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.choices import Feature
from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.selectors import why_no_footage
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import Symptom
from maintenance.models import Fault
from maintenance.services import OutageRefused, end_outages, record_outages, report_fault
from tests.conftest import switch_on
from tests.house.world import Sender

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


def moment(name: str, at: dt.datetime | None) -> dict[str, str]:
    boxes = (at.year - 1911, at.month, at.day, f"{at:%H:%M}") if at else ("", "", "", "")
    return {f"{name}_{number}": str(box) for number, box in enumerate(boxes)}


def test_a_power_cut_of_a_whole_building_is_one_form(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    form = {
        "places": cameras[0].place.pk, "cameras": ["C03"], "cause": "power", "reference": "台電計畫停電",
        **moment("since", now - 3 * HOUR), **moment("until", None),
    }  # fmt: skip
    page = client.post(reverse("maintenance:outage-new"), form, follow=True).content.decode()
    assert "已登錄 3 支攝影機的影像中斷" in page
    assert set(Outage.objects.values_list("camera__code", "cause", "reference")) == {
        (code, "power", "台電計畫停電") for code in ("C01", "C02", "C03")
    }
    [running] = why_no_footage(cameras[0], now - 4 * HOUR, now)
    address = reverse("maintenance:outage-end", args=[running.pk])
    client.post(address, moment("until", now - HOUR) | {"cameras": ["C01"]})
    running.refresh_from_db()
    assert running.until == now - HOUR
    assert "已經登錄恢復" in client.post(address, moment("until", now) | {"cameras": ["C01"]}).content.decode()
    assert ledger.verify().finding is None


@pytest.fixture
def power_cut(cast: Cast, cameras: list[Camera], now: dt.datetime) -> list[Outage]:
    """Three cameras dark since three hours, recorded at once; and one of them for a reason of its own."""
    said: dict[str, Any] = {"since": now - 3 * HOUR, "until": None, "user": cast.handler, "now": now}
    made = record_outages(cameras=cameras[:3], cause=OutageCause.POWER, reference="台電計畫停電", **said)
    record_outages(cameras=cameras[1:2], cause=OutageCause.UPKEEP, reference="換線", **said)
    return made


def test_what_went_dark_together_comes_back_together(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    address = reverse("maintenance:outage-end", args=[power_cut[0].pk])
    page = client.get(address).content.decode()
    assert re.findall(r'name="cameras" value="(C\d+)"[^>]* checked', page) == ["C01", "C02", "C03"]

    form = moment("until", now - HOUR) | {"cameras": ["C01", "C02", "C03"]}
    page = client.post(address, form, follow=True).content.decode()
    assert "已登錄攝影機 C01 等 3 支恢復" in page
    ended = Outage.objects.filter(until=now - HOUR).values_list("camera__code", "cause")
    assert set(ended) == {(code, "power") for code in ("C01", "C02", "C03")}
    assert [row.cause for row in Outage.objects.filter(until=None)] == ["upkeep"], "another reason goes on"
    closed = Entry.objects.filter(verb=Verb.OUTAGE_CLOSED).order_by("sequence").values_list("subject", flat=True)
    assert [subject.split("（")[0] for subject in closed] == ["攝影機 C01", "攝影機 C02", "攝影機 C03"]


def lines(page: str) -> list[tuple[list[str], str]]:
    """Return the lines of the list: the cameras of each, and how many it says they are."""
    bodies = [row for row in page.split("<tr>") if "<td>" in row]
    return [
        (re.findall(r'cam__id">(\w+)<', row), "".join(re.findall(r"<summary>(.*?)</summary>", row))) for row in bodies
    ]


def test_a_power_cut_is_one_line_of_the_list(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("maintenance:outage-list")).content.decode()
    assert lines(page) == [(["C01", "C02", "C03"], "3 支攝影機"), (["C02"], "")]
    assert "4 支</span>" in page
    assert re.findall(r">登錄恢復<span class=\"vh\">(.*?)</span>", page) == ["：C01 等 3 支", "：C02"]

    end_outages(outages=power_cut[:2], until=now - HOUR, user=cast.handler, now=now)
    page = client.get(reverse("maintenance:outage-list")).content.decode()
    assert lines(page) == [(["C02"], ""), (["C03"], ""), (["C01", "C02"], "2 支攝影機")], "what goes on stands first"
    assert "只列出" not in page


@pytest.mark.parametrize(
    ("read", "told"), [(1, [["C03"]]), (2, [["C03"]]), (4, [["C03"]]), (5, [["C03"], ["C01", "C02", "C04"]])]
)
def test_the_list_ends_with_the_last_outage_it_knows_whole(
    client: Client,
    cast: Cast,
    cameras: list[Camera],
    now: dt.datetime,
    at_now: None,
    monkeypatch: pytest.MonkeyPatch,
    read: int,
    told: list[list[str]],
) -> None:
    monkeypatch.setattr("maintenance.views.outages.READ", read)
    said: dict[str, Any] = {"cause": OutageCause.POWER, "reference": "停電", "user": cast.handler, "now": now}
    dark = [camera for camera in cameras if camera.code in ("C01", "C02", "C04")]
    record_outages(cameras=dark, since=now - 3 * HOUR, until=now - 2 * HOUR, **said)
    record_outages(cameras=cameras[2:3], since=now - HOUR, until=now, **said)
    client.force_login(cast.handler)
    page = client.get(reverse("maintenance:outage-list")).content.decode()
    assert [codes for codes, _ in lines(page)] == told
    assert ("只列出最近 1 次中斷" in page) is (read < 5)


def test_one_of_more_cameras_than_are_read_is_still_whole(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maintenance.views.outages.READ", 2)
    end_outages(outages=power_cut[1:2], until=now - HOUR, user=cast.handler, now=now)
    end_outages(outages=[power_cut[0], power_cut[2]], until=now, user=cast.handler, now=now)
    client.force_login(cast.handler)
    page = client.get(reverse("maintenance:outage-list")).content.decode()
    assert lines(page)[-2:] == [(["C01", "C03"], "2 支攝影機"), (["C02"], "")]


def test_what_is_still_dark_goes_on(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    address = reverse("maintenance:outage-end", args=[power_cut[0].pk])
    page = client.post(address, moment("until", now)).content.decode()
    assert "請勾選已恢復影像的攝影機" in page
    page = client.post(address, moment("until", now) | {"cameras": ["C02", "C03"]}, follow=True).content.decode()
    assert "已登錄攝影機 C02 等 2 支恢復" in page
    assert [row.camera.code for row in Outage.objects.filter(until=None, cause="power")] == ["C01"], "the first of them"

    page = client.get(address).content.decode()
    assert "已恢復影像的攝影機" not in page, "it is the last of them"
    fields = dict(re.findall(r'<input type="hidden" name="(cameras)" value="(.*?)"', page))
    client.post(address, moment("until", now) | fields)
    assert not Outage.objects.filter(until=None, cause="power").exists()


def test_a_power_cut_does_not_end_before_it_began(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    address = reverse("maintenance:outage-end", args=[power_cut[0].pk])
    form = moment("until", now - 4 * HOUR) | {"cameras": ["C01", "C02", "C03"]}
    page = client.post(address, form).content.decode()
    assert "恢復時間不可早於中斷開始的時間" in page
    assert 'aria-invalid="true"' in page.split('name="until_0"')[1].split(">")[0]
    assert not Outage.objects.exclude(until=None).exists()
    client.post(address, form | moment("until", now - HOUR))
    assert Outage.objects.filter(until=now - HOUR).count() == 3


def test_one_that_came_back_meanwhile_is_named_and_none_is_ended(
    client: Client, cast: Cast, power_cut: list[Outage], now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    end_outages(outages=power_cut[1:2], until=now, user=cast.handler, now=now)
    address = reverse("maintenance:outage-end", args=[power_cut[0].pk])
    page = client.post(address, moment("until", now) | {"cameras": ["C01", "C02", "C03"]}).content.decode()
    assert "攝影機 C02 已經恢復或不屬於這次中斷" in page
    with pytest.raises(OutageRefused, match="攝影機 C02：這段影像中斷已經登錄恢復"):
        end_outages(outages=power_cut, until=now, user=cast.handler, now=now)
    assert [row.camera.code for row in Outage.objects.filter(until=None, cause="power")] == ["C01", "C03"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"places": []}, "請選擇地點或攝影機"),
        ({"cause": ""}, "請選擇原因"),
        ({"cause": "fault"}, "fault"),
        ({"cause": "other", "reference": ""}, "請寫明原因"),
        ({"since_3": "10:00"}, "起不可晚於現在"),
        ({"until_0": "115", "until_1": "11", "until_2": "23", "until_3": "05:00"}, "迄必須晚於起"),
        ({"until_0": "115", "until_1": "11", "until_2": "23", "until_3": "23:00"}, "不可晚於現在"),
    ],
)
def test_bad_input_is_said_and_stays(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None, change: dict[str, Any], says: str
) -> None:
    client.force_login(cast.handler)
    form: dict[str, Any] = {
        "places": cameras[0].place.pk, "cause": "building_work", "reference": "走廊粉刷", **moment("since", now - 3 * HOUR),
    } | change  # fmt: skip
    page = client.post(reverse("maintenance:outage-new"), form).content.decode()
    assert says in page
    assert "走廊粉刷" in page or "reference" in change
    assert not Outage.objects.exists()


def test_a_fault_and_its_outage_are_one_thing(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    with pytest.raises(OutageRefused, match="屬於故障單 F115-0001"):
        end_outages(outages=[Outage.objects.get()], until=now + HOUR, user=cast.handler, now=now + HOUR)
    with pytest.raises(OutageRefused, match="請用「回報故障」"):
        record_outages(
            cameras=cameras, cause=OutageCause.FAULT, reference="", since=now, until=None, user=cast.handler, now=now
        )
    with pytest.raises(OutageRefused, match="只有承辦人"):
        record_outages(
            cameras=cameras, cause=OutageCause.POWER, reference="", since=now, until=None, user=cast.guard, now=now
        )
    [power] = record_outages(
        cameras=cameras[:1], cause=OutageCause.POWER, reference="", since=now, until=None, user=cast.handler, now=now
    )
    with pytest.raises(OutageRefused, match="恢復時間不可晚於現在"):
        end_outages(outages=[power], until=now + HOUR, user=cast.handler, now=now)


def test_from_the_sticker_to_the_answer_in_the_case(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, time_machine: Any
) -> None:
    """QR → 待確認 → confirmed → the outage answers in the case and in 影像保存 → repaired → re-checked."""
    switch_on(Feature.STICKERS)
    time_machine.move_to(now - 80 * HOUR, tick=False)
    client.post(f"/c/{cameras[0].token}/", {"symptom": "black", "form_key": str(uuid.uuid4())})
    number = Fault.objects.get().number
    client.force_login(cast.guard)
    client.post(reverse("maintenance:fault-confirm", args=[number]))
    time_machine.move_to(now, tick=False)
    case = Sender(cast, cameras[:1], now).submit()
    client.force_login(cast.handler)
    assert f"無影像：故障（{number}）" in client.get(reverse("review:case", args=[case.number])).content.decode()
    assert number in client.get(reverse("retention:camera", args=["C01"])).content.decode()
    form = {"measures": "更換電源", **moment("repaired_at", now - HOUR)}
    client.post(reverse("maintenance:fault", args=[number]), form)
    assert Outage.objects.get().until == now - HOUR
    client.force_login(cast.guard)
    client.post(reverse("maintenance:fault-recheck", args=[number]), {"result": "pass", "note": ""})
    assert Fault.objects.get().status == "closed"

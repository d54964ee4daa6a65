"""The fault's page: what it shows, what each person can do there, and its photos."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cameras.models import Camera, Outage
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import FaultStatus, Symptom
from maintenance.models import Fault, FaultPhoto
from maintenance.services import assign_fault, repair_fault, report_fault

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
PDF = b"%PDF-1.4\n%%EOF\n"

pytestmark = pytest.mark.usefixtures("at_now")


def photo(kind: str = "JPEG", name: str = "照片.jpg") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "gray").save(made, kind)
    return SimpleUploadedFile(name, made.getvalue())


def reported(cast: Cast, camera: Camera, now: dt.datetime, symptom: Symptom = Symptom.BLACK) -> Fault:
    return report_fault(
        camera=camera, symptom=symptom, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )


def sent(client: Client, fault: Fault, form: dict[str, Any], act: str = "fault") -> str:
    return client.post(reverse(f"maintenance:{act}", args=[fault.number]), form, follow=True).content.decode()


def moment(name: str, at: dt.datetime) -> dict[str, str]:
    boxes = (at.year - 1911, at.month, at.day, f"{at:%H:%M}")
    return {f"{name}_{number}": str(box) for number, box in enumerate(boxes)}


def test_a_photo_goes_with_the_report_and_is_shown_to_who_may_see_the_fault(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    client.force_login(cast.teacher)
    form = {"symptom": "blocked", "form_key": str(uuid.uuid4()), "photo": photo()}
    page = client.post(reverse("maintenance:fault-new-camera", args=["C01"]), form, follow=True).content.decode()
    [kept] = FaultPhoto.objects.all()
    address = reverse("maintenance:fault-photo", args=[kept.fault.number, kept.pk])
    assert f'<img src="{address}"' in page
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert ledger.sentence(Entry.objects.latest("sequence")).startswith(
        f"五年三班導師 許喆安下載故障 F115-0001 附件 {kept.file_id}"
    )
    client.force_login(cast.colleague)
    assert client.get(address).status_code == 404
    assert ledger.verify().finding is None


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("a.jpg", PDF), "請上傳 JPEG 或 PNG 照片"),
        (SimpleUploadedFile("a.jpg", b"MZ" + b"0" * 40), "請上傳 JPEG 或 PNG 檔案"),
        (SimpleUploadedFile("a.jpg", b""), "這個檔案是空的"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(
    client: Client, cast: Cast, cameras: list[Camera], upload: SimpleUploadedFile, says: str
) -> None:
    client.force_login(cast.guard)
    form = {"symptom": "black", "form_key": str(uuid.uuid4()), "photo": upload, "description": "一早就這樣"}
    page = client.post(reverse("maintenance:fault-new-camera", args=["C01"]), form).content.decode()
    assert says in page
    assert "一早就這樣" in page
    assert not Fault.objects.exists()


def test_a_photo_that_came_with_a_report_sent_back_is_asked_for_again(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    client.force_login(cast.guard)
    address, form = reverse("maintenance:fault-new-camera", args=["C01"]), {"symptom": "other", "description": ""}
    keys = {"form_key": str(uuid.uuid4())}
    page = client.post(address, form | keys | {"photo": photo()}).content.decode()
    assert "<p>照片須重新選擇。</p>" in page
    assert '<details class="fold" open>' in page
    assert "須重新選擇" not in client.post(address, form | keys).content.decode()
    assert not Fault.objects.exists()


def test_a_recorder_has_choices_of_its_own(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.guard)
    address = reverse("maintenance:fault-new-recorder", args=["NVR1"])
    assert address in client.get(reverse("maintenance:fault-new")).content.decode()
    page = client.get(address).content.decode()
    assert "停止錄影" in page
    assert "角度偏移" not in page
    client.post(address, {"symptom": "not_recording", "form_key": str(uuid.uuid4())})
    assert Fault.objects.get().code == "NVR1"
    assert Outage.objects.count() == 4


def test_a_repair_with_everything_under_more(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cast, cameras[0], now - HOUR)
    client.force_login(cast.handler)
    until = {"warranty_until_0": "116", "warranty_until_1": "11", "warranty_until_2": "23"}
    form = {
        "measures": "更換電源",
        **moment("repaired_at", now),
        "photo": photo("PNG"),
        "under_warranty": "no",
        **until,
    }
    assert "請填寫整數元" in sent(client, fault, form | {"cost": "三千"})
    form["photo"] = photo("PNG")
    page = sent(client, fault, form | {"cost": "3500"})
    fault.refresh_from_db()
    assert (fault.cost, fault.under_warranty, fault.warranty_until) == (3500, False, dt.date(2027, 11, 23))
    for told in ("3500 元", "非保固", "116年11月23日", "修復時照片", "歷時 1 小時", "另一人複驗"):
        assert told in page


@pytest.mark.parametrize("is_yes", [True, False])
def test_the_guard_rechecks_with_one_button(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, *, is_yes: bool
) -> None:
    fault = reported(cast, cameras[0], now - HOUR)
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.guard)
    result = {"result": "pass" if is_yes else "fail"}
    assert ("請寫明不合格的情形" in sent(client, fault, result, "fault-recheck")) is not is_yes
    page = sent(client, fault, result | {"note": "看過了"}, "fault-recheck")
    fault.refresh_from_db()
    assert fault.status == (FaultStatus.CLOSED if is_yes else FaultStatus.IN_PROGRESS)
    assert ("複驗合格" if is_yes else "複驗不合格：看過了") in page
    assert "200 字以內" in sent(client, fault, result | {"note": "字" * 201}, "fault-recheck")


def test_a_recheck_that_says_neither_is_asked_again_and_keeps_what_was_typed(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cast, cameras[0], now - HOUR)
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.guard)
    for result in ({}, {"result": "perhaps"}):
        page = sent(client, fault, {"note": "仍無畫面"} | result, "fault-recheck")
        assert "請按「複驗合格，結案」或「不合格，退回處理」。" in page
        assert 'value="仍無畫面"' in page
    fault.refresh_from_db()
    assert fault.status == FaultStatus.REPAIRED


def test_a_visit_that_did_not_come_is_marked(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cast, cameras[0], now - 72 * HOUR)
    client.force_login(cast.handler)
    day = {"visit_on_0": "115", "visit_on_1": "11", "visit_on_2": "22"}
    form = {"owner": str(cast.handler.pk), "vendor": "安視工程行", "interim": "增加巡查", **day}
    page = sent(client, fault, form, "fault-assign")
    assert "逾期未到場" in page
    rows = client.get("/maintenance/faults/").context["rows"]
    assert [(row.waits_for, row.is_late) for row in rows] == [("游承堃，安視工程行 115/11/22 到場", True)]
    assert "逾期未到場" in client.get("/").content.decode()
    early = sent(client, fault, form | {"visit_on_2": "1"}, "fault-assign")
    assert "預定到場日不可早於通報日" in early


def test_an_assignment_of_what_is_done_is_told(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cast, cameras[0], now - HOUR)
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.handler)
    assert "不能派工" in sent(client, fault, {"owner": str(cast.handler.pk)}, "fault-assign")


def test_a_row_says_who_has_it_when_no_day_is_agreed(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cast, cameras[0], now, Symptom.BLURRED)
    assign_fault(
        fault_id=fault.pk, owner=cast.handler, vendor="", visit_on=None, interim="", user=cast.handler, now=now
    )
    client.force_login(cast.guard)
    page = client.get(reverse("maintenance:fault", args=[fault.number])).content.decode()
    assert "下一步：游承堃" in page
    assert "影像自何時起中斷" not in page


def test_the_page_tells_the_history(client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = reported(cast, cameras[0], now)
    client.force_login(cast.supervisor)
    page = client.get(reverse("maintenance:fault", args=[fault.number])).content.decode()
    assert "警衛 巴奈・古拉斯回報故障 F115-0001：C01 黑畫面" in page
    assert Entry.objects.filter(verb=Verb.FAULT_REPORTED).count() == 1

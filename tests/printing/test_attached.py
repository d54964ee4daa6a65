"""附錄2附表: every camera and recorder of a work list, or the faults a directly filled row found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from maintenance.choices import Answer, Condition, Symptom
from maintenance.models import Trouble
from maintenance.services import check_camera, check_recorder, check_rest, check_system, start_work_list
from tests.maintenance.looking import inspect
from tests.printing import reader

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


def tables(client: Client, address: str) -> list[list[list[str]]]:
    pages = reader.pages(client.get(address).content)
    found = [table for page in pages for table in page.extract_tables()]
    return [[[reader.squeeze(cell) for cell in row] for row in table] for table in found]


def test_a_work_list_prints_every_item_with_its_fault(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    key = start_work_list(user=cast.handler, now=now).pk
    check_camera(
        work_list_id=key, camera=cameras[1], condition=Condition.BLOCKED, note="樹枝", user=cast.guard, now=now
    )
    check_rest(work_list_id=key, user=cast.guard, now=now)
    check_recorder(
        work_list_id=key, recorder=cameras[0].recorder, has_power=True, is_recording=True, disk_is_healthy=False,
        earliest_day=now.date() - dt.timedelta(days=20), clock_offset_seconds=-3, note="", user=cast.guard, now=now,
    )  # fmt: skip
    answers = {"password": Answer.WELL, "firmware": Answer.WELL, "sign": Answer.BAD, "ups": Answer.NONE}
    check_system(work_list_id=key, answers=answers, note="正門告示牌", user=cast.guard, now=now)
    row = inspect(cast.handler, now, recorder_works=False, equipment_works=False, work_list_id=key)
    client.force_login(cast.supervisor)
    seen, recorders, system = tables(client, f"/maintenance/inspections/{row.pk}/attached.pdf")
    assert seen[0] == ["攝影機", "地點", "狀況", "說明及故障單號", "檢查人"]
    assert [line[:4] for line in seen[1:]] == [
        ["C01", "忠孝樓一樓川堂", "正常", ""],
        ["C02", "忠孝樓三樓東側走廊", "遮蔽", "樹枝；F115-0001"],
        ["C03", "操場操場東側", "正常", ""],
        ["C04", "操場操場西側", "正常", ""],
    ]
    assert {line[4] for line in seen[1:]} == {"警衛巴奈・古拉斯"}
    assert recorders[1] == ["NVR1", "是", "是", "否", "115/11/03", "-3秒", "F115-0002"]
    assert [line[1:] for line in system[1:]] == [
        ["正常", ""], ["正常", ""], ["異常", "F115-0003"], ["不適用", ""], ["", "正門告示牌"],
    ]  # fmt: skip


def test_a_row_filled_in_directly_prints_the_faults_it_found(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    well = inspect(cast.handler, now)
    troubles = [Trouble(Symptom.BLURRED, camera=camera, description="水漬") for camera in cameras]
    row = inspect(cast.handler, now, picture_is_clear=False, troubles=troubles)
    client.force_login(cast.auditor)
    (found,) = tables(client, f"/maintenance/inspections/{row.pk}/attached.pdf")
    assert found[1] == ["C01", "忠孝樓一樓川堂", "模糊", "F115-0001", "水漬"]
    assert len(found) == 5
    assert client.get(f"/maintenance/inspections/{well.pk}/attached.pdf").status_code == 404

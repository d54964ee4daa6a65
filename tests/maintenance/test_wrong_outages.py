"""影像中斷 entered by mistake: a year that is a slip of the pen is asked for or refused, and what was entered is taken back (ruling 18)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.selectors import why_no_footage
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import Symptom
from maintenance.services import (
    FaultError,
    OutageRefused,
    assign_fault,
    end_outages,
    record_outages,
    report_fault,
    withdraw_outages,
)
from printing.rules import local_date

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
NEW = "/maintenance/outages/new/"
pytestmark = pytest.mark.usefixtures("at_now")


def form(year: int = 115, month: int = 11, day: int = 23) -> dict[str, Any]:
    boxes = {"since_0": str(year), "since_1": str(month), "since_2": str(day), "since_3": "06:00"}
    return {"cameras": ["C01"], "cause": "power", "reference": "台電停電", **boxes}


def entered(cast: Cast, cameras: list[Camera], now: dt.datetime) -> list[Outage]:
    return record_outages(
        cameras=cameras, cause=OutageCause.POWER, reference="台電停電", since=now - 300 * DAY, until=None,
        user=cast.handler, now=now,
    )  # fmt: skip


def test_nothing_is_missing_before_the_camera_hung_there(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    page = client.post(NEW, form(year=15) | {"is_certain": "on"}).content.decode()
    assert "起不可早於攝影機 C01 的啟用日（109年1月1日（三））；請核對年月日。" in page
    assert "台電停電" in page
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    with pytest.raises(FaultError, match="不可早於攝影機 C01 的啟用日"):
        assign_fault(
            fault_id=fault.pk, owner=cast.handler, vendor="", visit_on=None, interim="", user=cast.handler, now=now,
            since=now.replace(year=1926),
        )  # fmt: skip
    assert [row.since for row in Outage.objects.all()] == [now]


@pytest.mark.parametrize(("day", "is_asked"), [(9, False), (8, True)])
def test_what_began_longer_ago_than_footage_is_kept_is_asked_for_once(
    client: Client, cast: Cast, cameras: list[Camera], day: int, *, is_asked: bool
) -> None:
    client.force_login(cast.handler)
    assert "起的年月日沒有寫錯" not in client.get(NEW).content.decode()
    page = client.post(NEW, form(day=day)).content.decode()
    assert ("起的年月日沒有寫錯" in page) == is_asked
    assert Outage.objects.exists() is not is_asked
    if is_asked:
        assert "請核對年月日，沒有寫錯請勾選後再送出" in page
        client.post(NEW, form(day=day) | {"is_certain": "on"})
    assert local_date(Outage.objects.get().since).day == day


@pytest.mark.parametrize("is_over", [False, True])
def test_a_slip_of_the_pen_is_taken_back_with_its_reason(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, *, is_over: bool
) -> None:
    made = entered(cast, cameras[:3], now)
    if is_over:
        end_outages(outages=made, until=now, user=cast.handler, now=now)
    address = reverse("maintenance:outage-withdraw", args=[made[0].pk])
    for person, has_link in ((cast.supervisor, False), (cast.handler, True)):
        client.force_login(person)
        assert (address in client.get(reverse("maintenance:outage-list")).content.decode()) == has_link
    assert "請填寫撤銷理由。" in client.post(address, {"cameras": ["C01", "C03"]}).content.decode()
    sent = {"cameras": ["C01", "C03"], "reason": "年份誤填"}
    assert "已撤銷攝影機 C01 等 2 支的影像中斷" in client.post(address, sent, follow=True).content.decode()
    assert [row.camera.code for row in Outage.objects.all()] == ["C02"]
    assert not why_no_footage(cameras[0], now - 2 * DAY, now)
    said = Entry.objects.filter(verb=Verb.OUTAGE_WITHDRAWN).order_by("sequence")
    assert [entry.detail for entry in said] == [{"reason": "年份誤填"}] * 2
    assert client.get(address).status_code == 404
    assert ledger.verify().finding is None


def test_what_became_one_with_another_is_taken_back_whole(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    for words in ("上午停電", "下午停電"):
        [outage] = record_outages(
            cameras=cameras[:1], cause=OutageCause.POWER, reference=words, since=now, until=None, user=cast.handler, now=now
        )  # fmt: skip
    withdraw_outages(outages=[outage], reason="看錯學校", user=cast.handler, now=now)
    assert not Outage.objects.exists()
    with pytest.raises(OutageRefused, match="攝影機 C01 的這段中斷已經撤銷"):
        withdraw_outages(outages=[outage], reason="看錯學校", user=cast.handler, now=now)


def test_a_fault_and_what_others_may_not_stay(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    of_a_fault = Outage.objects.get()
    client.force_login(cast.handler)
    assert client.get(reverse("maintenance:outage-withdraw", args=[of_a_fault.pk])).status_code == 404
    with pytest.raises(OutageRefused, match="請在故障單判定非故障"):
        withdraw_outages(outages=[of_a_fault], reason="誤填", user=cast.handler, now=now)
    [power] = entered(cast, cameras[1:2], now)
    with pytest.raises(OutageRefused, match="只有承辦人"):
        withdraw_outages(outages=[power], reason="誤填", user=cast.guard, now=now)
    assert Outage.objects.count() == 2

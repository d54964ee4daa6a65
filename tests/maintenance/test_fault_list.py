"""故障紀錄: all that waits stands on the first page, what is over follows page by page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from maintenance.choices import Symptom
from maintenance.services import dismiss_fault, report_fault

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
PAST = [f"F115-000{number}" for number in (5, 4, 3, 2, 1)]
WAITING = ["F115-0006", "F115-0007"]


@pytest.fixture
def faults(cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five that are over and two that wait, two over a page."""
    monkeypatch.setattr("maintenance.views.faults.PAGE", 2)
    for hours in (9, 8, 7, 6, 5):
        fault = _reported(cameras[0], cast, now - hours * HOUR)
        dismiss_fault(fault_id=fault, reason="誤報", user=cast.handler, now=now - hours * HOUR)
    _reported(cameras[1], cast, now - HOUR)
    _reported(cameras[2], cast, now - 2 * HOUR)


def _reported(camera: Camera, cast: Cast, at: dt.datetime) -> int:
    return report_fault(
        camera=camera, symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=at
    ).pk


@pytest.mark.usefixtures("faults", "at_now")
def test_turning_the_pages_shows_each_fault_once_and_what_waits_first(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    address, pages = reverse("maintenance:fault-list"), []
    page = client.get(address)
    pages.append(_numbers(page))
    while older := page.context["older_url"]:
        page = client.get(address + older)
        pages.append(_numbers(page))
    assert pages == [[*WAITING, *PAST[:2]], PAST[2:4], PAST[4:]]
    back = client.get(address + page.context["newer_url"])
    assert _numbers(back) == PAST[2:4]
    assert _numbers(client.get(address + back.context["newer_url"])) == pages[0]


@pytest.mark.usefixtures("faults", "at_now")
def test_how_many_wait_is_said_where_they_stand(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    first = client.get(reverse("maintenance:fault-list"))
    assert "2 件未結" in first.content.decode()
    second = client.get(reverse("maintenance:fault-list") + first.context["older_url"])
    assert "件未結" not in second.content.decode()


def _numbers(page: object) -> list[str]:
    return [row.fault.number for row in page.context["rows"]]  # type: ignore[attr-defined]

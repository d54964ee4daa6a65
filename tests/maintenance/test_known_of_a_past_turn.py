"""事後補登 speaks of its turn: what was known to be broken then, not what broke or was handed over since (陸、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
import time_machine

from accounts.choices import Feature
from cameras.choices import OutageCause
from cameras.services import close_outage, open_outage
from ledger.services import SYSTEM
from maintenance.choices import Symptom
from maintenance.services import report_fault
from maintenance.services.faults import repair_fault
from printing.rules import TAIPEI
from tests.conftest import switch_on
from tests.maintenance.looking import check, make_shift

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from maintenance.models import Fault, Shift
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
NEXT_MORNING = dt.datetime(2026, 11, 24, 9, tzinfo=TAIPEI)


@pytest.fixture
def shift(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Shift:
    """Monday's 日班: C01 and C03 are dark during it and well again in the evening; C02 and C04 break in the night."""
    switch_on(Feature.DAILY_CHECK)
    evening, night = now + 10 * HOUR, now + 14 * HOUR
    first = report(cameras[0], cast, now)
    outage = open_outage(camera=cameras[2], cause=OutageCause.POWER, reference="", since=now, actor=SYSTEM, now=now)
    repair_fault(fault_id=first.pk, measures="更換電源", user=cast.handler, now=evening, repaired_at=evening)
    close_outage(outage_id=outage.pk, until=evening, actor=SYSTEM, now=evening)
    report(cameras[1], cast, night)
    open_outage(camera=cameras[3], cause=OutageCause.POWER, reference="", since=night, actor=SYSTEM, now=night)
    return make_shift(cast.handler, now)


def report(camera: Camera, cast: Cast, at: dt.datetime) -> Fault:
    return report_fault(
        camera=camera, symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=at
    )


def test_what_is_entered_late_says_what_was_known_in_the_turn(cast: Cast, shift: Shift, now: dt.datetime) -> None:
    late = check(shift, cast.guard, NEXT_MORNING, day=now.date(), late_reason="依紙本補登")
    assert late.known == "C01 黑畫面（F115-0001）、C03 影像中斷：停電"
    today = check(shift, cast.guard, NEXT_MORNING)
    assert today.known == "C02 黑畫面（F115-0002）、C04 影像中斷：停電"


def test_the_page_of_a_past_turn_asks_for_the_cameras_that_had_a_picture_then(
    client: Client, cast: Cast, cameras: list[Camera], shift: Shift, now: dt.datetime
) -> None:
    check(make_shift(cast.handler, now, name="夜班", starts=dt.time(19), ends=dt.time(7)), cast.guard, now + 12 * HOUR,
          handover="鑰匙交總務處")  # fmt: skip
    with time_machine.travel(NEXT_MORNING, tick=False):
        client.force_login(cast.guard)
        past = client.get(f"/maintenance/daily/{now.date()}/{shift.pk}/").content.decode()
        present = client.get(f"/maintenance/daily/{NEXT_MORNING.date()}/{shift.pk}/").content.decode()

    def asked(page: str) -> list[str]:
        return [camera.code for camera in cameras if f'name="camera-{camera.pk}"' in page]

    assert asked(past) == ["C02", "C04"]
    assert asked(present) == ["C01", "C03"]
    assert "鑰匙交總務處" in present
    assert "鑰匙交總務處" not in past, "it was handed over afterwards"

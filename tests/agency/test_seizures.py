"""扣押 is an event: its receipt is kept, every camera that stops is out, and each end is an entry (ruling 11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from cameras.choices import OutageCause
from cameras.models import Outage
from ledger.services import verify
from maintenance.selectors import known_troubles
from maintenance.services.outages import record_outages
from requests import policies, selectors
from requests.choices import SeizedItem
from requests.services.agency import AgencyRefused, Seized, record_return, record_seizure, restore_recording
from tests.agency.conftest import BODY
from tests.review.acts import refused, scan

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest, Seizure
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


def seize(cast: Cast, cameras: list[Camera], now: dt.datetime, **more: Any) -> Seizure:
    said: dict[str, Any] = {
        "body": BODY, "officer": "葉𣕑安", "badge": "警 4471", "document_number": "扣押物品收據第 7 號",
        "recorder": cameras[0].recorder, "item": SeizedItem.RECORDER, "seized_at": now - HOUR, "receipt": scan(now),
    }  # fmt: skip
    return record_seizure(handler=cast.handler, seized=Seized(**(said | more)), now=now)


def test_every_camera_of_the_recorder_is_out_until_it_records_again(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    seizure = seize(cast, cameras, now)
    out = Outage.objects.filter(cause=OutageCause.SEIZED)
    assert {one.camera.code for one in out} == {"C01", "C02", "C03", "C04"}
    assert {one.reference for one in out} == {f"扣押 {seizure.pk}"}
    for at in (now - 2 * HOUR, now + HOUR):
        with refused(AgencyRefused, "恢復時間"):
            restore_recording(seizure_id=seizure.pk, handler=cast.handler, restored_at=at, now=now)
    restore_recording(seizure_id=seizure.pk, handler=cast.handler, restored_at=now, now=now)
    assert not out.filter(until=None).exists()
    with refused(AgencyRefused, "沒有待恢復"):
        restore_recording(seizure_id=seizure.pk, handler=cast.handler, restored_at=now, now=now)
    assert verify().finding is None


def test_a_camera_that_is_out_for_two_causes_says_both(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    record_outages(
        cameras=cameras[:1], cause=OutageCause.POWER, reference="", since=now - 2 * HOUR, until=None, user=cast.handler, now=now
    )  # fmt: skip
    seizure = seize(cast, cameras, now)
    assert known_troubles(now)[0].in_words == f"C01 影像中斷：停電；扣押，{seizure}"


def test_what_a_second_seizure_keeps_dark_stays_dark(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    first, second = seize(cast, cameras, now), seize(cast, cameras, now, item=SeizedItem.DISK)
    restore_recording(seizure_id=first.pk, handler=cast.handler, restored_at=now, now=now)
    assert Outage.objects.filter(until=None).count() == 4
    restore_recording(seizure_id=second.pk, handler=cast.handler, restored_at=now, now=now)
    assert not Outage.objects.filter(until=None).exists()


def test_a_spare_disk_stops_nothing_and_comes_back(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    seizure = seize(cast, cameras, now, item=SeizedItem.DISK, stops_recording=False)
    assert not Outage.objects.exists()
    with refused(AgencyRefused, "發還日期"):
        record_return(seizure_id=seizure.pk, handler=cast.handler, returned_on=now.date() + 24 * HOUR, now=now)
    record_return(seizure_id=seizure.pk, handler=cast.handler, returned_on=now.date(), now=now)
    with refused(AgencyRefused, "已登錄發還"):
        record_return(seizure_id=seizure.pk, handler=cast.handler, returned_on=now.date(), now=now)


def test_it_belongs_to_who_handles_requests_and_to_a_case_he_handles(
    cast: Cast, cameras: list[Camera], case: ReviewRequest, now: dt.datetime
) -> None:
    taken = seize(cast, cameras, now, case=case)
    assert list(selectors.seizures(cast.supervisor, now)) == [taken]
    type(case).objects.update(is_restricted=True)
    assert not selectors.seizures(cast.supervisor, now).exists()
    case.refresh_from_db()
    receipt = scan(now)
    with refused(AgencyRefused, "找不到這個案號"):
        seize(cast, cameras, now, case=case, receipt=receipt)
    with refused(AgencyRefused, "未來"):
        seize(cast, cameras, now, seized_at=now + HOUR, receipt=receipt)
    said: dict[str, Any] = {"handler": cast.guard, "now": now}
    with refused(policies.MayNotEnter):
        restore_recording(seizure_id=taken.pk, restored_at=now, **said)
    with refused(policies.MayNotEnter):
        record_return(seizure_id=taken.pk, returned_on=now.date(), **said)

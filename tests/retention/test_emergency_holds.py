"""緊急留存影像: kept at once by whoever is there, confirmed by 承辦人, never dropped in silence (ruling 14)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import SchoolPlan
from ledger.services import verify
from requests.models import ReviewRequest
from retention.choices import FindingKind, HoldKind, HoldOrigin
from retention.models import Finding, Hold
from retention.services import HoldError, confirm_hold, remind_holds
from tests.retention.keeping import DAY, HOUR, ask, emergency, told
from tests.roc import roc

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
ADDRESS = "/retention/holds/emergency/"


def fill(cameras: list[Camera], now: dt.datetime, **changes: object) -> dict[str, object]:
    return {
        "form_key": str(uuid.uuid4()),
        "shown_at": now.isoformat(),
        "places": [cameras[0].place_id],
        "period": "just-now",
        "reason": "other",
        **changes,
    }


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("who", ["guard", "teacher", "handler", "principal"])
def test_whoever_is_there_keeps_a_whole_place_at_once(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    client.force_login(getattr(cast, who))
    page = client.post(ADDRESS, fill(cameras, now), follow=True).content.decode()

    hold = Hold.objects.get()
    assert (hold.kind, hold.origin, hold.reference) == (HoldKind.TEMPORARY, HoldOrigin.EMERGENCY, "")
    assert [camera.code for camera in hold.cameras.order_by("code")] == ["C01", "C02"]
    assert (hold.starts_at, hold.ends_at) == (now - HOUR / 2, now)
    assert "已通知留存 C01、C02 的影像（留存" in page
    assert "可能已被覆蓋" not in page
    assert told(cast.handler, f"請確認緊急留存 {hold.pk}") == 1
    assert verify().finding is None


def test_a_double_tap_is_one_hold(client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    client.force_login(cast.guard)
    same = fill(cameras, now)
    for _ in range(2):
        assert client.post(ADDRESS, same).status_code == 302
    assert Hold.objects.count() == 1
    assert told(cast.handler, "請確認緊急留存") == 1


def test_just_now_means_when_the_page_was_opened(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    client.post(ADDRESS, fill(cameras, now, shown_at=(now - 20 * HOUR).isoformat()))
    hold = Hold.objects.get()
    assert (hold.starts_at, hold.ends_at) == (now - 20.5 * HOUR, now)

    page = client.post(ADDRESS, fill(cameras, now, shown_at=(now - 2 * DAY).isoformat())).content.decode()
    assert "請重新選擇時段" in page
    assert Hold.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"places": []}, "請選擇地點或攝影機。"),
        ({"period": "other"}, "請填寫日期與時間。"),
        ({"starts_at_0": "115", "starts_at_1": "11", "starts_at_2": "20", "starts_at_3": "0800"}, "請填寫日期與時間。"),
    ],
)
def test_what_is_missing_is_asked_for(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, change: dict[str, object], says: str
) -> None:
    client.force_login(cast.guard)
    response = client.post(ADDRESS, fill(cameras, now, **change))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Hold.objects.exists()


def boxes(name: str, moment: dt.datetime) -> dict[str, str]:
    return {**roc(name, moment.date()), f"{name}_3": f"{moment:%H:%M}"}


def test_boxes_that_were_filled_in_count_whatever_is_chosen(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    start = now - 2 * DAY
    client.post(ADDRESS, fill(cameras, now, **boxes("starts_at", start), **boxes("ends_at", start + HOUR)))
    assert Hold.objects.get().starts_at == start


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [(-HOUR, HOUR, "迄不可晚於現在"), (-HOUR, -2 * HOUR, "迄必須晚於起"), (-9 * DAY, -HOUR, "一次最長 7 日")],
)
def test_a_period_that_cannot_be_is_refused(
    cast: Cast, cameras: list[Camera], now: dt.datetime, start: dt.timedelta, end: dt.timedelta, says: str
) -> None:
    with pytest.raises(HoldError, match=says):
        emergency(cast, cameras, now, starts_at=now + start, ends_at=now + end)
    assert not Hold.objects.exists()


def test_who_only_reads_keeps_nothing(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    with pytest.raises(PermissionDenied):
        emergency(cast, cameras, now, user=cast.auditor)


def test_unconfirmed_it_stays_kept_and_alarms_until_somebody_confirms(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = emergency(cast, cameras, now)
    remind_holds(now + DAY)
    remind_holds(now + DAY + HOUR)
    assert (told(cast.handler, "前確認緊急留存"), told(cast.supervisor, "緊急留存")) == (1, 0)
    remind_holds(now + 7 * DAY)
    assert not Finding.objects.exists()

    late = now + 8 * DAY
    remind_holds(late)
    remind_holds(late + HOUR)
    finding = Finding.objects.get(kind=FindingKind.UNCONFIRMED_HOLD)
    assert "逾 115年11月30日（一）仍未確認，影像繼續留存" in finding.text
    assert [told(person, "仍未確認") for person in (cast.handler, cast.supervisor, cast.principal)] == [1, 1, 1]
    hold.refresh_from_db()
    assert hold.released_at is None

    confirm_hold(hold_id=hold.pk, reference="", note="走廊推擠", user=cast.handler, now=late)
    finding.refresh_from_db()
    hold.refresh_from_db()
    assert (finding.closed_at, hold.confirmed_by, hold.released_at) == (late, "事務組長 游承堃", None)
    assert verify().finding is None


def test_a_plan_may_say_how_many_days(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    SchoolPlan.objects.update(confirm_days=2)
    emergency(cast, cameras, now)
    remind_holds(now + 3 * DAY)
    assert Finding.objects.filter(kind=FindingKind.UNCONFIRMED_HOLD).exists()


def test_confirming_links_the_case_or_says_there_is_none(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    case, hold = ask(cast, cameras, now), emergency(cast, cameras, now)
    with pytest.raises(HoldError, match="查無案號 115-9999"):
        confirm_hold(hold_id=hold.pk, reference="115-9999", note="", user=cast.handler, now=now)
    confirm_hold(hold_id=hold.pk, reference=f" {case.number} ", note="", user=cast.handler, now=now)
    hold.refresh_from_db()
    assert hold.reference == case.number
    with pytest.raises(HoldError, match="不在待確認狀態"):
        confirm_hold(hold_id=hold.pk, reference="", note="", user=cast.handler, now=now)


def test_a_restricted_case_is_linked_without_its_number_and_hidden_from_who_is_no_reader(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    case, hold, other = ask(cast, cameras, now), emergency(cast, cameras, now), emergency(cast, cameras, now)
    ReviewRequest.objects.update(is_restricted=True)
    case.readers.set([cast.handler])
    with pytest.raises(HoldError, match="查無案號"):
        confirm_hold(hold_id=other.pk, reference=str(case.number), note="", user=cast.supervisor, now=now)
    confirm_hold(hold_id=hold.pk, reference=str(case.number), note=f"同 {case.number}", user=cast.handler, now=now)
    hold.refresh_from_db()
    assert (hold.reference, hold.is_coded, hold.confirm_note) == ("", True, "同 限制案")
    client.force_login(cast.supervisor)
    page = client.get(reverse("retention:hold", args=[hold.pk])).content.decode()
    assert str(case.number) not in page
    assert cast.guard.name not in page


@pytest.mark.parametrize("who", ["guard", "teacher", "principal"])
def test_only_who_looks_after_holds_confirms(cast: Cast, cameras: list[Camera], now: dt.datetime, who: str) -> None:
    hold = emergency(cast, cameras, now)
    with pytest.raises(PermissionDenied):
        confirm_hold(hold_id=hold.pk, reference="", note="", user=getattr(cast, who), now=now)


@pytest.mark.parametrize("who", ["guard", "teacher"])
def test_the_button_stands_on_the_home_page(client: Client, cast: Cast, cameras: list[Camera], who: str) -> None:
    client.force_login(getattr(cast, who))
    assert ADDRESS in client.get("/").content.decode()

"""Footage that was overwritten before anybody asked for it is not promised, and is no breach of 伍、三."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cameras.choices import OutageCause
from cameras.models import Camera
from cameras.services import open_outage
from ledger.services import SYSTEM
from printing.rules import long_date
from retention.choices import FindingKind
from retention.models import Finding, Hold
from retention.services import remind_backups
from tests.retention.keeping import DAY, HOUR, ask, checked, told
from tests.roc import roc

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
PROMISE = "影像已通知留存；承辦人會在影像被覆蓋前備份。"
MAY_BE_GONE = "依推算影像可能已被覆蓋，承辦人將查明"
IS_GONE = "依查核影像已被覆蓋，承辦人將查明"
LOOK = "是否仍可播放：留存時依推算可能已被覆蓋"


@pytest.fixture
def ten_days(cameras: list[Camera], now: dt.datetime) -> None:
    """The recorder of every camera keeps ten days, as somebody saw this morning."""
    checked(cameras[0], 10, now - HOUR)
    assert len({camera.recorder_id for camera in cameras}) == 1


@pytest.mark.usefixtures("ten_days")
@pytest.mark.parametrize(("days_ago", "was_in_time"), [(3, True), (10, False), (11, False)])
def test_only_what_the_school_could_have_copied_is_a_breach(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days_ago: int, *, was_in_time: bool
) -> None:
    ask(cast, cameras, now, days_ago=days_ago)
    remind_backups(now)
    assert not Finding.objects.filter(kind=FindingKind.NO_COPY).exists()
    assert told(cast.handler, LOOK) == (0 if was_in_time else 1)

    remind_backups(now + 8 * DAY)
    assert Finding.objects.filter(kind=FindingKind.NO_COPY).exists() is was_in_time
    assert told(cast.principal, "未製作留存檔") == (1 if was_in_time else 0)
    assert told(cast.handler, LOOK) == (0 if was_in_time else 1)


@pytest.mark.usefixtures("ten_days")
def test_what_turns_out_to_be_there_is_owed_like_any_other(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    ask(cast, cameras, now, days_ago=11)
    client.force_login(cast.handler)
    assert "請查明影像是否仍在" in client.get(reverse("retention:backups")).content.decode()

    checked(cameras[0], 20, now)
    remind_backups(now)
    assert "尚未備份" in client.get(reverse("retention:backups")).content.decode()
    remind_backups(now + 10 * DAY)
    assert "115/12/02 09:00 起已屆覆蓋" in Finding.objects.get(kind=FindingKind.NO_COPY).text


@pytest.mark.usefixtures("ten_days")
@pytest.mark.parametrize(("days_ago", "says"), [(3, PROMISE), (10, MAY_BE_GONE), (11, IS_GONE)])
def test_the_page_after_appendix_1_says_what_the_clock_says(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, days_ago: int, says: str
) -> None:
    case = ask(cast, cameras, now, days_ago=days_ago)
    client.force_login(cast.teacher)
    page = client.get(reverse("review:submitted", args=[case.number])).content.decode()
    assert [words for words in (PROMISE, MAY_BE_GONE, IS_GONE) if words in page] == [says]


@pytest.mark.parametrize(
    ("dark", "says"), [(1, f"{PROMISE}其中 1 支該時段無影像：施工"), (2, "<li>該時段無影像：施工")]
)
def test_where_there_was_no_picture_the_page_says_why(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, dark: int, says: str
) -> None:
    for camera in cameras[:dark]:
        open_outage(
            camera=camera, cause=OutageCause.BUILDING_WORK, reference="走廊粉刷", since=now - 5 * DAY, actor=SYSTEM,
            now=now,
        )  # fmt: skip
    case = ask(cast, cameras, now)
    client.force_login(cast.teacher)
    assert says in client.get(reverse("review:submitted", args=[case.number])).content.decode()


@pytest.mark.usefixtures("ten_days")
@pytest.mark.parametrize(("days_ago", "says"), [(3, "通知"), (10, f"通知；{MAY_BE_GONE}"), (11, f"通知；{IS_GONE}")])
def test_who_keeps_footage_in_an_emergency_is_told_when_it_may_be_gone(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, days_ago: int, says: str
) -> None:
    client.force_login(cast.guard)
    page = keep_in_emergency(client, cameras[0], now - days_ago * DAY, now)
    assert f"已通知留存 C01、C02 的影像（留存 {Hold.objects.get().pk}），承辦人已收到{says}<" in page


@pytest.mark.usefixtures("ten_days")
def test_who_keeps_it_and_confirms_it_himself_is_told_by_when(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    page = keep_in_emergency(client, cameras[0], now - 3 * DAY, now)
    hold = Hold.objects.get()
    assert hold.confirm_by is not None
    assert f"（留存 {hold.pk}），請於 {long_date(hold.confirm_by)}前確認<" in page


def keep_in_emergency(client: Client, camera: Camera, start: dt.datetime, now: dt.datetime) -> str:
    form = {
        "form_key": str(uuid.uuid4()), "shown_at": now.isoformat(), "places": [camera.place_id], "period": "other",
        "reason": "other", **roc("starts_at", start.date()), "starts_at_3": f"{start:%H:%M}",
        **roc("ends_at", start.date()), "ends_at_3": f"{start + HOUR:%H:%M}",
    }  # fmt: skip
    return client.post("/retention/holds/emergency/", form, follow=True).content.decode()


def test_of_many_cameras_the_sentence_has_no_stray_space(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    place = cameras[0].place
    for number in range(50, 56):
        Camera.objects.create(
            code=f"C{number}",
            name="走廊",
            place=place,
            recorder=cameras[0].recorder,
            installed_on=cameras[0].installed_on,
        )
    client.force_login(cast.guard)
    form = {
        "form_key": str(uuid.uuid4()), "shown_at": now.isoformat(), "places": [place.pk], "period": "just-now",
        "reason": "other",
    }  # fmt: skip
    page = client.post("/retention/holds/emergency/", form, follow=True).content.decode()
    assert "已通知留存 C01、C02、C50 等 8 支的影像（留存" in page

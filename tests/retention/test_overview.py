"""影像保存: what is known, said without pretending; and the weekly hand check."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cameras.models import Recorder
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention.models import HandCheck
from retention.services import HandCheckError, check_minimum_retention, place_hold, record_hand_check, release_hold
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def monday(time_machine: object, now: dt.datetime) -> None:
    time_machine.move_to(now, tick=False)  # type: ignore[attr-defined]


def fill(earliest: dt.date = TODAY - 20 * DAY, **changes: str) -> dict[str, str]:
    return {"recorder": "NVR1", **roc("earliest_day", earliest), "clock_offset_seconds": "-15", **changes}


@pytest.mark.parametrize("who", ["handler", "guard"])
def test_a_hand_check_is_recorded_and_shown(client: Client, cast: Cast, cameras: list[Camera], who: str) -> None:
    client.force_login(getattr(cast, who))
    page = client.post(reverse("retention:hand-check-new"), fill(), follow=True).content.decode()
    check = HandCheck.objects.get()
    assert check.clock_offset_seconds == -15
    assert "20 日" in page
    assert "誤差 -15 秒" in page
    assert "符合" in page
    entry = Entry.objects.get(verb=Verb.HAND_CHECK_RECORDED)
    assert (entry.subject, entry.detail["earliest"]) == (f"主機 NVR1（查核 {check.pk}）", "115年11月3日（二）")


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (fill(TODAY + DAY), "最早可播放日不可晚於今天。"),
        (fill(dt.date(2000, 1, 1)), "主機時鐘可能已重設"),
        (fill(recorder=""), "請選擇主機。"),
        (fill(clock_offset_seconds="快"), "請填寫整數秒數"),
    ],
)
def test_a_check_that_cannot_be_is_refused(
    client: Client, cast: Cast, cameras: list[Camera], form: dict[str, str], says: str
) -> None:
    client.force_login(cast.guard)
    assert says in client.post(reverse("retention:hand-check-new"), form).content.decode()
    assert not HandCheck.objects.exists()


def test_the_service_itself_asks_who_and_which_recorder(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    recorder = cameras[0].recorder
    with pytest.raises(HandCheckError, match="只有承辦人及警衛"):
        record_hand_check(recorder=recorder, earliest_day=TODAY, clock_offset_seconds=0, user=cast.principal, now=now)
    Recorder.objects.update(retired_on=TODAY)
    recorder.refresh_from_db()
    with pytest.raises(HandCheckError, match="已停用"):
        record_hand_check(recorder=recorder, earliest_day=TODAY, clock_offset_seconds=0, user=cast.guard, now=now)


def test_what_is_unknown_is_said_to_be_unknown(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("retention:overview")).content.decode()
    assert "尚未查核" in page
    assert "不明" in page
    assert "留存中 0 件" in page


def test_findings_stand_on_top(client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    HandCheck.objects.create(
        recorder=cameras[0].recorder, checked_at=now, checked_by="警衛", earliest_day=TODAY - 10 * DAY
    )
    check_minimum_retention(now)
    client.force_login(cast.supervisor)
    page = client.get(reverse("retention:overview")).content.decode()
    assert "1 項未符合" in page
    assert "保存 10 日，不足 14 日" in page
    assert "保存不足" in page


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("handler", True),
        ("supervisor", True),
        ("principal", True),
        ("guard", False),
        ("administrator", False),
        ("auditor", False),
    ],
)
def test_a_hold_names_its_case_only_to_those_who_handle_cases(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str, *, sees: bool
) -> None:
    hold = place_hold(
        cameras=cameras[:2],
        starts_at=now - DAY,
        ends_at=now,
        reason="走廊推擠",
        reference="115-0037",
        actor=SYSTEM,
        now=now,
    )
    client.force_login(getattr(cast, who))
    assert "留存中 1 件" in client.get(reverse("retention:overview")).content.decode()
    page = client.get(reverse("retention:holds")).content.decode()
    assert ("115-0037" in page) == sees
    assert "走廊推擠" not in page
    assert "留存中 1 件" in page
    release_hold(hold_id=hold.pk, reason="結案", actor=SYSTEM, now=now)
    again = release_hold(hold_id=hold.pk, reason="又一次", actor=SYSTEM, now=now)
    assert again.release_reason == "結案"
    assert "留存中 0 件" in client.get(reverse("retention:overview")).content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "checks"),
    [
        ("teacher", 404, 404),
        ("guard", 200, 200),
        ("handler", 200, 200),
        ("supervisor", 200, 403),
        ("principal", 200, 403),
        ("administrator", 200, 403),
        ("auditor", 200, 403),
    ],
)
def test_who_reads_and_who_checks(
    client: Client, cast: Cast, cameras: list[Camera], who: str, reads: int, checks: int
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(reverse("retention:overview")).status_code == reads
    assert client.get(reverse("retention:hand-check-new")).status_code == checks

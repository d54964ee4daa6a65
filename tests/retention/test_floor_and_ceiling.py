"""The two daily duties: at least the plan's days (肆、三), at most the plan's year (肆、四)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.models import PlanStep, SchoolPlan
from cameras.models import Camera, Recorder
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention import tasks
from retention.choices import FindingKind, HoldKind
from retention.models import Finding, HandCheck, Hold
from retention.services import check_minimum_retention, enforce_maximum_retention, place_hold
from work.models import Duty, Notice

if TYPE_CHECKING:
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)


def check(days: int, now: dt.datetime, recorder: str = "NVR1") -> None:
    HandCheck.objects.create(
        recorder=Recorder.objects.get(code=recorder),
        checked_at=now,
        checked_by="警衛",
        earliest_day=now.date() - days * DAY,
    )


def open_kinds() -> list[str]:
    return sorted(Finding.objects.filter(closed_at=None).values_list("kind", flat=True))


def test_a_recorder_that_keeps_the_days_and_was_checked_is_no_finding(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    check(14, now - 7 * DAY)
    outcome = check_minimum_retention(now)
    assert open_kinds() == []
    assert (
        outcome.words
        == "檢查 1 部主機、0 支攝影機資料夾：0 項保存不足、0 支影像缺漏、0 部逾一週未查核（新增 0 項、改善 0 項）"
    )
    assert not outcome.acted


def test_too_few_days_open_a_finding_tell_once_and_close_by_themselves(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    check(13, now)
    assert check_minimum_retention(now).acted
    assert not check_minimum_retention(now + DAY).acted
    finding = Finding.objects.get()
    assert (finding.kind, finding.subject) == (FindingKind.BELOW_MINIMUM, "主機 NVR1")
    assert finding.text == "主機 NVR1 最早可播放 115年11月10日（二），保存 13 日，不足 14 日"
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"handler", "supervisor"}
    assert Notice.objects.count() == 2
    check(12, now + DAY)
    check_minimum_retention(now + DAY)
    assert Finding.objects.get().text.endswith("保存 12 日，不足 14 日")
    assert Notice.objects.count() == 2
    check(15, now + 2 * DAY)
    assert check_minimum_retention(now + 2 * DAY).words.endswith("（新增 0 項、改善 1 項）")
    assert Finding.objects.get().closed_at == now + 2 * DAY
    verbs = Entry.objects.filter(verb__startswith="retention.finding").order_by("sequence")
    assert [entry.verb for entry in verbs] == [Verb.FINDING_OPENED, Verb.FINDING_CHANGED, Verb.FINDING_CLOSED]


def test_a_camera_may_ask_for_more_days_than_the_plan(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    Camera.objects.filter(code="C03").update(minimum_days=30)
    check(20, now)
    check_minimum_retention(now)
    assert Finding.objects.get().text.endswith("不足 30 日")
    Camera.objects.filter(code="C03").update(retired_on=now.date())
    check_minimum_retention(now)
    assert open_kinds() == []


def test_a_recorder_younger_than_the_minimum_owes_only_its_age(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    Camera.objects.update(installed_on=now.date() - 5 * DAY)
    check(5, now)
    check_minimum_retention(now)
    assert open_kinds() == []
    check(4, now)
    check_minimum_retention(now)
    assert open_kinds() == [FindingKind.BELOW_MINIMUM]


def test_a_recorder_nobody_looked_at_for_a_week_is_a_finding(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    check_minimum_retention(now)
    assert Finding.objects.get().text == "主機 NVR1 尚未查核過最早可播放日"
    check(20, now)
    check_minimum_retention(now)
    assert open_kinds() == []
    check_minimum_retention(now + 7 * DAY)
    assert open_kinds() == []
    check_minimum_retention(now + 8 * DAY)
    assert open_kinds() == [FindingKind.NOT_CHECKED]
    assert Finding.objects.get(closed_at=None).text == "主機 NVR1 自 115年11月23日（一）後未再查核"


def test_a_retired_recorder_owes_no_weekly_check(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    check_minimum_retention(now)
    Recorder.objects.update(retired_on=now.date())
    check_minimum_retention(now)
    assert open_kinds() == []


def test_footage_past_the_year_is_a_finding_from_the_day_after(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    check(365, now)
    enforce_maximum_retention(now)
    assert open_kinds() == []
    check(366, now)
    outcome = enforce_maximum_retention(now)
    assert open_kinds() == [FindingKind.ABOVE_MAXIMUM]
    assert Finding.objects.get().text == "主機 NVR1 仍有 114年11月22日（六）的影像，已逾 1 年應予銷毀"
    assert outcome.words == "1 項逾期未銷毀；暫時留存屆期解除 0 件、預告 0 件；無由本系統刪除的資料夾，未銷毀檔案"
    check(300, now + DAY)
    enforce_maximum_retention(now + DAY)
    assert open_kinds() == []


def held(cameras: list[Camera], starts_at: dt.datetime) -> Hold:
    return place_hold(
        cameras=cameras[:1],
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        reason="走廊推擠",
        reference="114-0031",
        actor=SYSTEM,
        now=starts_at + DAY,
    )


def test_a_temporary_hold_is_announced_thirty_days_before_and_ends_at_the_year(
    cast: Cast, cameras: list[Camera]
) -> None:
    hold = held(cameras, dt.datetime(2025, 11, 23, 8, 0, tzinfo=TAIPEI))
    said = []
    for offset in range(40):
        day = dt.datetime(2026, 10, 15, 2, 10, tzinfo=TAIPEI) + offset * DAY
        if enforce_maximum_retention(day).acted:
            said.append(day.date())
    assert said == [dt.date(2026, 10, 24), dt.date(2026, 11, 23)]
    hold.refresh_from_db()
    assert (hold.released_by, hold.release_reason) == (
        "系統",
        "影像已屆最高保存期限，暫時留存由系統屆期解除（計畫肆、四）",
    )
    assert list(Notice.objects.filter(recipient=cast.handler).order_by("pk").values_list("text", flat=True)) == [
        "暫時留存將於 115年11月23日（一）屆期解除：114-0031",
        "暫時留存屆期解除：114-0031",
    ]
    assert Entry.objects.filter(verb=Verb.HOLD_RELEASED).count() == 1


def test_a_legal_hold_passes_the_year(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = held(cameras, now - 400 * DAY)
    Hold.objects.update(kind=HoldKind.LEGAL, document_number="桃警分刑字第1140000000號", review_on=now.date())
    assert not enforce_maximum_retention(now).acted
    hold.refresh_from_db()
    assert hold.released_at is None


def test_the_two_tasks_run_as_duties_and_say_honestly_what_they_did(cast: Cast, cameras: list[Camera]) -> None:
    tasks.check_minimum_retention()
    tasks.enforce_maximum_retention()
    words = dict(Duty.objects.exclude(last_finished_at=None).values_list("name", "last_result"))
    assert words["retention.tasks.check_minimum_retention"].startswith(
        "檢查 1 部主機、0 支攝影機資料夾：0 項保存不足、0 支影像缺漏、1 部逾一週未查核"
    )
    assert words["retention.tasks.enforce_maximum_retention"].endswith("無由本系統刪除的資料夾，未銷毀檔案")


@pytest.mark.parametrize("duty", [check_minimum_retention, enforce_maximum_retention])
def test_before_set_up_a_duty_says_so(cast: Cast, now: dt.datetime, duty: object) -> None:
    PlanStep.objects.all().delete()
    SchoolPlan.objects.all().delete()
    assert duty(now).words.startswith("尚未設定學校計畫")  # type: ignore[operator]

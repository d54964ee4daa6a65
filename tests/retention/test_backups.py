"""備份工作: a hold on what a recorder deletes owes a copy in time; a missed one is named (rulings 12, 13; 伍、三)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ledger.services import SYSTEM, verify
from requests.models import ReviewRequest
from retention import tasks
from retention.choices import BackupOutcome, DeletedBy, FindingKind, FootageState
from retention.models import BackupTask, Finding, FootageSource, Hold
from retention.selectors import footage_clock_for
from retention.services import (
    BackupError,
    close_backup,
    enforce_maximum_retention,
    place_hold,
    record_hand_check,
    remind_backups,
)
from tests.copies.making import made
from tests.retention.keeping import DAY, HOUR, ask, checked, emergency, folder_of, told
from work.models import Duty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from accounts.models import User
    from cameras.models import Camera
    from retention.rules import FootageClock
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
ASK = "請備份 C01"


def held(cameras: list[Camera], now: dt.datetime, days_ago: int = 3) -> Hold:
    start = now - days_ago * DAY
    return place_hold(
        cameras=cameras, starts_at=start, ends_at=start + HOUR, reason="走廊推擠", reference="115-0037", actor=SYSTEM,
        now=now,
    )  # fmt: skip


def clock(hold: Hold, now: dt.datetime) -> FootageClock:
    return footage_clock_for(list(hold.cameras.all()), hold.starts_at, hold.ends_at, now, 14)[0]


def test_a_hand_checked_recorder_a_hold_no_copy_and_the_clock_moved_on(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    """The issue's scenario: never 已備份, never green, alarms went out, and the breach of 伍、三 is named."""
    checked(cameras[0], 10, now - DAY)
    ask(cast, cameras, now)
    hold, task = Hold.objects.get(), BackupTask.objects.get()
    due = now + 7 * DAY
    assert (task.due_at, task.is_estimate) == (due, False)

    moment = now
    while moment < due + 2 * DAY:
        remind_backups(moment)
        told_at = clock(hold, moment)
        assert (told_at.is_safe, told_at.state == FootageState.BACKED_UP) == (False, False)
        moment += HOUR

    assert told(cast.handler, ASK) == 10, "every morning, and at 72 and 24 hours"
    assert [told(person, ASK) for person in (cast.supervisor, cast.principal)] == [2, 2]
    finding = Finding.objects.get(kind=FindingKind.NO_COPY)
    assert "C01、C02" in finding.text
    assert "未製作留存檔，115/11/30 09:00 起已屆覆蓋" in finding.text
    assert "伍、三" in finding.text
    assert [told(person, "未製作留存檔") for person in (cast.handler, cast.supervisor, cast.principal)] == [1, 1, 1]

    checked(cameras[0], 5, moment)
    assert clock(hold, moment).state == FootageState.OVERWRITTEN
    for who in ("handler", "supervisor", "principal"):
        client.force_login(getattr(cast, who))
        assert "伍、三" in client.get(reverse("retention:overview")).content.decode()
    remind_backups(moment + 100 * DAY)
    enforce_maximum_retention(moment + 400 * DAY)
    remind_backups(moment + 400 * DAY)
    finding.refresh_from_db()
    assert finding.closed_at is None
    assert verify().finding is None


def test_without_a_hand_check_the_minimum_of_the_plan_counts_as_an_estimate(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    held(cameras[:1], now)
    task = BackupTask.objects.get()
    assert (task.due_at, task.is_estimate) == (now + 11 * DAY, True)
    remind_backups(now)
    assert told(cast.handler, "期限 115年12月4日（五）09:00（估計）") == 1


def test_a_later_check_that_shows_fewer_days_moves_the_due_date_forward(
    cast: Cast,
    cameras: list[Camera],
    now: dt.datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    held(cameras[:1], now)
    with django_capture_on_commit_callbacks() as rung:
        record_hand_check(
            recorder=cameras[0].recorder, earliest_day=now.date() - 5 * DAY, clock_offset_seconds=0, user=cast.guard,
            now=now,
        )  # fmt: skip
    assert len(rung) == 1
    remind_backups(now)
    task = BackupTask.objects.get()
    assert (task.due_at, task.is_estimate) == (now + 2 * DAY, False)
    assert told(cast.principal, ASK) == 1, "72 hours"


def test_the_camera_that_is_overwritten_first_counts_and_folders_of_ours_do_not(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    cameras[0].minimum_days = 30
    cameras[0].save()
    folder_of(cameras[1:2], now)
    held(cameras[:2], now)
    assert BackupTask.objects.get().due_at == now + 27 * DAY


def test_footage_only_we_delete_owes_no_copy_until_somebody_else_deletes_there(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    folder_of(cameras[1:2], now, DeletedBy.RECORDER)
    source = folder_of(cameras[:1], now)
    hold = held(cameras[:1], now)
    remind_backups(now)
    assert not BackupTask.objects.exists()

    FootageSource.objects.filter(pk=source.pk).update(deleted_by=DeletedBy.RECORDER)
    remind_backups(now)
    task = BackupTask.objects.get(hold=hold)
    FootageSource.objects.filter(pk=source.pk).update(deleted_by=DeletedBy.PRODUCT)
    remind_backups(now + DAY)
    task.refresh_from_db()
    assert task.outcome == BackupOutcome.OURS


def test_reminders_come_in_the_morning_once_a_day(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    held(cameras[:1], now)
    night = now.replace(hour=3) + DAY
    for hours, expected in ((0, 0), (3, 0), (4, 1), (5, 1), (20, 1), (28, 2)):
        remind_backups(night + hours * HOUR)
        assert told(cast.handler, ASK) == expected, hours


@pytest.mark.parametrize(
    ("outcome", "words", "says"),
    [
        (BackupOutcome.ELSEWHERE, {"reason": "同一事件"}, "編號"),
        (BackupOutcome.NO_FOOTAGE, {"reason": " "}, "請填寫說明"),
        (BackupOutcome.COPIED, {"reason": "已複製"}, "請選擇未製作留存檔的原因"),
        (BackupOutcome.OURS, {"reason": "x"}, "請選擇未製作留存檔的原因"),
    ],
)
def test_it_is_not_closed_without_one_of_the_reasons_of_ruling_13(
    cast: Cast, cameras: list[Camera], now: dt.datetime, outcome: BackupOutcome, words: dict[str, str], says: str
) -> None:
    held(cameras[:1], now)
    with pytest.raises(BackupError, match=says):
        close_backup(task_id=BackupTask.objects.get().pk, outcome=outcome, user=cast.handler, now=now, **words)
    assert BackupTask.objects.get().closed_at is None


def close(user: User, now: dt.datetime) -> BackupTask:
    task = BackupTask.objects.get()
    return close_backup(task_id=task.pk, outcome=BackupOutcome.OVERWRITTEN, reason="已循環覆蓋", user=user, now=now)


def test_the_breach_stands_until_a_reason_is_recorded(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    held(cameras[:1], now)
    late = now + 12 * DAY
    remind_backups(late)
    checked(cameras[0], 30, late)
    remind_backups(late + DAY)
    assert BackupTask.objects.get().due_at > late, "the recorder keeps longer than was thought"
    assert Finding.objects.get().closed_at is None
    for who in ("guard", "teacher", "principal", "administrator", "auditor"):
        with pytest.raises(PermissionDenied):
            close(getattr(cast, who), late)
    close(cast.handler, late + 2 * DAY)
    assert Finding.objects.get().closed_at == late + 2 * DAY
    with pytest.raises(BackupError, match="已經結束"):
        close(cast.handler, late)
    assert verify().finding is None


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("is_late", [False, True])
def test_the_finished_copy_closes_it(cast: Cast, cameras: list[Camera], now: dt.datetime, *, is_late: bool) -> None:
    hold = held(cameras[:1], now)
    at = now + (12 if is_late else 1) * DAY
    remind_backups(at)
    copy = made(hold, cast.handler, at)
    task = BackupTask.objects.get()
    assert (task.outcome, task.copy, task.closed_at) == (BackupOutcome.COPIED, copy.number, at)
    assert not Finding.objects.filter(closed_at=None).exists()
    before = told(cast.handler, ASK)
    remind_backups(at + DAY)
    assert told(cast.handler, ASK) == before
    made(hold, cast.handler, at + DAY)
    assert BackupTask.objects.get().copy == copy.number, "a second copy changes nothing"
    assert verify().finding is None


def test_no_word_of_it_names_the_case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    case = ask(cast, cameras, now)
    ReviewRequest.objects.update(is_restricted=True)
    for days in (0, 9, 12):
        remind_backups(now + days * DAY)
    assert told(cast.principal, "C01、C02") == 2
    assert Finding.objects.get().text.count(str(case.number)) == 0
    for user in (cast.handler, cast.supervisor, cast.principal):
        assert not user.notices.filter(subject__startswith="留存", text__contains=str(case.number)).exists()


@pytest.mark.parametrize("who", ["handler", "supervisor", "principal"])
def test_the_list_shows_what_is_lost_first_on_top(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    later, first = held(cameras[:1], now, 1), held(cameras[1:2], now, 9)
    client.force_login(getattr(cast, who))
    page = client.get(reverse("retention:backups")).content.decode()
    assert page.index(f"留存 {first.pk}<") < page.index(f"留存 {later.pk}<")
    assert ("不製作，說明原因" in page) == (who != "principal")


def test_the_handler_sees_it_at_home_and_closes_it_on_its_page(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    emergency(cast, cameras, now)
    task = BackupTask.objects.get()
    client.force_login(cast.handler)
    home = client.get("/").content.decode()
    assert "備份工作" in home
    assert "待確認的緊急留存" in home
    words = {"outcome": "elsewhere", "copy": "E115-0012", "reason": "同一事件"}
    assert client.post(reverse("retention:backup-close", args=[task.pk]), words | {"copy": ""}).status_code == 422
    client.post(reverse("retention:backup-close", args=[task.pk]), words)
    task.refresh_from_db()
    assert (task.outcome, task.copy) == (BackupOutcome.ELSEWHERE, "E115-0012")
    assert "他案已留存：E115-0012" in client.get(reverse("retention:backups")).content.decode()


@pytest.mark.parametrize("name", ["remind_backups", "remind_holds"])
def test_the_duties_run_and_are_seen(cast: Cast, cameras: list[Camera], now: dt.datetime, name: str) -> None:
    run: Callable[[], None] = getattr(tasks, name)
    run()
    assert Duty.objects.get(pk=f"retention.tasks.{name}").last_result

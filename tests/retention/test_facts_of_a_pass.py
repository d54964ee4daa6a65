"""What speaks for and against destroying in a source now is gathered from the records (house, invariant 5)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from retention.choices import DeletedBy, LayoutKind
from retention.models import Acceptance, CoverageDay, FootageSource, HandCheck, ScannedFolder
from retention.rules import Ground
from retention.services.destruction import grounds, is_clock_sure
from retention.services.destruction.planning import Survey
from retention.storage import FUTURE, Marker
from tests.shared import shared

if TYPE_CHECKING:
    from cameras.models import Camera

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
TOKEN = uuid.UUID(int=7)


@shared
def folder(cameras: list[Camera], now: dt.datetime) -> FootageSource:
    """A folder of ours after its third pass, of this morning: two days in two units, 30 recordings."""
    source = FootageSource.objects.create(
        name="一號主機", path="/nowhere/one", layout=LayoutKind.FRIGATE, pattern="x", longest_seconds=600, token=TOKEN,
        deleted_by=DeletedBy.PRODUCT, registered_by="系統", registered_at=now - DAY, confirmed_at=now - DAY,
        pass_number=3, last_pass_at=now - 3 * HOUR, newest_at=now - HOUR, recorder=cameras[0].recorder,
    )  # fmt: skip
    for number, files in ((1, 10), (2, 20)):
        unit = ScannedFolder.objects.create(source=source, path=f"2026-11-0{number}", files=files)
        for camera in ("C01", "C02"):
            CoverageDay.objects.create(
                part=unit, folder=camera, day=dt.date(2026, 11, number), minutes=b"", files=files // 2, size=1,
                first_at=now, last_at=now,
            )  # fmt: skip
    return source


def gathered(
    source: FootageSource, now: dt.datetime, found: Survey | None = None, marker: Marker | None = None, **more: bool
) -> Ground:
    return grounds.ground_of(source, found or Survey(), marker, now, **more)


def test_what_the_records_say_of_a_folder(folder: FootageSource, now: dt.datetime) -> None:
    found = Survey(units=["2026-11-01"], files=12)
    found.due["2026-11-01", "C01"] = 5

    assert gathered(folder, now, found, Marker(TOKEN, 4)) == Ground(
        now=now, is_ours=True, is_readable=True, is_marked=True, marker_pass=4, database_pass=3,
        last_pass_at=now - 3 * HOUR, files=32, files_a_day=16.0, due_files=5, accepted_files=0, restored_at=None,
        witnesses=(("最新影像", now - HOUR),),
    )  # fmt: skip


def test_a_folder_that_is_empty_now_has_nothing_whatever_was_known_of_it(
    folder: FootageSource, now: dt.datetime
) -> None:
    ground = gathered(folder, now, Survey(is_empty=True))

    assert (ground.files, ground.files_a_day, ground.due_files) == (0, 0.0, 0)


def test_without_a_day_of_coverage_all_its_files_are_one_days(folder: FootageSource, now: dt.datetime) -> None:
    CoverageDay.objects.all().delete()

    assert gathered(folder, now).files_a_day == 30.0


def test_what_lies_in_another_folder_is_not_counted(
    folder: FootageSource, cameras: list[Camera], now: dt.datetime
) -> None:
    other = FootageSource.objects.create(
        name="二號主機", path="/nowhere/two", layout=LayoutKind.FRIGATE, pattern="x", longest_seconds=1,
        registered_by="系統", registered_at=now,
    )  # fmt: skip
    ScannedFolder.objects.create(source=other, path="b", files=500)

    ground = gathered(other, now)

    assert (ground.files, ground.files_a_day, ground.is_ours) == (500, 500.0, False)
    assert gathered(folder, now).files == 30


@pytest.mark.parametrize(
    ("marker", "said"),
    [(None, (False, 0)), (Marker(uuid.UUID(int=8), 9), (False, 0)), (Marker(TOKEN, 9), (True, 9))],
    ids=["none", "another's", "ours"],
)
def test_only_our_own_marker_counts(
    folder: FootageSource, now: dt.datetime, marker: Marker | None, said: tuple[bool, int]
) -> None:
    ground = gathered(folder, now, marker=marker)

    assert (ground.is_marked, ground.marker_pass) == said


def test_a_folder_that_cannot_be_read_says_so(folder: FootageSource, now: dt.datetime) -> None:
    assert not gathered(folder, now, is_readable=False).is_readable


# --- a person's word ---------------------------------------------------------------------------------------------------
def accepted(source: FootageSource, at: dt.datetime, *, files: int = 0, day: dt.date | None = None) -> None:
    Acceptance.objects.create(
        source=source, stated_day=day or at.date(), files=files, reason="已核對", accepted_by="承辦人", accepted_at=at
    )


def test_as_many_may_go_as_somebody_accepted_since_the_last_pass(folder: FootageSource, now: dt.datetime) -> None:
    last = now - 3 * HOUR
    for at, files in ((last - SECOND, 900), (last, 70), (now, 80), (now - HOUR, 20), (now + SECOND, 950)):
        accepted(folder, at, files=files)

    assert gathered(folder, now).accepted_files == 80
    assert gathered(folder, now - HOUR).accepted_files == 70


@pytest.mark.parametrize(
    ("last", "since"),
    [(None, -48 * HOUR), (-3 * HOUR, -3 * HOUR), (-50 * HOUR, -48 * HOUR), (0 * HOUR, 0 * HOUR), (HOUR, -48 * HOUR)],
    ids=["never", "this morning", "long ago", "now", "ahead of now"],
)
def test_a_word_counts_for_two_days_and_for_one_pass(
    now: dt.datetime, last: dt.timedelta | None, since: dt.timedelta
) -> None:
    assert grounds.recent_since(None if last is None else now + last, now) == now + since


def test_after_a_restore_somebody_must_have_confirmed_since(folder: FootageSource, now: dt.datetime) -> None:
    folder.restored_at = now - HOUR
    accepted(folder, now - HOUR - SECOND)
    assert gathered(folder, now).restored_at == now - HOUR

    accepted(folder, now - HOUR)
    assert gathered(folder, now).restored_at is None


# --- witnesses ---------------------------------------------------------------------------------------------------------
def names(source: FootageSource, now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    return list(gathered(source, now).witnesses)


def test_the_newest_recording_is_none_where_names_run_ahead(folder: FootageSource, now: dt.datetime) -> None:
    folder.folders.filter(path="2026-11-02").update(oddities={FUTURE: {"count": 1, "samples": []}})
    assert names(folder, now) == []

    folder.folders.update(oddities={"資料夾名稱不符命名樣式": {"count": 1, "samples": []}})
    assert names(folder, now) == [("最新影像", now - HOUR)]
    folder.newest_at = None
    assert names(folder, now) == []


def test_a_stated_day_is_that_day_at_this_hour_in_taiwan(folder: FootageSource, now: dt.datetime) -> None:
    folder.newest_at = None
    accepted(folder, now - 4 * HOUR)
    accepted(folder, now + SECOND)
    assert names(folder, now) == [], "said before the last pass, or not yet"

    accepted(folder, now - HOUR, day=dt.date(2026, 11, 20))

    stated = names(folder, now.astimezone(dt.UTC))
    assert stated == [("人員所述日期", now.replace(day=20))]


def checked(camera: Camera, at: dt.datetime, *, kept: int = 20) -> None:
    HandCheck.objects.create(
        recorder=camera.recorder, checked_at=at, checked_by="警衛", earliest_day=at.date() - kept * DAY
    )


def test_a_hand_check_since_the_last_pass_is_a_witness_the_newest_first(
    folder: FootageSource, cameras: list[Camera], now: dt.datetime
) -> None:
    folder.newest_at = None
    for at in (now - 3 * HOUR - SECOND, now + SECOND):
        checked(cameras[0], at)
    assert names(folder, now) == []

    for at in (now - 3 * HOUR, now, now - HOUR):
        checked(cameras[0], at)
    assert names(folder, now) == [("影像查核", now)]


@pytest.mark.parametrize(("kept", "counts"), [(400, True), (401, False)])
def test_a_hand_check_that_saw_too_much_was_entered_with_a_wrong_date(
    folder: FootageSource, cameras: list[Camera], now: dt.datetime, kept: int, counts: bool
) -> None:
    folder.newest_at = None
    checked(cameras[0], now, kept=kept)

    assert bool(names(folder, now)) is counts


def test_a_database_elsewhere_is_the_last_witness(
    folder: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounds, "database_time", lambda: now - SECOND)

    assert names(folder, now) == [("最新影像", now - HOUR), ("資料庫主機時間", now - SECOND)]


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("", True), ("/run/postgresql", True), ("localhost", True), ("127.0.0.1", True), ("::1", True), ("db", False),
        ("192.0.2.7", False), ("run/postgresql", False),
    ],
)  # fmt: skip
def test_whether_a_database_host_is_this_machine(host: str, is_here: bool) -> None:
    assert grounds.is_this_machine(host) is is_here


class Server:
    """A connection to a PostgreSQL server."""

    def __init__(self, host: str | None, moment: dt.datetime, vendor: str = "postgresql") -> None:
        self.vendor, self.settings_dict, self.moment = vendor, {"HOST": host}, moment
        self.asked: list[str] = []

    def cursor(self) -> Server:
        return self

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None: ...

    def execute(self, sql: str) -> None:
        self.asked.append(sql)

    def fetchone(self) -> tuple[dt.datetime]:
        return (self.moment,)


@pytest.mark.parametrize(
    ("host", "vendor", "asked"),
    [
        ("db.example.edu.tw", "postgresql", True), ("localhost", "postgresql", False), (None, "postgresql", False),
        ("db.example.edu.tw", "sqlite", False),
    ],
)  # fmt: skip
def test_only_a_database_server_elsewhere_is_asked_the_time(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, host: str | None, vendor: str, asked: bool
) -> None:
    server = Server(host, now, vendor)
    monkeypatch.setattr(grounds, "connection", server)

    assert grounds.database_time() == (now if asked else None)
    assert bool(server.asked) is asked


# --- the clock of this machine, for copies ------------------------------------------------------------------------------
def test_the_clock_is_sure_while_no_folder_of_ours_speaks_against_it(folder: FootageSource, now: dt.datetime) -> None:
    autumn = now + 70 * DAY
    assert is_clock_sure(now)
    assert not is_clock_sure(autumn)

    FootageSource.objects.update(newest_at=None)
    assert is_clock_sure(now), "the last pass was this morning"
    FootageSource.objects.update(newest_at=autumn)
    assert is_clock_sure(autumn), "a recording of these days agrees"
    FootageSource.objects.update(newest_at=None, deleted_by=DeletedBy.RECORDER)
    assert is_clock_sure(autumn), "of others' folders nobody asks"
    FootageSource.objects.update(deleted_by=DeletedBy.PRODUCT, retired_on=now.date())
    assert is_clock_sure(autumn), "nor of those out of use"

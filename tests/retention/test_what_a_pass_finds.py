"""What a pass lists before it destroys anything, how each recording is judged, and what is left over with its reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import SchoolPlan
from cameras.models import Camera
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention import storage
from retention.choices import Doubt, LayoutKind, Verdict
from retention.models import Destruction, HandCheck, Hold, PastDue
from retention.rules import KNOWN, Span, make_layout
from retention.services import place_from_shell, release_hold
from retention.services.destruction import Judge, judge_of, planning
from retention.services.destruction.past_due import _left
from retention.services.destruction.planning import Survey, survey
from retention.storage import Batch, Recording
from tests.retention.keeping import folder_of
from tests.retention.recordings import record
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from retention.models import FootageSource
    from tests.conftest import Cast

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
CUT = dt.datetime(2025, 11, 24, tzinfo=TAIPEI)
"""What was recorded before this local midnight is past the year."""
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
BEGAN = NOW - 366 * DAY
"""09:00 in Taipei, 01:00 in the names of the recorder."""
LONGEST = make_layout(*KNOWN[LayoutKind.FRIGATE]).bound_seconds


def span(start: dt.datetime, end: dt.datetime) -> Span:
    return Span(start.timestamp(), end.timestamp())


def judge(**changes: Any) -> Judge:
    facts: dict[str, Any] = {
        "layout": make_layout(*KNOWN[LayoutKind.FRIGATE]), "offset": 0, "now": NOW, "cameras": {}, "by_camera": {},
        "plan": SchoolPlan(minimum_days=14, maximum_years=1), "all_holds": [],
    }  # fmt: skip
    return Judge(**facts | changes)


def surveyed(root: Path, by: Judge | None = None) -> tuple[list[Batch], Survey]:
    found = Survey()
    with storage.open_root(str(root)) as opened:
        return list(survey(opened, by or judge(), found)), found


def at(moment: dt.datetime) -> int:
    return int(moment.timestamp())


# --- listing -----------------------------------------------------------------------------------------------------------
def test_what_is_due_is_listed_folder_by_folder_in_the_order_of_its_names(root: Path) -> None:
    for camera, size in (("C01", 3), ("C02", 5)):
        record(root, camera, BEGAN, BEGAN + HOUR / 2, size=size)
    record(root, "C01", BEGAN + DAY / 2, BEGAN + DAY / 2 + HOUR / 6, size=7)
    record(root, "C01", CUT, CUT + HOUR)
    record(root, "C01", NOW - DAY, NOW - DAY + HOUR)

    batches, found = surveyed(root)

    names = ["00.00.mp4", "10.00.mp4", "20.00.mp4"]
    listed = {
        ("2025-11-22/01/C01", "C01"): [
            Recording(name, at(BEGAN) + 600 * n, 3) for n, name in enumerate(names)
        ],
        ("2025-11-22/01/C02", "C02"): [
            Recording(name, at(BEGAN) + 600 * n, 5) for n, name in enumerate(names)
        ],
        ("2025-11-22/13/C01", "C01"): [Recording("00.00.mp4", at(BEGAN + DAY / 2), 7)],
    }  # fmt: skip
    assert {(batch.folder, batch.camera): batch.recordings for batch in batches} == listed
    assert sorted(found.units) == ["2025-11-22", "2025-11-23"], (
        "a unit that may begin before the line, and no later one"
    )
    assert found.files == 7 + 6
    assert found.due == {("2025-11-22", "C01"): 4, ("2025-11-22", "C02"): 3}
    assert found.due_files == 7
    assert found.due_size == {("2025-11-22", "C01"): 16, ("2025-11-22", "C02"): 15}
    assert (found.earliest, found.latest) == (at(BEGAN), at(BEGAN + DAY / 2))
    assert (found.is_empty, found.is_readable, found.closed, found.kept) == (False, True, {}, {})


def test_a_long_folder_is_several_batches(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(root, "C01", BEGAN, BEGAN + HOUR, every=600)
    monkeypatch.setattr(planning, "BATCH", 4)

    batches, found = surveyed(root)

    assert [[one.name for one in batch.recordings] for batch in batches] == [
        ["00.00.mp4", "10.00.mp4", "20.00.mp4", "30.00.mp4"], ["40.00.mp4", "50.00.mp4"],
    ]  # fmt: skip
    assert found.due_files == 6
    assert (found.earliest, found.latest) == (at(BEGAN), at(BEGAN + 50 * MINUTE))


def test_what_is_past_the_line_and_stays_is_counted_by_reason(root: Path) -> None:
    for camera in ("C01", "C02", "C03"):
        record(root, camera, BEGAN, BEGAN + HOUR / 2)
    held = span(BEGAN + 15 * MINUTE, BEGAN + 25 * MINUTE)
    by = judge(cameras={"C01": (1, 0), "C02": (2, 400), "C03": (3, 0)}, by_camera={1: [held]}, all_holds=[held])

    batches, found = surveyed(root, by)

    went = {batch.camera: [one.name for one in batch.recordings] for batch in batches}
    assert went == {"C01": ["00.00.mp4", "10.00.mp4"], "C03": ["00.00.mp4", "10.00.mp4", "20.00.mp4"]}
    assert found.kept == {("2025-11-22", "C01", Verdict.HELD): 1, ("2025-11-22", "C02", Verdict.YOUNG): 3}
    assert found.files == 9


@pytest.mark.parametrize(("offset", "reaches"), [(28_800, False), (28_801, True), (-28_801, True), (0, False)], ids=str)
def test_how_far_the_recorders_clock_is_wrong_is_looked_at_too(root: Path, offset: int, reaches: bool) -> None:
    """The unit of the next day in the recorder's names begins eight hours after the line."""
    record(root, "C01", CUT + 8 * HOUR, CUT + 9 * HOUR)

    _, found = surveyed(root, judge(offset=offset))

    assert (found.units == ["2025-11-24"]) is reaches


def test_a_folder_with_nothing_in_it_is_empty(root: Path) -> None:
    batches, found = surveyed(root)

    assert (batches, found.is_empty, found.is_readable, found.due_files) == ([], True, True, 0)


def test_a_folder_that_cannot_be_listed_is_closed_and_its_neighbours_are_listed(
    root: Path, unreadable: Callable[[Path], None]
) -> None:
    for camera in ("C01", "C02"):
        record(root, camera, BEGAN, BEGAN + HOUR / 2)
    unreadable(root / "2025-11-22" / "01" / "C01")

    batches, found = surveyed(root)

    why = "無法讀取（Input/output error）"
    assert [batch.camera for batch in batches] == ["C02"]
    assert found.closed == {"2025-11-22/01/C01": why}
    assert found.oddities.counts == {why: 1}
    assert found.is_readable


def test_a_source_that_cannot_be_listed_is_not_an_empty_one(root: Path, unreadable: Callable[[Path], None]) -> None:
    record(root, "C01", BEGAN, BEGAN + HOUR / 2)
    unreadable(root)

    batches, found = surveyed(root)

    assert (batches, found.is_readable, found.due_files) == ([], False, 0)


def test_every_unit_has_its_turn_also_where_cameras_come_before_days(root: Path) -> None:
    for camera, began in (("C01", NOW - DAY), ("C02", BEGAN), ("C03", NOW - DAY), ("C04", BEGAN)):
        record(root, camera, began, began + HOUR / 6, layout=LayoutKind.MOTIONEYE)

    batches, found = surveyed(root, judge(layout=make_layout(*KNOWN[LayoutKind.MOTIONEYE])))

    assert sorted(batch.camera for batch in batches) == ["C02", "C04"]
    assert sorted(found.units) == ["C02/2025-11-22", "C04/2025-11-22"]


def test_what_stays_of_a_camera_is_counted_over_all_folders_of_a_unit(root: Path) -> None:
    record(root, "C01", BEGAN, BEGAN + 2 * HOUR, every=1800)
    held = span(BEGAN, BEGAN + 2 * HOUR)

    _, found = surveyed(root, judge(all_holds=[held]))

    assert found.kept == {("2025-11-22", "C01", HELD): 4}


def test_first_and_last_are_those_of_everything_that_is_due() -> None:
    found = Survey()
    for starts in ((10, 20), (5, 7), (12, 30), (11, 13)):
        found.note_due("2025-11-22", "C01", [Recording("x", start, 1) for start in starts])

    assert (found.earliest, found.latest, found.due_files) == (5, 30, 8)


def test_an_odd_name_is_noted_and_closes_nothing(root: Path) -> None:
    record(root, "C01", BEGAN, BEGAN + HOUR / 2)
    (root / "2025-11-22" / "01" / "C01" / "note.txt").touch()
    (root / "lost+found").mkdir()
    (root / "2025-11-22" / "thumbnails").mkdir()

    batches, found = surveyed(root)

    assert len(batches) == 1
    assert found.closed == {}
    assert sum(found.oddities.counts.values()) == 3


# --- judging -----------------------------------------------------------------------------------------------------------
def test_a_camera_keeps_the_longer_of_the_plans_days_and_its_own(root: Path) -> None:
    by = judge(cameras={"C01": (1, 30), "C02": (2, 7)})

    def days(folder: str) -> float:
        return (NOW.timestamp() - by.of_folder(folder)[0].young_from) / 86_400

    assert (days("C01"), days("C02"), days("nobody's")) == (30, 14, 14)
    assert by.terms == by.of_folder("C02")[0]
    assert by.terms.cut == CUT.timestamp()


def test_a_folder_is_kept_by_the_holds_of_its_camera_and_an_unknown_one_by_all(root: Path) -> None:
    one, other = span(BEGAN, BEGAN + HOUR), span(BEGAN + DAY, BEGAN + DAY + HOUR)
    by = judge(cameras={"C01": (1, 0), "C02": (2, 0)}, by_camera={1: [one]}, all_holds=[one, other])

    assert by.of_folder("C01")[1] == [one]
    assert by.of_folder("C02")[1] == []
    assert by.of_folder("nobody's")[1] == [one, other]


def test_a_folder_that_was_mapped_anew_is_kept_by_the_holds_of_both_cameras(root: Path) -> None:
    one, other = span(BEGAN, BEGAN + HOUR), span(BEGAN + DAY, BEGAN + DAY + HOUR)
    cameras, by_camera = {"C01": (1, 0), "C02": (2, 0)}, {1: [one], 2: [other]}
    by = judge(cameras=cameras, by_camera=by_camera, all_holds=[one, other], former={"C02": [1]})

    assert by.of_folder("C01")[1] == [one]
    assert by.of_folder("C02")[1] == [other, one]


DUE, HELD, WITHIN = Verdict.DUE, Verdict.HELD, Verdict.WITHIN
JUDGED: list[tuple[int, list[tuple[dt.timedelta, Verdict]]]] = [
    (0, [(-2 * HOUR, DUE), (-HOUR, DUE), (-MINUTE, DUE)]),
    (0, [(-MINUTE, DUE), (0 * MINUTE, WITHIN)]),
    (0, [(0 * MINUTE, WITHIN), (-MINUTE, DUE)]),
    (120, [(-3 * MINUTE, DUE), (-MINUTE, DUE)]),
    (-120, [(-3 * MINUTE, DUE), (-MINUTE, WITHIN)]),
    (0, [(-4 * HOUR - 30 * MINUTE, DUE), (-4 * HOUR, HELD), (-3 * HOUR - MINUTE, HELD), (-3 * HOUR, DUE)]),
    (1800, [(-3 * HOUR, HELD), (-3 * HOUR + 29 * MINUTE, HELD), (-3 * HOUR + 30 * MINUTE, DUE)]),
    (0, [(-4 * HOUR - dt.timedelta(seconds=LONGEST), DUE), (-4 * HOUR - dt.timedelta(seconds=LONGEST - 1), HELD)]),
]


@pytest.mark.parametrize(("offset", "judged"), JUDGED)
def test_each_recording_is_judged_by_itself(offset: int, judged: list[tuple[dt.timedelta, Verdict]]) -> None:
    """A hold keeps what was recorded from four until three hours before the line."""
    held = span(CUT - 4 * HOUR, CUT - 3 * HOUR)
    by = judge(offset=offset, cameras={"C01": (1, 0)}, by_camera={1: [held]})
    recordings = [Recording("x", at(CUT + moment), 1) for moment, _ in judged]

    assert by.verdicts("C01", recordings) == [said for _, said in judged]
    assert [by.verdict("C01", one.start) for one in recordings] == [said for _, said in judged]


@shared
def kept(cast: Cast, cameras: list[Camera], now: dt.datetime) -> FootageSource:
    """A folder of C01 and C02; one hold of C01, one of C03 that was released, and C04 took the place of C02."""
    source = folder_of(cameras[:2], now)
    source.pattern, source.zone, source.longest_seconds = KNOWN[LayoutKind.FRIGATE]
    Camera.objects.filter(code="C04").update(replaces=cameras[1])
    for camera, start in ((cameras[0], BEGAN), (cameras[3], BEGAN + DAY), (cameras[2], BEGAN + 2 * DAY)):
        hold = place_from_shell(
            cameras=[camera], starts_at=start, ends_at=start + HOUR, reason="測試", actor=SYSTEM, now=now
        )
    release_hold(hold_id=hold.pk, reason="結束", actor=SYSTEM, now=now)
    return source


def test_who_judges_knows_the_holds_in_force_also_of_what_hung_there_before(
    kept: FootageSource, cameras: list[Camera], now: dt.datetime
) -> None:
    by = judge_of(kept, now)

    first, replaced = span(BEGAN, BEGAN + HOUR), span(BEGAN + DAY, BEGAN + DAY + HOUR)
    assert {key: list(spans) for key, spans in by.by_camera.items()} == {
        cameras[0].pk: [first], cameras[1].pk: [replaced], cameras[3].pk: [replaced],
    }  # fmt: skip
    assert sorted(by.all_holds) == [first, replaced]
    assert by.cameras == {"C01": (cameras[0].pk, 0), "C02": (cameras[1].pk, 0)}
    assert (by.now, by.offset, by.plan.minimum_days) == (now, 0, 14)
    assert by.layout.longest_seconds == kept.longest_seconds


def test_who_judges_knows_the_clock_of_the_recorder_and_the_plan_of_that_day(
    kept: FootageSource, cameras: list[Camera], now: dt.datetime
) -> None:
    kept.recorder = cameras[0].recorder
    HandCheck.objects.create(
        recorder=cameras[0].recorder,
        checked_at=now,
        checked_by="警衛",
        earliest_day=now.date(),
        clock_offset_seconds=90,
    )
    SchoolPlan.objects.create(effective_from=now.date() + DAY, minimum_days=30)

    assert judge_of(kept, now).offset == 90
    assert judge_of(kept, now).plan.minimum_days == 14
    assert judge_of(kept, now + DAY).plan.minimum_days == 30


def test_two_holds_of_one_camera_both_count(kept: FootageSource, cameras: list[Camera], now: dt.datetime) -> None:
    Hold.objects.filter(starts_at=BEGAN + DAY).get().cameras.add(cameras[0])

    assert len(judge_of(kept, now).by_camera[cameras[0].pk]) == 2


# --- what is left ------------------------------------------------------------------------------------------------------
def test_what_is_left_stands_on_the_list_with_its_reason() -> None:
    found = Survey(units=["2025-11-22", "2025-11-23"])
    found.kept["2025-11-22", "C01", Verdict.HELD] = 2
    found.due["2025-11-22", "C01"] = 7
    found.closed["2025-11-23/01"] = "無法讀取（Input/output error）"
    failures = [
        {"path": f"{folder}/00.00.mp4", "camera": "C02", "reason": "已不是一般檔案"}
        for folder in ("2025-11-22/01/C02", "2025-11-22/02/C02", "2025-11-22", "elsewhere")
    ]

    held, closed = ("2025-11-22", "C01", "留存中"), ("2025-11-23/01", "", "無法讀取（Input/output error）")
    assert _left(found, {}, []) == {held: 2, closed: 0}
    assert _left(found, {}, [Destruction(failures=failures[:1]), Destruction(failures=failures[1:])]) == {
        held: 2, closed: 0, ("2025-11-22", "C02", "已不是一般檔案"): 3, ("elsewhere", "C02", "已不是一般檔案"): 1,
    }  # fmt: skip
    doubted = _left(found, {Doubt.CLOCK: "115/11/23", Doubt.MARKER: "換了"}, [])
    why = f"銷毀未執行：{Doubt.CLOCK.label}、{Doubt.MARKER.label}"
    assert doubted == {held: 2, closed: 0, ("2025-11-22", "C01", why): 7}


def test_a_failure_is_counted_for_the_unit_it_lies_in() -> None:
    found = Survey(units=["C01/2025-11-22", "C01/2025-11-2"])
    failure = {"path": "C01/2025-11-22/10/20-00.mp4", "camera": "C01", "reason": "已不是一般檔案"}

    assert _left(found, {}, [Destruction(failures=[failure])]) == {("C01/2025-11-22", "C01", "已不是一般檔案"): 1}


def test_all_doubts_at_once_are_a_reason_its_column_takes() -> None:
    found = Survey()
    found.due["2025-11-22", "C01"] = 1

    [(_, _, why)] = _left(found, dict.fromkeys(Doubt, ""), [])

    PastDue(source_id=1, folder="x", camera_folder="C01", reason=why, files=1, since=NOW.date()).clean_fields(
        exclude={"source"}
    )
